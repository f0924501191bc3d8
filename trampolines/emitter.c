#include "trampolines/emitter.h"

#include "arch/list.h"

#include <string.h>

#define DECLARE(name) extern const struct emitter emitter_##name;
#define ONE(name) &emitter_##name,

ARCHITECTURES(DECLARE)
static const struct emitter *const emitters[] = {ARCHITECTURES(ONE)};

const struct emitter *emitter_of(const char *arch)
{
	for (size_t i = 0; i < sizeof emitters / sizeof *emitters; i++)
		if (strcmp(emitters[i]->arch, arch) == 0)
			return emitters[i];
	return NULL;
}
