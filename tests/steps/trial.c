#include "run.h"

#include <string.h>

enum { FIRST_SAVED = 19, X18 = 18, X27 = 27, X28 = 28, SIGNAL_TRAP = 5 };
enum { MOST_FRAMES = 4096 };

bool run_wrong(struct run *r, const char *what)
{
	if (!r->t->what) {
		r->t->what = what;
		r->t->at = r->now.reg[PC] - PROGRAM_SHIFT;
	}
	return false;
}

bool run_outside(struct run *r)
{
	r->outside = true;
	return false;
}

bool run_relaid(const struct run *r)
{
	return r->t->img->origins.n != 0;
}

bool run_word(struct run *r, uint64_t addr, uint64_t *out)
{
	return r->t->machine->calls->read(r->t->machine, addr, out, sizeof *out) ||
	       run_wrong(r, "memory that is claimed cannot be read");
}

static bool enter(struct run *r, const struct proven *f)
{
	if (!f || f->addr != r->now.reg[PC] - PROGRAM_SHIFT)
		return run_wrong(r, "it calls what is no function of the proof");
	if (r->n == MOST_FRAMES)
		return run_wrong(r, "it calls deeper than the harness follows");
	if (r->n == r->cap)
		r->frames = arena_grow(r->t->arena, r->frames, &r->cap, sizeof *r->frames);
	r->frames[r->n] = (struct frame){.f = f};
	memcpy(r->frames[r->n++].reg, r->now.reg, sizeof r->frames->reg);
	return true;
}

// What C gives back to its caller, and what Go has for its own.
static bool is_restored(struct run *r)
{
	const struct frame *f = top(r);
	for (int i = FIRST_SAVED; i <= FP; i++)
		if (r->now.reg[i] != f->reg[i] && !(run_relaid(r) && i == X27))
			return run_wrong(r, "a register of the caller is not restored");
	return r->now.reg[SP] == f->reg[SP] || run_wrong(r, "the stack pointer is not where the call left it");
}

static bool is_reserved_kept(struct run *r)
{
	const uint64_t *first = r->frames[0].reg;
	bool kept = r->now.reg[X18] == first[X18] && r->now.reg[X28] == first[X28];
	bool own = run_relaid(r) ? r->now.reg[FP] == first[FP] : r->now.reg[X27] == first[X27];
	return (kept && own) || run_wrong(r, "a register that is Go's has changed");
}

// Where Go's unwinder looks for the return address.
static bool is_readable(struct run *r, int64_t depth)
{
	uint64_t found = r->now.reg[LINK];
	if (!run_relaid(r) || (depth && !run_word(r, r->now.reg[SP], &found)))
		return !run_relaid(r);
	return found == top(r)->reg[LINK] || run_wrong(r, "the return address is not where Go looks for it");
}

static bool flow_holds(struct run *r, const struct flow_insn *seen)
{
	const uint64_t *entry = top(r)->reg;
	if (!seen || seen->length != 4)
		return run_wrong(r, "an instruction is run that was not followed");
	if (!seen->vague && r->now.reg[SP] + (uint64_t)seen->depth != entry[SP])
		return r->overwritten ? run_outside(r) : run_wrong(r, "the stack depth is not the one that is claimed");
	if (seen->framed && r->now.reg[FP] != entry[SP] + (uint64_t)seen->fp)
		return run_wrong(r, "the frame pointer is not where it is claimed to be");
	if (r->now.reg[SP] + r->first->bound < r->t->top)
		return run_wrong(r, "the stack pointer is below the bound");
	return seen->vague || is_readable(r, seen->depth);
}

