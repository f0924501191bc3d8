// step.c - what an instruction does to what is known.
//
// In three parts, in this order: the result, of the few kinds that are
// followed; then everything that the instruction writes, of whatever kind, is
// forgotten; then the result is put where it goes. So what is not understood
// makes its outputs unknown, and no form of a write can be overlooked that the
// decoder lists.
#include "prove/step.h"

#include "prove/result.h"

static const char alloca_hint[] =
	"alloca and variable-length arrays have no fixed size: use an array of the largest size, or memory from Go";
static const char word_hint[] = "the C ABI keeps the stack pointer a multiple of a word: add and subtract whole words";
static const char constant_hint[] = "what the image holds is read-only: pass the variable as a parameter";

enum nc_code step_code(const char *hint)
{
	return hint == alloca_hint ? NC_STACK_POINTER : hint == word_hint ? NC_STACK_WORD
	     : hint == constant_hint ? NC_WRITES_CONSTANT : NC_FLOW;
}

// Registers that hold addresses of the frame.
static regset stack_registers(const struct ground *g, const struct state *s)
{
	regset r = 0;
	for (int i = 0; i < g->arch->regs.count; i++)
		r |= value_is_stack(s->reg[i]) || s->reg[i].kind == VALUE_OLD_STACK ? (regset)1 << i : 0;
	return r;
}

// Whether the instruction lets an address of the frame out of sight: it reads
// one, and its result, if it has one, is not known to be another. Addressing
// memory with one does not.
static bool lets_escape(const struct ground *g, const struct state *s, const struct insn *in, struct value v)
{
	if (in->kind == INSN_COMPARE || !(in->data & stack_registers(g, s)))
		return false;
	return !((value_is_stack(v) || v.kind == VALUE_OLD_STACK) && in->to.kind == OPERAND_REGISTER);
}

// An address of the frame is written back as one that is too far away to be followed.
static bool loses_base(const struct ground *g, const struct state *s, const struct insn *in, struct value base)
{
	bool address = in->back.bytes && (stack_registers(g, s) >> in->back.reg & 1);
	return address && !value_is_stack(base) && base.kind != VALUE_OLD_STACK;
}

// A part of a saved register, or more than that, is read out of its slot; or all of
// it, to where it is not followed.
static bool reads_saved(const struct ground *g, const struct state *s, const struct insn *in)
{
	for (int k = 0; k < in->accesses; k++) {
		struct target t = step_target(g, s, &in->access[k]);
		bool moved = in->kind == INSN_PUSH || (in->kind == INSN_MOVE && in->to.kind == OPERAND_REGISTER);
		bool whole = t.bytes == g->arch->stack.word && moved;
		if (in->access[k].reads && !whole && t.start && state_saves(s, t.offset, t.inexact, t.bytes))
			return true;
	}
	return false;
}

// A move of all of a register to another, or to a known place of the frame.
static bool keeps(const struct ground *g, const struct state *s, const struct operand *to, const struct operand *from, int reg)
{
	return from->kind == OPERAND_REGISTER && from->reg == reg && to->bits == 64 &&
	       (to->kind != OPERAND_MEMORY || step_place(g, s, &to->at, 8).reach == REACH_FRAME);
}

static bool is_kept(const struct ground *g, const struct state *s, const struct insn *in, int reg)
{
	if (in->kind == INSN_PUSH)
		return in->a.kind == OPERAND_REGISTER && in->a.reg == reg;
	return in->kind == INSN_MOVE && (keeps(g, s, &in->to, &in->a, reg) || keeps(g, s, &in->to2, &in->a2, reg));
}

// What an instruction leaves of a register, or may leave, a compiler does not use
// unless it has set it; other code may.
bool step_peeks(const struct ground *g, const struct state *s, const struct insn *in)
{
	regset used = in->reads & ~(g->compiled ? in->merges : 0);
	if (in->kind == INSN_NOTHING)
		return false;
	if (reads_saved(g, s, in))
		return true;
	for (int r = 0; r < g->arch->regs.count; r++)
		if ((used >> r & 1) && s->reg[r].kind == VALUE_SAVED && s->reg[r].a != VALUE_RETURN && !is_kept(g, s, in, r))
			return true;
	return false;
}

regset step_saves(const struct ground *g, const struct state *s, const struct insn *in)
{
	const struct operand *const pairs[][2] = {{&in->to, &in->a}, {&in->to2, &in->a2}};
	regset saved = in->kind == INSN_PUSH ? in->reads : 0;
	for (size_t i = 0; i < 2 && in->kind == INSN_MOVE; i++) {
		const struct operand *to = pairs[i][0], *from = pairs[i][1];
		if (to->kind == OPERAND_MEMORY && from->kind == OPERAND_REGISTER && s->reg[from->reg].kind == VALUE_SAVED &&
		    keeps(g, s, to, from, from->reg))
			saved |= (regset)1 << from->reg;
	}
	return saved;
}

bool step_from_frame(const struct ground *g, const struct state *s, const struct insn *in)
{
	return in->reads & stack_registers(g, s);
}

