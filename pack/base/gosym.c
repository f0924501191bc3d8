#include "base/gosym.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_used(const struct gosyms *s, const char *name)
{
	for (size_t i = 0; i < s->used.n; i++)
		if (strcmp(s->used.v[i], name) == 0)
			return true;
	return false;
}

const char *gosym_name(struct gosyms *s, const char *c_name)
{
	char *name = arena_alloc(s->arena, 2 * strlen(c_name) + 1), *end = name;
	for (const char *p = c_name; *p; p++) {
		if (*p == '.')
			end = strcpy(end, "\302\267") + 2;
		else
			*end++ = isalnum((unsigned char)*p) ? *p : '_';
	}
	const char *unique = name;
	for (int i = 2; is_used(s, unique); i++)
		unique = arena_printf(s->arena, "%s_%d", name, i);
	VEC_PUSH(s->arena, &s->used, unique);
	return unique;
}
