#include "trampolines/emitter.h"

#include "trampolines/amd64/emitter.h"

#include <string.h>

static const struct emitter *const emitters[] = {&emitter_amd64};

const struct emitter *emitter_of(const char *arch)
{
	for (size_t i = 0; i < sizeof emitters / sizeof *emitters; i++)
		if (strcmp(emitters[i]->arch, arch) == 0)
			return emitters[i];
	return NULL;
}
