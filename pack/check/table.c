// table.c - jump tables, read anew from the image.
#include "check/table.h"

#include "link/dwarfpos.h"

#include <string.h>

// An element is a distance that the linker has filled in, into the code.
bool table_element(const struct basis *b, uint64_t at, uint64_t from, uint64_t *to)
{
	int32_t distance;
	const struct reloc *reloc = image_reloc_at(b->img, at);
	if (at < b->img->text_end || at + sizeof distance > b->img->base + b->img->size)
		return false;
	if (!reloc || reloc->dynamic || b->arch->reloc_kind(reloc->type) != RELOC_DISTANCE)
		return false;
	memcpy(&distance, b->img->bytes + (at - b->img->base), sizeof distance);
	*to = from + (uint64_t)(int64_t)distance;
	return *to >= b->img->base && *to < b->img->text_end;
}

static bool begins_table(const struct basis *b, uint64_t addr)
{
	return addr >= b->img->base && addr - b->img->base < b->img->size && b->begins[addr - b->img->base];
}

// The table has all elements that the index may mean. Where nothing bounds that,
// or the bound goes beyond what is there, a compiler knows better: then it goes on
// as far as there are elements, in its section, up to another table.
bool table_is_whole(const struct basis *b, const struct table_claim *t, struct value v)
{
	uint64_t end = t->addr + 4 * t->n, to;
	const struct input_section *home = image_section(b->img, t->addr);
	if (v.n && t->n >= v.n)
		return true;
	if (!t->assumed || !image_compiled(b->img, t->jump))
		return false;
	return !table_element(b, end, t->from, &to) || (home && end >= home->end) || begins_table(b, end);
}

bool table_is_noted(const struct flow *f, const struct table_claim *t)
{
	const struct flow_table *noted = flow_table_at(f, t->addr, t->from);
	return noted && noted->n >= t->n;
}
