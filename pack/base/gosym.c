#include "base/gosym.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

const char *gosym_name(struct gosyms *s, const char *c_name)
{
	char *name = arena_alloc(s->used.arena, 2 * strlen(c_name) + 1), *end = name;
	for (const char *p = c_name; *p; p++) {
		if (*p == '.')
			end = strcpy(end, "\302\267") + 2;
		else
			*end++ = isalnum((unsigned char)*p) ? *p : '_';
	}
	if (names_add(&s->used, name, 1))
		return name;
	const char *unique;
	size_t i = *names_find(&s->used, name);
	do
		unique = arena_printf(s->used.arena, "%s_%zu", name, ++i);
	while (!names_add(&s->used, unique, 1));
	*names_find(&s->used, name) = i; // adding has moved it
	return unique;
}

const char *gosym_path(struct arena *a, const char *path)
{
	struct buf out = {.arena = a};
	const char *slash = strrchr(path, '/');
	for (const char *s = path; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool dot = c == '.' && (!slash || s > slash);
		if (c <= ' ' || dot || c == '%' || c == '"' || c >= 0x7f)
			buf_printf(&out, "%%%02x", c);
		else
			buf_printf(&out, "%c", c);
	}
	return out.p ? out.p : "";
}
