#include "base/rustname.h"

#include <libiberty/demangle.h>
#include <stdlib.h>
#include <string.h>

const char *rust_name(struct arena *a, const char *symbol)
{
	if (strncmp(symbol, "_R", 2) != 0 && strncmp(symbol, "_ZN", 3) != 0)
		return NULL;
	char *made = rust_demangle(symbol, DMGL_RUST);
	const char *name = made ? arena_strdup(a, made) : NULL;
	free(made);
	return name;
}

bool symbol_is(struct arena *a, const char *symbol, const char *name)
{
	const char *rust = strcmp(symbol, name) == 0 ? name : rust_name(a, symbol);
	return rust && strcmp(rust, name) == 0;
}

// The last star is the only one that may have to stand for more: what stands
// before it has its earliest fit already.
bool name_matches(const char *pattern, const char *name)
{
	const char *star = NULL, *from = NULL;
	for (;;) {
		if (*pattern == '*') {
			star = pattern++;
			from = name;
		} else if (*pattern == *name) {
			if (!*name)
				return true;
			pattern++, name++;
		} else if (star && *from) {
			pattern = star + 1;
			name = ++from;
		} else {
			return false;
		}
	}
}
