// step.c - what an instruction does to what is known.
//
// In three parts, in this order: the result, of the few kinds that are
// followed; then everything that the instruction writes, of whatever kind, is
// forgotten; then the result is put where it goes. So what is not understood
// makes its outputs unknown, and no form of a write can be overlooked that the
// decoder lists.
#include "prove/step.h"

#include <string.h>

static const char alloca_hint[] =
	"alloca and variable-length arrays have no fixed size: use an array of the largest size, or memory from Go";
static const char constant_hint[] = "what the image holds is read-only: pass the variable as a parameter";

// No frame is larger than this: offsets stay far from overflowing.
static const int64_t max_offset = 1LL << 40;

// Addresses and numbers wrap around, as the processor's do.
static int64_t wrapping_add(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x + (uint64_t)y);
}

static struct value number(int64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .a = n};
}

static bool is_stack(struct value v)
{
	return v.kind == VALUE_STACK;
}

// moved is v with n added.
static struct value moved(struct value v, int64_t n)
{
	v.a = wrapping_add(v.a, n);
	bool stack = v.kind == VALUE_STACK || v.kind == VALUE_OLD_STACK;
	return stack && (v.a > max_offset || v.a < -max_offset) ? value_any() : v;
}

static struct value reg_value(const struct state *s, uint8_t reg)
{
	return reg < INSN_REGS ? s->reg[reg] : value_any();
}

struct target step_place(const struct state *s, const struct place *at)
{
	struct value base = reg_value(s, at->base), index = reg_value(s, at->index);
	struct target t = {.reach = REACH_ANYWHERE, .offset = at->disp};
	if (at->pc_relative)
		return (struct target){.reach = REACH_IMAGE, .offset = (int64_t)at->addr};
	if (at->base == REG_OTHER)
		return t;
	bool by_index = at->scale == 1 && !is_stack(base) && base.kind != VALUE_ADDRESS &&
	                (is_stack(index) || index.kind == VALUE_ADDRESS);
	struct value from = by_index ? index : base;
	uint8_t rest = by_index ? at->base : at->index;
	struct value more = reg_value(s, rest);
	if (!is_stack(from) && from.kind != VALUE_ADDRESS)
		return t;
	t.offset = wrapping_add(from.a, at->disp);
	t.inexact = from.inexact;
	if (rest != REG_NONE && more.kind == VALUE_NUMBER) {
		t.offset = wrapping_add(t.offset, (int64_t)((uint64_t)more.a * (by_index ? 1 : at->scale)));
		rest = REG_NONE;
	}
	if (t.offset > max_offset || t.offset < -max_offset)
		return (struct target){.reach = REACH_ANYWHERE};
	t.reach = !is_stack(from) ? REACH_IMAGE : rest == REG_NONE ? REACH_FRAME : REACH_WITHIN;
	return t;
}

struct target step_target(const struct ground *g, const struct state *s, const struct access *x)
{
	struct target t = step_place(s, &x->at);
	(void)g;
	t.bytes = x->bytes;
	t.start = t.reach == REACH_FRAME;
	if (!x->repeats || t.reach != REACH_FRAME)
		return t;
	struct value count = reg_value(s, x->count);
	bool known = count.kind == VALUE_NUMBER && count.a >= 0 && count.a < max_offset / INSN_MAX_BYTES;
	if (known)
		t.bytes *= count.a;
	else
		t.reach = REACH_WITHIN;
	return t;
}

// The address of a memory operand, where it is known as a whole.
static struct value address_value(const struct state *s, const struct place *at)
{
	struct value base = reg_value(s, at->base);
	if (base.kind == VALUE_OLD_STACK && at->index == REG_NONE)
		return moved(base, at->disp);
	if (base.kind == VALUE_NUMBER && at->index == REG_NONE)
		return moved(base, at->disp);
	struct target t = step_place(s, at);
	bool whole = at->pc_relative || at->index == REG_NONE || reg_value(s, at->index).kind == VALUE_NUMBER;
	if (t.reach == REACH_FRAME)
		return (struct value){.kind = VALUE_STACK, .inexact = t.inexact, .a = t.offset};
	if (t.reach == REACH_IMAGE && whole)
		return (struct value){.kind = VALUE_ADDRESS, .a = t.offset};
	return value_any();
}

