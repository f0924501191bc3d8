// jumptable.c - where an indirect jump through a table of distances can go.
//
// Position-independent switch tables are arrays of 32-bit distances from the
// table itself. How many of them a jump can mean is told by the code in front:
// a comparison, a mask, a narrow load bound the index, and then all elements
// that the bound allows have to lead into the code. Where nothing bounds it, a
// compiler has left the bound out because the language leaves such an index
// undefined (an enum with every value listed, a default that is unreachable), or
// has compared less of a register than is known here.
// Of compiled code that is taken at its word: every element counts, up to where
// the section ends, or elements that lead into the code do, or another table
// begins that a jump goes through. Where these begin is known when all code has
// been followed: so it is followed again, until that is the same as before.
// Code of no compiler, without a bound, is refused.
#include "prove/jumptable.h"

#include "link/dwarfpos.h"
#include "prove/state.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ELEMENTS = 1 << 20 };

// element reads the target that the element at addr stands for.
static bool element(const struct ground *g, uint64_t addr, uint64_t from, uint64_t *target)
{
	int32_t distance;
	if (addr < g->end || addr + sizeof distance > g->limit)
		return false;
	const struct reloc *r = image_reloc_at(g->img, addr);
	if (!r || r->dynamic || g->arch->reloc_kind(r->type) != RELOC_DISTANCE)
		return false;
	memcpy(&distance, g->img->bytes + (addr - g->img->base), sizeof distance);
	*target = from + (uint64_t)(int64_t)distance;
	return *target >= g->start && *target < g->end;
}

static int by_address(const void *va, const void *vb)
{
	uint64_t a = *(const uint64_t *)va, b = *(const uint64_t *)vb;
	return a < b ? -1 : a > b;
}

static bool is_known(const struct tables *t, uint64_t addr)
{
	return t->known.n && bsearch(&addr, t->known.v, t->known.n, sizeof addr, by_address);
}

void tables_begin(struct tables *t, struct arena *a, const struct ground *g)
{
	*t = (struct tables){.arena = a};
	for (size_t i = 0; i < g->img->relocs.n; i++) {
		const struct reloc *r = &g->img->relocs.v[i];
		enum reloc_kind kind = r->addr < g->end ? g->arch->reloc_kind(r->type) : RELOC_NONE;
		// The distance is from the end of the instruction: that of one that forms an address ends there.
		if (kind == RELOC_DISTANCE)
			VEC_PUSH(a, &t->named, r->value + sizeof(int32_t));
		else if (kind == RELOC_NEAR || kind == RELOC_LOW)
			VEC_PUSH(a, &t->named, r->value);
	}
	if (t->named.n)
		qsort(t->named.v, t->named.n, sizeof *t->named.v, by_address);
}

// Code forms the address where a table begins, and none within one.
static bool is_named(const struct tables *t, uint64_t addr)
{
	return t->named.n && bsearch(&addr, t->named.v, t->named.n, sizeof addr, by_address);
}

bool tables_targets(struct tables *t, const struct ground *g, uint64_t from, struct value v, uint64_t **targets,
                    size_t *n)
{
	VEC(uint64_t) all = {0};
	uint64_t table = (uint64_t)v.a, target;
	size_t most = v.n ? v.n : MOST_ELEMENTS;
	if (v.kind != VALUE_TARGET)
		return false;
	const struct input_section *section = image_section(g->img, table);
	while (all.n < most && element(g, table + 4 * all.n, (uint64_t)v.b, &target)) {
		uint64_t at = table + 4 * all.n;
		// A loose bound, as that of any byte, says no more than none: distances are from their own table.
		bool other = is_known(t, at) || is_named(t, at) || (section && at >= section->end);
		if (all.n && other)
			break;
		VEC_PUSH(t->arena, &all, target);
	}
	if (all.n != v.n) {
		if (!image_compiled(g->img, from))
			return false;
		t->open = true;
	}
	VEC_PUSH(t->arena, &t->found, table);
	*targets = all.v;
	*n = all.n;
	return all.n > 0;
}

// A jump is visited again when more is known, so a table is found many times.
static void drop_twins(struct tables *t)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->found.n; i++)
		if (!kept || t->found.v[kept - 1] != t->found.v[i])
			t->found.v[kept++] = t->found.v[i];
	t->found.n = kept;
}

bool tables_settle(struct tables *t)
{
	if (t->found.n)
		qsort(t->found.v, t->found.n, sizeof *t->found.v, by_address);
	drop_twins(t);
	bool same = t->found.n == t->known.n &&
	            (!t->found.n || memcmp(t->found.v, t->known.v, t->found.n * sizeof *t->found.v) == 0);
	bool settled = !t->open || same;
	t->known.v = t->found.v;
	t->known.n = t->known.cap = t->found.n;
	t->found.v = NULL;
	t->found.n = t->found.cap = 0;
	t->open = false;
	return settled;
}
