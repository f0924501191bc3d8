#include "bind/opaque.h"

#include <string.h>

// Go aligns nothing better. Bytes it may put anywhere, where x86 reads and writes
// words as well; what faults there is code that relies on 16 bytes and more.
enum { GO_ALIGN = 8 };

bool is_opaque(const struct gotype *g)
{
	if (g->kind == GO_ARRAY)
		return g->elem && g->elem->kind == GO_UINT8 && g->len > 0;
	if (g->kind != GO_STRUCT || g->recursive || !g->size)
		return false;
	for (size_t i = 0; i < g->nfields; i++)
		if (strcmp(g->fields[i].name, "_") != 0)
			return false;
	return true;
}

const char *opaque_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c)
{
	if (c->size > g->size)
		return arena_printf(a, "%s in Go has room for %llu bytes, %s in C has %llu", g->text,
		                    (unsigned long long)g->size, c->text, (unsigned long long)c->size);
	if (c->align > GO_ALIGN)
		return arena_printf(a, "%s in C is aligned to %llu bytes, and Go aligns %s to no more than %d", c->text,
		                    (unsigned long long)c->align, g->text, GO_ALIGN);
	return NULL;
}

const char *length_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c)
{
	uint64_t size = c ? c->size : 1;
	bool unknown = c && (c->incomplete || !c->size);
	if (unknown || size == g->size)
		return NULL;
	return arena_printf(a, "its length counts elements of %llu byte%s in Go, in C %s%s", (unsigned long long)g->size,
	                    g->size == 1 ? "" : "s", c ? "those of " : "bytes",
	                    c ? arena_printf(a, "%llu", (unsigned long long)size) : "");
}