// Whether all words from an address on, to the end of what stands there, are
// addresses of functions: then any of them may be loaded by an index.
static bool all_functions(const struct ground *g, uint64_t at, bool indexed)
{
	const struct input_section *section = image_section(g->img, at);
	uint64_t end = indexed && section ? section->end : at + 8;
	if (indexed && !section)
		return false;
	for (; at + 8 <= end; at += 8) {
		const struct reloc *r = image_reloc_at(g->img, at);
		const struct symbol *f = r && r->dynamic ? image_function_at(g->img, r->value) : NULL;
		if (!f || f->addr != r->value)
			return false;
	}
	return true;
}

// One of how many elements of four bytes the address may mean; 0: not known.
static uint32_t elements(const struct state *s, const struct place *at)
{
	enum { MOST = 1 << 20 };
	struct value base = reg_value(s, at->base);
	if (at->pc_relative || (base.kind == VALUE_ADDRESS && at->index == REG_NONE))
		return 1;
	uint64_t max = base.kind == VALUE_ADDRESS && at->scale == 4 ? value_max(reg_value(s, at->index)) : UINT64_MAX;
	return max < MOST ? (uint32_t)max + 1 : 0;
}

// A load from an address that one of the image is part of: of 32 bits, perhaps
// an element of a jump table; of 64, a pointer that a relocation has put there.
static struct value image_value(const struct ground *g, const struct state *s, const struct operand *o, int64_t offset)
{
	uint64_t at = (uint64_t)offset;
	bool indexed = !o->at.pc_relative && o->at.index != REG_NONE;
	if (at < g->end || at >= g->limit)
		return value_any();
	if (o->bits == 32)
		return (struct value){.kind = VALUE_ENTRY, .inexact = true, .a = offset, .n = elements(s, &o->at)};
	return o->bits == 64 && all_functions(g, at, indexed) ? (struct value){.kind = VALUE_CODE} : value_any();
}

static struct value loaded_value(const struct ground *g, const struct state *s, const struct operand *o)
{
	struct target t = step_place(s, &o->at);
	const struct value *v = t.reach == REACH_FRAME && o->bits == 64 ? state_slot(s, t.offset, t.inexact) : NULL;
	if (t.reach == REACH_IMAGE)
		return image_value(g, s, o, t.offset);
	if (v)
		return *v;
	return o->bits < 64 ? value_range(((uint64_t)1 << o->bits) - 1, ((uint64_t)1 << o->bits) - 1) : value_any();
}

// The low bits of v, the rest of them zero.
static struct value narrowed(struct value v, uint16_t bits)
{
	uint64_t mask = bits >= 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
	if (v.kind == VALUE_NUMBER)
		return number((int64_t)((uint64_t)v.a & mask));
	if (v.kind == VALUE_ENTRY && bits == 32)
		return (struct value){.kind = VALUE_ENTRY, .inexact = true, .n = v.n, .a = v.a};
	if (bits == 32)
		return value_range(value_low(v), value_low(v));
	uint64_t max = value_max(v) < mask ? value_max(v) : mask;
	return value_range(max, max);
}

struct value step_value(const struct ground *g, const struct state *s, const struct operand *o)
{
	switch (o->kind) {
	case OPERAND_IMMEDIATE:
		return number(o->imm);
	case OPERAND_MEMORY:
		return loaded_value(g, s, o);
	case OPERAND_REGISTER:
		return o->bits == 64 ? s->reg[o->reg] : narrowed(s->reg[o->reg], o->bits);
	default:
		return value_any();
	}
}

// What `x op y` is, for the few sums that matter.
static struct value sum(struct value x, struct value y, int sign)
{
	bool moves = x.kind == VALUE_STACK || x.kind == VALUE_OLD_STACK || x.kind == VALUE_NUMBER || x.kind == VALUE_ADDRESS;
	if (moves && y.kind == VALUE_NUMBER)
		return moved(x, sign < 0 ? (int64_t)-(uint64_t)y.a : y.a);
	if (sign < 0)
		return value_any();
	if (x.kind == VALUE_NUMBER && (y.kind == VALUE_STACK || y.kind == VALUE_ADDRESS))
		return sum(y, x, sign);
	if (x.kind == VALUE_ENTRY && !x.inexact && y.kind == VALUE_ADDRESS)
		return (struct value){.kind = VALUE_TARGET, .n = x.n, .a = x.a, .b = y.a};
	if (y.kind == VALUE_ENTRY && x.kind == VALUE_ADDRESS)
		return sum(y, x, sign);
	return value_any();
}

