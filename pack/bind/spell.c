#include "bind/spell.h"

#include <ctype.h>
#include <string.h>

// The bracket that closes the first "(*", with or without qualifiers; NULL if there is none.
static const char *name_place(const char *type)
{
	for (const char *at = type; (at = strchr(at, ')')); at++) {
		const char *star = at;
		while (star > type && (isalpha((unsigned char)star[-1]) || star[-1] == '_' || star[-1] == ' '))
			star--;
		const char *open = star;
		while (open > type && open[-1] == '*')
			open--;
		if (open < star && open > type && open[-1] == '(')
			return at;
	}
	return NULL;
}

const char *spell_named(struct arena *a, const char *type, const char *name)
{
	const char *place = name_place(type);
	size_t n = strlen(type);
	if (!*name)
		return type;
	if (!place)
		return arena_printf(a, "%s%s%s", type, n && type[n - 1] == '*' ? "" : " ", name);
	bool word = isalnum((unsigned char)place[-1]) || place[-1] == '_'; // a qualifier
	return arena_printf(a, "%.*s%s%s%s", (int)(place - type), type, word ? " " : "", name, place);
}

// "()" holds the place of a pointer's star.
const char *spell_function(struct arena *a, const char *result, const char *parameters)
{
	return spell_named(a, result, arena_printf(a, "()(%s)", parameters));
}

const char *spell_pointer(struct arena *a, const char *type, bool function)
{
	const char *place = function ? strstr(type, "()(") : NULL;
	size_t n = strlen(type);
	if (place)
		return arena_printf(a, "%.*s(*)%s", (int)(place - type), type, place + 2);
	const char *hole = name_place(type); // a pointer to a pointer to a function
	if (hole)
		return spell_named(a, type, "*");
	return arena_printf(a, "%s%s*", type, n && type[n - 1] == '*' ? "" : " ");
}
