#include "told.h"

#include <stdlib.h>

const char *told(struct diags *d)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	if (!f)
		abort();
	diag_print(d, f);
	fclose(f);
	char *copy = arena_strndup(d->arena, text, n);
	free(text);
	return copy;
}
