#include "bind/spell.h"

#include <string.h>

static const char *put(struct arena *a, const char *spelling, const char *before, const char *behind)
{
	const char *mark = strchr(spelling, SPELL_MARK);
	return arena_printf(a, "%.*s%s%c%s%s", (int)(mark - spelling), spelling, before, SPELL_MARK, behind, mark + 1);
}

const char *spell_plain(struct arena *a, const char *text)
{
	return arena_printf(a, "%s %c", text, SPELL_MARK);
}

// What stands behind a name binds stronger than the star in front of it.
const char *spell_pointer(struct arena *a, const char *to)
{
	char behind = strchr(to, SPELL_MARK)[1];
	return behind == '(' || behind == '[' ? put(a, to, "(*", ")") : put(a, to, "*", "");
}

const char *spell_array(struct arena *a, const char *element, uint64_t n)
{
	return put(a, element, "", arena_printf(a, "[%llu]", (unsigned long long)n));
}

const char *spell_function(struct arena *a, const char *result, const char *parameters)
{
	return put(a, result, "", arena_printf(a, "(%s)", parameters));
}

const char *spell_qualified_pointer(struct arena *a, const char *pointer, const char *qualifier)
{
	return put(a, pointer, arena_printf(a, "%s ", qualifier), "");
}

const char *spell_named(struct arena *a, const char *spelling, const char *name)
{
	const char *mark = strchr(spelling, SPELL_MARK), *end = mark;
	if (!*name && mark > spelling && mark[-1] == ' ' && mark[1] != '(')
		end--;
	return arena_printf(a, "%.*s%s%s", (int)(end - spelling), spelling, name, mark + 1);
}
