#include "model/flow.h"

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
	*at = *insn;
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
	size_t i = first_at(f, table.addr);
	f->longest = 4 * table.n > f->longest ? 4 * table.n : f->longest;
	for (; i < f->tables.n && f->tables.v[i].addr == table.addr; i++) {
		struct flow_table *t = &f->tables.v[i];
		if (t->from == table.from) {
			t->n = table.n > t->n ? table.n : t->n;
			return;
		}
	}
	VEC_PUSH(f->arena, &f->tables, table);
	for (size_t k = f->tables.n - 1; k > i; k--)
		f->tables.v[k] = f->tables.v[k - 1];
	f->tables.v[i] = table;
}
