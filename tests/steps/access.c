// access.c - where loads and stores go, against where the proof has them. What a store through an address does
// that the proof does not follow, C answers for: it keeps to its own objects. So a store over a saved register is a
// violation if the proof knows the place, and the end of the run, with nothing shown, if it does not.
#include "run.h"

#include "program.h"

static bool overlap(uint64_t x, uint64_t n, uint64_t y, uint64_t m)
{
	return x < y + m && y < x + n;
}

static bool on_stack(uint64_t at)
{
	return at >= PROGRAM_STACK && at < PROGRAM_STACK + PROGRAM_STACK_BYTES;
}

static uint64_t address_of(const struct run *r, const struct place *at)
{
	uint64_t sum = at->pc_relative ? at->addr + PROGRAM_SHIFT : (uint64_t)at->disp;
	sum += at->base < 32 ? r->now.reg[at->base] : 0;
	return sum + (at->index < 32 ? r->now.reg[at->index] * at->scale : 0);
}

static bool hits_saved(struct run *r, const struct frame *f, const struct known *k, uint64_t at, uint64_t n)
{
	for (int i = 0; k && i < k->state.slots; i++) {
		const struct slot *slot = &k->state.slot[i];
		bool pointer = slot->value.kind == VALUE_STACK || slot->value.kind == VALUE_OLD_STACK;
		uint64_t wide = 8 + (slot->inexact ? (uint64_t)k->state.slack : 0);
		if (!overlap(at, n, f->reg[SP] + (uint64_t)slot->offset, wide))
			continue;
		r->overwritten |= pointer;
		if (slot->value.kind == VALUE_SAVED)
			return true;
	}
	return false;
}

// Through an address that the proof does not follow, or from a place in the frame on by as much as C likes.
static bool unknown_store(struct run *r, const struct known *k, const struct target *t, uint64_t at, uint64_t n)
{
	const struct frame *f = top(r);
	bool within = t->reach == REACH_WITHIN && t->offset + k->state.slack < 0;
	if (at < r->now.reg[SP] || at + n > r->t->top || (within && at + n > f->reg[SP]) || hits_saved(r, f, k, at, n))
		return run_outside(r);
	for (size_t i = 0; i + 1 < r->n; i++)
		if (hits_saved(r, &r->frames[i], r->frames[i].called, at, n))
			return run_outside(r);
	return true;
}

static bool known_store(struct run *r, uint64_t at, uint64_t n)
{
	const struct frame *f = top(r);
	const struct contract *c = &r->t->proof->claims.funcs.v[f->f - r->t->proof->funcs.v].contract;
	if (at + f->f->frame < f->reg[SP])
		return run_wrong(r, "it stores below its frame");
	const int64_t over = (int64_t)(at + n - f->reg[SP]), args = r->t->known->ground.args;
	if (over > args && over - args > c->above)
		return run_wrong(r, "it stores further above its frame than is claimed");
	if (over > 0 && at < f->reg[SP] + (uint64_t)args)
		return run_wrong(r, "it stores over its caller's return address");
	return true;
}

static bool is_where_known(struct run *r, const struct known *k, int i, uint64_t at)
{
	const struct target *t = &k->access[i];
	int64_t off = (int64_t)(at - top(r)->reg[SP]) - t->offset;
	if ((t->reach == REACH_FRAME || t->start) && (off < 0 || off > (t->inexact ? k->state.slack : 0)))
		return run_wrong(r, "an access to the stack is not where the proof has it");
	if (t->reach == REACH_IMAGE && k->fixed[i] && at != (uint64_t)t->offset + PROGRAM_SHIFT)
		return run_wrong(r, "an access to the image is not where the proof has it");
	return true;
}

// No store goes below the stack pointer, unless it is of the return address, of a frame that is about to be.
static bool is_above(struct run *r, const struct insn *in, uint64_t at)
{
	uint64_t low = r->now.reg[SP] + (in->back.bytes < 0 && in->back.reg == SP ? (uint64_t)in->back.bytes : 0);
	bool opens = run_relaid(r) && in->a.kind == OPERAND_REGISTER && r->now.reg[in->a.reg] == top(r)->reg[LINK];
	return at >= low || opens || run_wrong(r, "it stores below the stack pointer");
}

bool access_all(struct run *r, const struct insn *in, const struct known *known)
{
	for (int i = 0; i < in->accesses; i++) {
		const struct access *x = &in->access[i];
		uint64_t at = address_of(r, &x->at);
		if (x->at.index == REG_OTHER || x->hint)
			continue;
		if (known && !is_where_known(r, known, i, at))
			return false;
		if (!x->writes || !on_stack(at))
			continue;
		bool follows = !known || known->access[i].reach == REACH_FRAME;
		if (!follows && !unknown_store(r, known, &known->access[i], at, x->bytes))
			return false;
		if ((follows && !is_above(r, in, at)) || (follows && known && !known_store(r, at, x->bytes)))
			return false;
	}
	return true;
}
