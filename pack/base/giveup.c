#include "base/giveup.h"

#include "base/cleanup.h"
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void give_up(enum nc_code code, const char *hint, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	cleanup_all();
	fputs("nearcall: error: ", stderr);
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, " [" CODE_FORMAT "]\n\thint: %s\n", (int)code, hint ? hint : code_page(code)->way);
	va_end(ap);
	fflush(NULL);
	_exit(EXIT_TOOL); // a library in the midst of its beginnings is not to be asked to end
}

void give_up_memory(void)
{
	give_up(NC_MEMORY, NULL, "out of memory");
}

void *must_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);
	if (!p)
		give_up_memory();
	return p;
}

void *must_realloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		give_up_memory();
	return p;
}
