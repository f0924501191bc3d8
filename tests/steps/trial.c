#include "trial.h"

#include "program.h"

#include <stdlib.h>
#include <string.h>

enum { FP = 29, LINK = 30, SP = REMOTE_SP, PC = REMOTE_PC, FIRST_SAVED = 19, X18 = 18, X27 = 27, X28 = 28, SIGNAL_TRAP = 5 };
enum { MOST_FRAMES = 4096 };

static const uint64_t TOP = PROGRAM_STACK + PROGRAM_STACK_BYTES - (64 << 10);

// A call that goes on.
struct frame {
	const struct proven *f;
	uint64_t reg[32]; // at its entry
};

struct run {
	struct trial *t;
	struct cpu now;
	struct frame frames[MOST_FRAMES];
	size_t n;
};

static bool wrong(struct run *r, const char *what)
{
	if (!r->t->what) {
		r->t->what = what;
		r->t->at = r->now.reg[PC] - PROGRAM_SHIFT;
	}
	return false;
}

static struct frame *top(struct run *r)
{
	return &r->frames[r->n - 1];
}

static bool relaid(const struct run *r)
{
	return r->t->img->origins.n != 0;
}

static bool word_at(struct run *r, uint64_t addr, uint64_t *out)
{
	return remote_read(r->t->qemu, addr, out, sizeof *out) || wrong(r, "memory that is claimed cannot be read");
}

static bool enter(struct run *r, const struct proven *f)
{
	if (!f || f->addr != r->now.reg[PC] - PROGRAM_SHIFT)
		return wrong(r, "it calls what is no function of the proof");
	if (r->n == MOST_FRAMES)
		return wrong(r, "it calls deeper than the harness follows");
	r->frames[r->n].f = f;
	memcpy(r->frames[r->n++].reg, r->now.reg, sizeof r->frames->reg);
	return true;
}

// What C gives back to its caller, and what Go has for its own.
static bool is_restored(struct run *r)
{
	const struct frame *f = top(r);
	for (int i = FIRST_SAVED; i <= FP; i++)
		if (r->now.reg[i] != f->reg[i] && !(relaid(r) && i == X27))
			return wrong(r, "a register of the caller is not restored");
	return r->now.reg[SP] == f->reg[SP] || wrong(r, "the stack pointer is not where the call left it");
}

static bool is_reserved_kept(struct run *r)
{
	const uint64_t *first = r->frames[0].reg;
	bool kept = r->now.reg[X18] == first[X18] && r->now.reg[X28] == first[X28];
	bool own = relaid(r) ? r->now.reg[FP] == first[FP] : r->now.reg[X27] == first[X27];
	return (kept && own) || wrong(r, "a register that is Go's has changed");
}

// Where Go's unwinder looks for the return address.
static bool is_readable(struct run *r, int64_t depth)
{
	uint64_t found = r->now.reg[LINK];
	if (!relaid(r) || (depth && !word_at(r, r->now.reg[SP], &found)))
		return !relaid(r);
	return found == top(r)->reg[LINK] || wrong(r, "the return address is not where Go looks for it");
}

static bool flow_holds(struct run *r, const struct flow_insn *seen)
{
	const uint64_t *entry = top(r)->reg;
	if (!seen || seen->length != 4)
		return wrong(r, "an instruction is run that was not followed");
	if (!seen->vague && r->now.reg[SP] + (uint64_t)seen->depth != entry[SP])
		return wrong(r, "the stack depth is not the one that is claimed");
	if (seen->framed && r->now.reg[FP] != entry[SP] + (uint64_t)seen->fp)
		return wrong(r, "the frame pointer is not where it is claimed to be");
	if (r->now.reg[SP] + r->frames[0].f->bound < TOP)
		return wrong(r, "the stack pointer is below the bound");
	return seen->vague || is_readable(r, seen->depth);
}

static bool value_holds(struct run *r, const struct value *v, uint64_t is)
{
	const uint64_t *entry = top(r)->reg;
	switch (v->kind) {
	case VALUE_STACK:
		return v->inexact || is == entry[SP] + (uint64_t)v->a;
	case VALUE_NUMBER:
		return is == (uint64_t)v->a;
	case VALUE_RANGE:
		return is <= (uint64_t)v->a && (uint32_t)is <= (uint64_t)v->b;
	case VALUE_ADDRESS:
		return is == (uint64_t)v->a + PROGRAM_SHIFT;
	case VALUE_SAVED:
		return is == entry[v->a == VALUE_RETURN ? LINK : v->a];
	case VALUE_CODE:
		return proof_of(r->t->proof, is - PROGRAM_SHIFT) || is == 0;
	default:
		return true;
	}
}

static bool point_holds(struct run *r, const struct point *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct fact *f = &p->facts[i];
		uint64_t is;
		if (f->reg == REG_NONE && (f->inexact || !word_at(r, top(r)->reg[SP] + (uint64_t)f->offset, &is)))
			continue;
		if (f->reg != REG_NONE)
			is = r->now.reg[f->reg];
		r->t->facts++;
		if (!value_holds(r, &f->value, is))
			return wrong(r, f->reg == REG_NONE ? "a slot does not hold what is claimed" : "a register does not hold what is claimed");
	}
	return true;
}

