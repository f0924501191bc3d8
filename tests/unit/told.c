#include "told.h"

#include <stdlib.h>
#include <string.h>

// The codes are left out, so that tests can say the rest in full; that each line
// has one, text_test.c shows.
static void drop_codes(char *text)
{
	for (char *at; (at = strstr(text, " [NC")) && strlen(at) >= 9 && at[8] == ']';)
		memmove(at, at + 9, strlen(at + 9) + 1);
}

const char *told(struct diags *d)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	if (!f)
		abort();
	diag_print(d, f);
	fclose(f);
	drop_codes(text);
	char *copy = arena_strndup(d->arena, text, strlen(text));
	free(text);
	return copy;
}