// Rounding down to a power of two moves the stack pointer by less than that,
// and by a multiple of a word if it was one, which it is at every entry. A second time it
// would make a third origin, which the state has no room for, unless what is rounded
// is multiples of the same size away.
static struct value masked(struct state *s, const struct ground *g, struct value v, struct value mask)
{
	int64_t size = mask.kind == VALUE_NUMBER ? -mask.a : 0, word = g->arch->stack.word;
	if (v.kind == VALUE_STACK && size > 0 && size <= max_offset && (size & (size - 1)) == 0) {
		if (v.a % word)
			return value_any();
		if (size <= word)
			return v;
		if (v.inexact || (s->slack && (s->slack != size - word || ((s->rounded - v.a) & (size - 1)))))
			return value_any();
		s->slack = size - word;
		s->rounded = v.a;
		v = moved(v, -(size - word));
		v.inexact = v.kind == VALUE_STACK;
		return v;
	}
	if (mask.kind == VALUE_NUMBER && mask.a >= 0)
		return value_range((uint64_t)mask.a, (uint64_t)mask.a & UINT32_MAX);
	return value_any();
}

static struct value arithmetic(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value a = step_value(g, s, &in->a), b = step_value(g, s, &in->b);
	if (in->to.bits == 64)
		return in->kind == INSN_AND ? masked(s, g, a, b) : sum(a, b, in->kind == INSN_ADD ? 1 : -1);
	if (in->kind == INSN_AND && b.kind == VALUE_NUMBER) {
		uint64_t most = (uint64_t)b.a & UINT32_MAX;
		return value_range(most, most);
	}
	bool numbers = a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && in->kind != INSN_AND;
	return numbers ? narrowed(sum(a, b, in->kind == INSN_ADD ? 1 : -1), 32) : value_any();
}

static struct value sign_extended(struct value v, const struct insn *in)
{
	bool positive = v.kind == VALUE_RANGE && value_max(v) < (uint64_t)1 << (in->a.bits - 1);
	if (v.kind == VALUE_ENTRY)
		v.inexact = false;
	return in->to.bits == 64 && (v.kind == VALUE_ENTRY || positive) ? v : value_any();
}

// The result of an instruction, for the kinds that have one that is followed.
static struct value result(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value v;
	if (in->to.bits != 64 && in->to.bits != 32 && in->to.kind == OPERAND_REGISTER)
		return value_any();
	switch (in->kind) {
	case INSN_MOVE:
		v = step_value(g, s, &in->a);
		return in->to.bits == 32 ? narrowed(v, 32) : v;
	case INSN_ZERO_EXTEND:
		return narrowed(step_value(g, s, &in->a), in->a.bits);
	case INSN_SIGN_EXTEND:
		return sign_extended(step_value(g, s, &in->a), in);
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
		return arithmetic(g, s, in);
	case INSN_ADDRESS:
		return in->to.bits == 64 ? address_value(s, &in->a.at) : value_any();
	case INSN_SELECT:
		return in->to.bits == 64 ? value_join(g, step_value(g, s, &in->a), step_value(g, s, &in->b)) : value_any();
	default:
		return value_any();
	}
}

// Registers that hold addresses of the frame.
static regset stack_registers(const struct ground *g, const struct state *s)
{
	regset r = 0;
	for (int i = 0; i < g->arch->regs.count; i++)
		r |= is_stack(s->reg[i]) || s->reg[i].kind == VALUE_OLD_STACK ? (regset)1 << i : 0;
	return r;
}

// Whether the instruction lets an address of the frame out of sight: it reads
// one, and its result, if it has one, is not known to be another. Addressing
// memory with one does not.
static bool lets_escape(const struct ground *g, const struct state *s, const struct insn *in, struct value v)
{
	if (in->kind == INSN_COMPARE || !(in->data & stack_registers(g, s)))
		return false;
	return !((is_stack(v) || v.kind == VALUE_OLD_STACK) && in->to.kind == OPERAND_REGISTER);
}