bool step_hands_on(const struct ground *g, const struct state *s)
{
	for (int r = 0; r < g->arch->regs.count; r++)
		if (!(g->kept >> r & 1) && s->reg[r].kind == VALUE_SAVED && s->reg[r].a != VALUE_RETURN)
			return true;
	return false;
}

void step_writes(const struct ground *g, struct state *s, const struct insn *in)
{
	for (int r = 0; r < g->arch->regs.count; r++) {
		if (!(in->writes >> r & 1))
			continue;
		s->reg[r] = in->narrow >> r & 1 ? value_range(UINT32_MAX, UINT32_MAX) : value_any();
		s->fresh &= ~((regset)1 << r);
		if (s->compared.reg == r)
			s->compared.reg = REG_NONE;
	}
	if (in->sets_flags)
		s->compared.reg = REG_NONE;
}

// write_memory forgets what a store reaches. A store through an address that
// is not known can reach the frame only if one of the frame's has escaped, or
// (from_frame) is part of it.
static const char *write_memory(const struct ground *g, struct state *s, const struct target t[INSN_ACCESSES],
                                const struct insn *in, bool from_frame, const char **hint)
{
	for (int k = 0; k < in->accesses; k++) {
		if (!in->access[k].writes || in->access[k].hint)
			continue;
		if (t[k].reach == REACH_FRAME)
			state_forget(s, t[k].offset, t[k].inexact, t[k].bytes);
		else if (t[k].reach != REACH_NOWHERE) // outside of the image, too
			state_disturb(g, s, t[k].reach == REACH_WITHIN || s->escaped || from_frame,
			              g->sealed && (t[k].reach == REACH_WITHIN || !from_frame));
		bool of_image = t[k].reach == REACH_IMAGE && t[k].home < g->limit;
		if (of_image && (uint64_t)t[k].offset >= g->start && (uint64_t)t[k].offset < g->limit) {
			*hint = constant_hint;
			return "writes to what is constant";
		}
	}
	return NULL;
}

static void put(const struct ground *g, struct state *s, const struct operand *to, struct target at, struct value v)
{
	if (to->kind == OPERAND_REGISTER && to->bits >= 32 && v.kind != VALUE_ANY) {
		bool pointer = to->reg == g->arch->regs.sp && v.kind == VALUE_OLD_STACK;
		s->reg[to->reg] = v;
		if (pointer)
			s->reg[to->reg].kind = VALUE_STACK;
	} else if (to->kind == OPERAND_MEMORY && at.reach == REACH_FRAME && to->bits == 64) {
		state_store(s, at.offset, at.inexact, 8, v);
	}
}

static void compare(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value n = step_value(g, s, &in->b);
	if (in->kind != INSN_COMPARE || in->a.kind != OPERAND_REGISTER || n.kind != VALUE_NUMBER)
		return;
	uint64_t mask = in->a.bits >= 64 ? UINT64_MAX : ((uint64_t)1 << in->a.bits) - 1;
	s->compared = (struct compared){in->a.reg, (uint8_t)in->a.bits, (uint64_t)n.a & mask};
}

// The stack pointer's own moves. Only whole words are pushed and popped.
static const char *push(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value v = step_value(g, s, &in->a), *sp = &s->reg[g->arch->regs.sp];
	int64_t word = g->arch->stack.word;
	if (in->a.bits != 8 * word)
		return "pushes less than a word";
	s->escaped |= value_is_stack(v) || v.kind == VALUE_OLD_STACK;
	*sp = value_moved(*sp, -word);
	state_store(s, sp->a, sp->inexact, word, v);
	return NULL;
}

static const char *pop(const struct ground *g, struct state *s, const struct insn *in, const char **hint)
{
	struct value *sp = &s->reg[g->arch->regs.sp];
	const struct value *slot = state_slot(s, sp->a, sp->inexact);
	struct value v = slot ? *slot : value_any();
	int64_t word = g->arch->stack.word;
	if (in->to.bits != 8 * word)
		return "pops less than a word";
	*sp = value_moved(*sp, word);
	if (in->to.kind == OPERAND_REGISTER && in->to.reg == g->arch->regs.sp)
		return "pops into the stack pointer";
	step_writes(g, s, &(struct insn){.writes = in->writes & ~((regset)1 << g->arch->regs.sp), .sets_flags = in->sets_flags});
	// pop's own memory operand counts from the stack pointer behind it
	struct target t[INSN_ACCESSES] = {{0}};
	for (int k = 0; k < in->accesses; k++)
		t[k] = step_target(g, s, &in->access[k]);
	const char *what = write_memory(g, s, t, in, step_from_frame(g, s, in), hint);
	put(g, s, &in->to, in->accesses ? t[0] : (struct target){0}, v);
	return what;
}

static const char *leave(const struct ground *g, struct state *s)
{
	struct value *sp = &s->reg[g->arch->regs.sp], *fp = &s->reg[g->arch->regs.fp];
	if (fp->kind != VALUE_STACK)
		return "leaves its frame through a frame pointer that is not known";
	*sp = *fp;
	const struct value *saved = state_slot(s, sp->a, sp->inexact);
	*fp = saved ? *saved : value_any();
	*sp = value_moved(*sp, g->arch->stack.word);
	return NULL;
}