bool run_value_holds(const struct run *r, const struct value *v, uint64_t is)
{
	const uint64_t *entry = r->frames[r->n - 1].reg;
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
		if (f->reg == REG_NONE && (f->inexact || !run_word(r, top(r)->reg[SP] + (uint64_t)f->offset, &is)))
			continue;
		if (f->reg != REG_NONE)
			is = r->now.reg[f->reg];
		r->t->facts++;
		if (!run_value_holds(r, &f->value, is))
			return run_wrong(r, f->reg == REG_NONE ? "a slot does not hold what is claimed" : "a register does not hold what is claimed");
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

// What follows from the claims, at an instruction between two points.
static bool state_holds(struct run *r, const struct state *s)
{
	const uint64_t sp = top(r)->reg[SP];
	uint64_t is;
	for (uint8_t i = 0; i < CPU_SP; i++)
		if (r->t->facts += s->reg[i].kind != VALUE_ANY, !run_value_holds(r, &s->reg[i], r->now.reg[i]))
			return run_wrong(r, "a register does not hold what follows from the claims");
	for (int i = 0; i < s->slots; i++) {
		const struct slot *slot = &s->slot[i];
		if (slot->inexact || !run_word(r, sp + (uint64_t)slot->offset, &is))
			continue;
		r->t->facts++;
		if (!run_value_holds(r, &slot->value, is))
			return run_wrong(r, "a slot does not hold what follows from the claims");
	}
	return true;
}

static bool known_holds(struct run *r, const struct known **known)
{
	struct frame *f = top(r);
	if (!r->t->known)
		return true;
	*known = held_at(r->t->known, (int)(f->f - r->t->proof->funcs.v), r->now.reg[PC] - PROGRAM_SHIFT, &f->point);
	return *known ? state_holds(r, &(*known)->state) : run_wrong(r, "it gets where no claim of its function leads");
}

static void note_depth(struct run *r)
{
	const uint64_t below = r->t->top - r->now.reg[SP];
	if (below < PROGRAM_STACK_BYTES / 2 && below > r->t->deepest)
		r->t->deepest = below;
}

// What lies below the stack pointer is nobody's when a function is called, and when it is left: who reads it all
// the same shall read what says so.
static void bury(struct run *r, const struct proven *callee)
{
	const uint64_t end = r->now.reg[SP] - PROGRAM_STACK;
	if (r->t->stack && callee && end <= PROGRAM_STACK_BYTES && callee->bound < end)
		memset(r->t->stack + (end - callee->bound), r->t->dead, callee->bound);
}

// In its caller's place. What never returns has no caller to give anything back to.
static bool take_over(struct run *r, const struct proven *to)
{
	const bool returns = r->t->proof->claims.funcs.v[to - r->t->proof->funcs.v].contract.returns;
	if (returns && (!is_restored(r) || r->now.reg[LINK] != top(r)->reg[LINK]))
		return run_wrong(r, "it leaves by a jump with another return address");
	bury(r, to);
	*top(r) = (struct frame){.f = to};
	memcpy(top(r)->reg, r->now.reg, sizeof top(r)->reg);
	return true;
}

// One instruction; *ended when the first call is over.
static bool step(struct run *r, const struct insn *in, enum outcome *why, bool *ended)
{
	int signal = 0;
	const struct frame *f = top(r);
	if (!r->t->machine->calls->step(r->t->machine, &signal)) {
		*why = TRIAL_LOST;
		return false;
	}
	if (signal != SIGNAL_TRAP || in->kind == INSN_TRAP) {
		*why = TRIAL_STOPPED;
		return false;
	}
	if (!r->t->machine->calls->registers(r->t->machine, &r->now)) {
		*why = TRIAL_LOST;
		return false;
	}
	note_depth(r);
	const struct proven *to = proof_of(r->t->proof, r->now.reg[PC] - PROGRAM_SHIFT);
	if (in->kind == INSN_CALL) {
		bury(r, to);
		return enter(r, to);
	}
	if (in->kind == INSN_RETURN) {
		if (r->now.reg[PC] != f->reg[LINK])
			return run_wrong(r, "it returns to somewhere else than its caller");
		bool ok = is_restored(r);
		bury(r, f->f);
		*ended = --r->n == 0;
		return ok;
	}
	bool jumps = in->kind == INSN_JUMP || (in->kind == INSN_BRANCH && r->now.reg[PC] != insn_end(in) + PROGRAM_SHIFT);
	if (jumps && to && to != f->f && to->addr == r->now.reg[PC] - PROGRAM_SHIFT && r->now.reg[SP] == f->reg[SP])
		return take_over(r, to);
	return true;
}

static bool front_holds(struct run *r, struct insn *in)
{
	const struct image *img = r->t->img;
	const struct known *known = NULL;
	uint64_t at = r->now.reg[PC] - PROGRAM_SHIFT;
	if (at < img->base || at >= img->text_end || !img->arch->decode(img->bytes + (at - img->base), 4, at, in))
		return run_wrong(r, "it leaves the code");
	bool holds = flow_holds(r, flow_at(&r->t->proof->flow, at)) && is_reserved_kept(r) && points_hold(r) &&
	             known_holds(r, &known) && access_all(r, in, known);
	top(r)->called = known;
	return holds;
}

static enum outcome follow(struct run *r)
{
	enum outcome why = TRIAL_VIOLATION;
	for (bool ended = false; !ended; r->t->steps++) {
		struct insn in;
		if (r->t->steps >= r->t->most)
			return TRIAL_LIMIT;
		if (!front_holds(r, &in) || !step(r, &in, &why, &ended))
			return r->outside ? TRIAL_OUTSIDE : why;
	}
	r->t->result = r->now.reg[0];
	return TRIAL_RETURNED;
}

static void prepare(struct run *r, const struct proven *f, const uint64_t args[8])
{
	uint64_t *reg = r->now.reg;
	for (uint64_t i = 0; i < LINK; i++)
		reg[i] = UINT64_C(0x5a5a000000000000) + i * 0x0101010101;
	memcpy(reg, args, 8 * sizeof *args);
	reg[LINK] = PROGRAM_END;
	reg[SP] = r->t->top;
	reg[PC] = f->addr + PROGRAM_SHIFT;
}

enum outcome trial_run(struct trial *t, const struct proven *f, const uint64_t args[8])
{
	struct run r = {.t = t, .first = f};
	t->steps = t->facts = t->deepest = 0;
	t->what = NULL;
	if (!t->machine->calls->registers(t->machine, &r.now))
		return TRIAL_LOST;
	prepare(&r, f, args);
	if (!t->machine->calls->set_registers(t->machine, &r.now))
		return TRIAL_LOST;
	enum outcome o = enter(&r, f) ? follow(&r) : TRIAL_VIOLATION;
	if (t->stack && o != TRIAL_RETURNED) // what a run left that came to no end
		memset(t->stack + (t->top - PROGRAM_STACK - t->deepest), t->dead, t->deepest);
	return o;
}