bool step_peeks(const struct ground *g, const struct state *s, const struct insn *in)
{
	regset used = in->reads & ~in->merges;
	bool keeps = in->kind == INSN_MOVE && in->to.bits == 64 && in->a.kind == OPERAND_REGISTER;
	if (in->kind == INSN_PUSH)
		keeps = in->a.kind == OPERAND_REGISTER;
	if (in->kind == INSN_NOTHING)
		return false;
	for (int r = 0; r < g->arch->regs.count; r++) {
		if (!(used >> r & 1) || s->reg[r].kind != VALUE_SAVED)
			continue;
		if (!keeps || in->a.reg != r)
			return true;
		if (in->to.kind == OPERAND_MEMORY && step_place(s, &in->to.at).reach != REACH_FRAME)
			return true;
	}
	return false;
}

bool step_hands_on(const struct ground *g, const struct state *s)
{
	for (int r = 0; r < g->arch->regs.count; r++)
		if (!(g->arch->regs.callee_saved >> r & 1) && s->reg[r].kind == VALUE_SAVED && s->reg[r].a != VALUE_RETURN)
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
		else if (t[k].reach == REACH_WITHIN || (t[k].reach == REACH_ANYWHERE && (s->escaped || from_frame)))
			state_disturb(s);
		if (t[k].reach == REACH_IMAGE && (uint64_t)t[k].offset >= g->start && (uint64_t)t[k].offset < g->limit) {
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
	s->escaped |= is_stack(v) || v.kind == VALUE_OLD_STACK;
	*sp = moved(*sp, -word);
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
	*sp = moved(*sp, word);
	if (in->to.kind == OPERAND_REGISTER && in->to.reg == g->arch->regs.sp)
		return "pops into the stack pointer";
	step_writes(g, s, &(struct insn){.writes = in->writes & ~((regset)1 << g->arch->regs.sp), .sets_flags = in->sets_flags});
	// pop's own memory operand counts from the stack pointer behind it
	struct target t[INSN_ACCESSES] = {{0}};
	for (int k = 0; k < in->accesses; k++)
		t[k] = step_target(g, s, &in->access[k]);
	const char *what = write_memory(g, s, t, in, in->reads & stack_registers(g, s), hint);
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
	*sp = moved(*sp, g->arch->stack.word);
	return NULL;
}

static const char *ordinary(const struct ground *g, struct state *s, const struct insn *in, const char **hint)
{
	struct target t[INSN_ACCESSES] = {{0}}, to = {0};
	for (int k = 0; k < in->accesses; k++)
		t[k] = step_target(g, s, &in->access[k]);
	if (in->to.kind == OPERAND_MEMORY)
		to = step_place(s, &in->to.at);
	struct value v = result(g, s, in);
	bool from_frame = in->reads & stack_registers(g, s);
	s->escaped |= lets_escape(g, s, in, v);
	step_writes(g, s, in);
	const char *what = write_memory(g, s, t, in, from_frame, hint);
	put(g, s, &in->to, to, v);
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
	if (!what && s->reg[g->arch->regs.sp].kind != VALUE_STACK) {
		*hint = alloca_hint;
		return "changes the stack pointer by an amount that is not a constant";
	}
	return what;
}

void step_call(const struct ground *g, struct state *s, int64_t above, bool peeks)
{
	const struct arch *arch = g->arch;
	struct value sp = s->reg[arch->regs.sp];
	for (int r = 0; r < arch->regs.count; r++) {
		bool saved = arch->regs.callee_saved >> r & 1, address = is_stack(s->reg[r]) || s->reg[r].kind == VALUE_OLD_STACK;
		s->escaped |= address && r != arch->regs.sp && (!saved || peeks);
		if (r == arch->regs.sp || saved)
			continue;
		s->reg[r] = value_any();
		s->fresh &= ~((regset)1 << r);
	}
	s->compared.reg = REG_NONE;
	if (s->escaped)
		state_disturb(s);
	// what lies below the stack pointer is the callee's, and its arguments are
	state_forget(s, sp.a - max_offset, sp.inexact, max_offset + above);
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