static const char *ordinary(const struct ground *g, struct state *s, const struct insn *in, const char **hint)
{
	struct target t[INSN_ACCESSES] = {{0}}, to = {0}, to2 = {0};
	for (int k = 0; k < in->accesses; k++)
		t[k] = step_target(g, s, &in->access[k]);
	if (in->to.kind == OPERAND_MEMORY)
		to = step_place(g, s, &in->to.at, in->to.bits / 8);
	if (in->to2.kind == OPERAND_MEMORY)
		to2 = step_place(g, s, &in->to2.at, in->to2.bits / 8);
	struct value v = step_result(g, s, in), v2 = step_second(g, s, in), base = step_moved(g, s, in);
	bool from_frame = step_from_frame(g, s, in);
	s->escaped |= lets_escape(g, s, in, v) || loses_base(g, s, in, base);
	step_writes(g, s, in);
	const char *what = write_memory(g, s, t, in, from_frame, hint);
	put(g, s, &in->to, to, v);
	put(g, s, &in->to2, to2, v2);
	if (in->back.bytes)
		s->reg[in->back.reg] = base;
	compare(g, s, in);
	return what;
}

const char *step_instruction(const struct ground *g, struct state *s, const struct insn *in, const char **hint)
{
	const char *what;
	*hint = alloca_hint;
	switch (in->kind) {
	case INSN_PUSH:
		what = push(g, s, in);
		break;
	case INSN_POP:
		what = pop(g, s, in, hint);
		break;
	case INSN_LEAVE:
		what = leave(g, s);
		break;
	default:
		what = ordinary(g, s, in, hint);
	}
	if (s->compared.reg != REG_NONE && (in->writes >> s->compared.reg & 1))
		s->compared.reg = REG_NONE; // push, pop and leave write more than they name
	const struct value *sp = &s->reg[g->arch->regs.sp];
	if (!what && sp->kind != VALUE_STACK) {
		*hint = alloca_hint;
		return "changes the stack pointer by an amount that is not a constant";
	}
	if (!what && sp->a % g->arch->stack.word) {
		*hint = word_hint;
		return "changes the stack pointer by a part of a word";
	}
	return what;
}

bool step_above(const struct ground *g, const struct state *s)
{
	for (int r = 0; r < g->arch->regs.count; r++) {
		struct value v = s->reg[r];
		bool address = value_is_stack(v) || v.kind == VALUE_OLD_STACK;
		if (address && r != g->arch->regs.sp && v.a + (v.inexact ? s->slack : 0) >= g->args)
			return true;
	}
	return false;
}

void step_call(const struct ground *g, struct state *s, struct effect e)
{
	const struct arch *arch = g->arch;
	struct value sp = s->reg[arch->regs.sp];
	for (int r = 0; r < arch->regs.count; r++) {
		bool saved = g->kept >> r & 1, address = value_is_stack(s->reg[r]) || s->reg[r].kind == VALUE_OLD_STACK;
		s->escaped |= address && r != arch->regs.sp && (!saved || e.peeks);
		if (r == arch->regs.sp || saved)
			continue;
		s->reg[r] = value_any();
		s->fresh &= ~((regset)1 << r);
	}
	s->reg[arch->regs.result] = e.result;
	s->compared.reg = REG_NONE;
	s->escaped |= e.reaches;
	state_disturb(g, s, s->escaped, g->sealed);
	// what lies below the stack pointer is the callee's, and its arguments are
	state_forget(s, sp.a - MAX_OFFSET, sp.inexact, MAX_OFFSET);
	state_forget(s, sp.a + g->args - arch->stack.call, sp.inexact, e.above);
}

static void bound(struct value *v, uint8_t bits, uint64_t most)
{
	uint64_t max = value_max(*v), low = value_low(*v);
	if (v->kind != VALUE_ANY && v->kind != VALUE_RANGE)
		return;
	if (bits == 32 && most < low) {
		low = most;
		max = max <= UINT32_MAX && most < max ? most : max;
	} else if ((bits == 64 || (bits < 32 && max < (uint64_t)1 << bits)) && most < max) {
		max = most;
		low = most < low ? most : low;
	}
	*v = value_range(max, low);
}

void step_branch(struct state *s, const struct insn *in, bool taken)
{
	const struct compared c = s->compared;
	enum insn_condition holds = in->condition;
	if (c.reg == REG_NONE || in->kind != INSN_BRANCH)
		return;
	bool at_most = taken ? holds == COND_BELOW_EQUAL : holds == COND_ABOVE;
	bool below = taken ? holds == COND_BELOW : holds == COND_ABOVE_EQUAL;
	if (at_most)
		bound(&s->reg[c.reg], c.bits, c.number);
	else if (below && c.number > 0)
		bound(&s->reg[c.reg], c.bits, c.number - 1);
}
