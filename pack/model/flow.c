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

void flow_note_table(struct flow *f, struct flow_table table)
{
	for (size_t i = 0; i < f->tables.n; i++) {
		struct flow_table *t = &f->tables.v[i];
		if (t->addr == table.addr && t->from == table.from) {
			t->n = table.n > t->n ? table.n : t->n;
			return;
		}
	}
	VEC_PUSH(f->arena, &f->tables, table);
}
