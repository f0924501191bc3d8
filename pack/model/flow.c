#include "model/flow.h"

#include <stdlib.h>

void flow_init(struct flow *f, struct arena *a, uint64_t base, size_t size)
{
	*f = (struct flow){.arena = a, .base = base, .size = size};
	f->at = arena_alloc(a, (size + 1) * sizeof *f->at);
}

const struct flow_insn *flow_at(const struct flow *f, uint64_t addr)
{
	if (addr < f->base || addr - f->base >= f->size || !f->at[addr - f->base].length)
		return NULL;
	return &f->at[addr - f->base];
}

// An instruction is met again on other paths and in other walks: what it does
// not share with them is vague.
void flow_note(struct flow *f, uint64_t addr, const struct flow_insn *insn)
{
	struct flow_insn *at = &f->at[addr - f->base];
	bool target = at->target, vague = insn->vague || (at->length && (at->vague || at->depth != insn->depth));
	bool framed = insn->framed && (!at->length || (at->framed && at->fp == insn->fp));
	bool kept = insn->kept && (!at->length || at->kept);
	*at = *insn;
	at->framed = framed;
	at->kept = kept;
	at->target = target;
	at->vague = vague;
}

void flow_note_target(struct flow *f, uint64_t addr)
{
	f->at[addr - f->base].target = true;
}

// The first table at or behind addr.
static size_t first_at(const struct flow *f, uint64_t addr)
{
	size_t lo = 0, hi = f->tables.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (f->tables.v[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t flow_first_table(const struct flow *f, uint64_t addr)
{
	return first_at(f, addr > f->longest ? addr - f->longest : 0);
}

void flow_note_table(struct flow *f, struct flow_table table)
{
	VEC_PUSH(f->arena, &f->tables, table);
}

static int by_place(const void *va, const void *vb)
{
	const struct flow_table *a = va, *b = vb;
	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

void flow_sort_tables(struct flow *f)
{
	size_t kept = 0;
	if (f->tables.n)
		qsort(f->tables.v, f->tables.n, sizeof *f->tables.v, by_place);
	for (size_t i = 0; i < f->tables.n; i++) {
		struct flow_table *last = kept ? &f->tables.v[kept - 1] : NULL;
		if (!last || by_place(last, &f->tables.v[i]) != 0)
			f->tables.v[kept++] = f->tables.v[i];
		else if (f->tables.v[i].n > last->n)
			last->n = f->tables.v[i].n;
	}
	f->tables.n = kept;
	for (size_t i = 0; i < kept; i++)
		f->longest = 4 * f->tables.v[i].n > f->longest ? 4 * f->tables.v[i].n : f->longest;
}

const struct flow_table *flow_table_at(const struct flow *f, uint64_t addr, uint64_t from)
{
	const struct flow_table key = {.addr = addr, .from = from};
	return f->tables.n ? bsearch(&key, f->tables.v, f->tables.n, sizeof key, by_place) : NULL;
}