static bool points_hold(struct run *r)
{
	const struct function_claims *c = &r->t->proof->claims.funcs.v[top(r)->f - r->t->proof->funcs.v];
	uint64_t at = r->now.reg[PC] - PROGRAM_SHIFT;
	for (size_t i = 0; i < c->points.n; i++)
		if (c->points.v[i].addr == at)
			return point_holds(r, &c->points.v[i]);
	return true;
}

static uint64_t address_of(const struct run *r, const struct place *at)
{
	uint64_t sum = at->pc_relative ? at->addr : (uint64_t)at->disp;
	sum += at->base < 32 ? r->now.reg[at->base] : 0;
	return sum + (at->index < 32 ? r->now.reg[at->index] * at->scale : 0);
}

// No store goes below the stack pointer, unless it is of the return address, of a
// frame that is about to be; nor onto what a caller has kept.
static bool stores_hold(struct run *r, const struct insn *in)
{
	uint64_t low = r->now.reg[SP] + (in->back.bytes < 0 && in->back.reg == SP ? (uint64_t)in->back.bytes : 0);
	for (int i = 0; i < in->accesses; i++) {
		uint64_t at = address_of(r, &in->access[i].at);
		if (!in->access[i].writes || in->access[i].at.index == REG_OTHER || at < PROGRAM_STACK || at >= TOP)
			continue;
		bool opens = relaid(r) && in->a.kind == OPERAND_REGISTER && r->now.reg[in->a.reg] == top(r)->reg[LINK];
		if (at < low && !opens)
			return wrong(r, "it stores below the stack pointer");
	}
	return true;
}

// One instruction; *ended when the first call is over.
static bool step(struct run *r, const struct insn *in, enum outcome *why, bool *ended)
{
	int signal = 0;
	const struct frame *f = top(r);
	if (!remote_step(r->t->qemu, &signal)) {
		*why = TRIAL_LOST;
		return false;
	}
	if (signal != SIGNAL_TRAP || in->kind == INSN_TRAP) {
		*why = TRIAL_STOPPED;
		return false;
	}
	if (!remote_registers(r->t->qemu, &r->now)) {
		*why = TRIAL_LOST;
		return false;
	}
	const struct proven *to = proof_of(r->t->proof, r->now.reg[PC] - PROGRAM_SHIFT);
	if (in->kind == INSN_CALL)
		return enter(r, to);
	if (in->kind == INSN_RETURN) {
		if (r->now.reg[PC] != f->reg[LINK])
			return wrong(r, "it returns to somewhere else than its caller");
		bool ok = is_restored(r);
		*ended = --r->n == 0;
		return ok;
	}
	bool jumps = in->kind == INSN_JUMP || (in->kind == INSN_BRANCH && r->now.reg[PC] != insn_end(in) + PROGRAM_SHIFT);
	if (jumps && to && to != f->f && to->addr == r->now.reg[PC] - PROGRAM_SHIFT && r->now.reg[SP] == f->reg[SP]) {
		top(r)->f = to; // in its caller's place
		return is_restored(r);
	}
	return true;
}

static bool front_holds(struct run *r, struct insn *in)
{
	const struct image *img = r->t->img;
	uint64_t at = r->now.reg[PC] - PROGRAM_SHIFT;
	if (at < img->base || at >= img->text_end || !img->arch->decode(img->bytes + (at - img->base), 4, at, in))
		return wrong(r, "it leaves the code");
	return flow_holds(r, flow_at(&r->t->proof->flow, at)) && is_reserved_kept(r) && points_hold(r) && stores_hold(r, in);
}

static enum outcome follow(struct run *r)
{
	enum outcome why = TRIAL_VIOLATION;
	for (bool ended = false; !ended; r->t->steps++) {
		struct insn in;
		if (r->t->steps >= r->t->most)
			return TRIAL_LIMIT;
		if (!front_holds(r, &in) || !step(r, &in, &why, &ended))
			return why;
	}
	r->t->result = r->now.reg[0];
	return TRIAL_RETURNED;
}

enum outcome trial_run(struct trial *t, const struct proven *f, const uint64_t args[8])
{
	struct run *r = arena_alloc(t->arena, sizeof *r);
	r->t = t;
	t->steps = t->facts = 0;
	t->what = NULL;
	if (!remote_registers(t->qemu, &r->now))
		return TRIAL_LOST;
	for (uint64_t i = 0; i < LINK; i++)
		r->now.reg[i] = UINT64_C(0x5a5a000000000000) + i * 0x0101010101;
	memcpy(r->now.reg, args, 8 * sizeof *args);
	r->now.reg[LINK] = PROGRAM_END;
	r->now.reg[SP] = TOP;
	r->now.reg[PC] = f->addr + PROGRAM_SHIFT;
	if (!remote_set_registers(t->qemu, &r->now))
		return TRIAL_LOST;
	return enter(r, f) ? follow(r) : TRIAL_VIOLATION;
}
