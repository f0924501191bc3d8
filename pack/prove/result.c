// result.c - what an instruction's result is, for the few kinds that are
// followed: the values of registers, slots and constants, sums of them, and
// what is loaded from the image.
#include "prove/result.h"

#include "prove/objects.h"

#include <string.h>

// Addresses and numbers wrap around, as the processor's do.
static int64_t wrapping_add(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x + (uint64_t)y);
}

static struct value number(int64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .a = n};
}

// moved is v with n added.
struct value value_moved(struct value v, int64_t n)
{
	v.a = wrapping_add(v.a, n);
	v.inexact &= v.kind != VALUE_ADDRESS;
	bool stack = v.kind == VALUE_STACK || v.kind == VALUE_OLD_STACK;
	return stack && (v.a > MAX_OFFSET || v.a < -MAX_OFFSET) ? value_any() : v;
}

static struct value reg_value(const struct state *s, uint8_t reg)
{
	return reg < INSN_REGS ? s->reg[reg] : value_any();
}

struct target step_place(const struct ground *g, const struct state *s, const struct place *at, int64_t bytes)
{
	struct value base = reg_value(s, at->base), index = reg_value(s, at->index);
	struct target t = {.reach = REACH_ANYWHERE, .offset = at->disp};
	if (at->pc_relative)
		return (struct target){.reach = REACH_IMAGE, .offset = (int64_t)at->addr};
	if (at->base == REG_OTHER)
		return t;
	bool by_index = at->scale == 1 && !value_is_stack(base) && base.kind != VALUE_ADDRESS &&
	                (value_is_stack(index) || index.kind == VALUE_ADDRESS);
	struct value from = by_index ? index : base;
	uint8_t rest = by_index ? at->base : at->index;
	struct value more = reg_value(s, rest);
	if ((!value_is_stack(from) && from.kind != VALUE_ADDRESS) || value_is_stack(more) || more.kind == VALUE_OLD_STACK)
		return t;
	t.offset = wrapping_add(from.a, at->disp);
	t.inexact = from.inexact;
	if (rest != REG_NONE && more.kind == VALUE_NUMBER) {
		int64_t with = wrapping_add(t.offset, (int64_t)((uint64_t)more.a * (by_index ? 1 : at->scale)));
		bool never = value_is_stack(from) && objects_exclude(g, s, with, from.inexact, bytes);
		t.offset = never ? t.offset : with;
		rest = never ? rest : REG_NONE;
	}
	if (t.offset > MAX_OFFSET || t.offset < -MAX_OFFSET)
		return (struct target){.reach = REACH_ANYWHERE};
	t.home = value_is_stack(from) ? 0 : (uint64_t)from.b;
	t.reach = !value_is_stack(from) ? REACH_IMAGE : rest == REG_NONE ? REACH_FRAME : REACH_WITHIN;
	return t;
}

struct target step_target(const struct ground *g, const struct state *s, const struct access *x)
{
	struct target t = step_place(g, s, &x->at, x->bytes);
	t.bytes = x->bytes;
	t.start = t.reach == REACH_FRAME;
	if (!x->repeats || t.reach != REACH_FRAME)
		return t;
	struct value count = reg_value(s, x->count);
	bool known = count.kind == VALUE_NUMBER && count.a >= 0 && count.a < MAX_OFFSET / INSN_MAX_BYTES;
	if (known)
		t.bytes *= count.a;
	else
		t.reach = REACH_WITHIN;
	return t;
}

// Too small a number for an address: some way from one.
static bool is_distance(struct value v)
{
	return (v.kind == VALUE_NUMBER || v.kind == VALUE_RANGE) && value_max(v) <= UINT32_MAX;
}

// An address that is held, and some way from there.
static bool through_held(const struct ground *g, const struct state *s, const struct place *at)
{
	struct value base = reg_value(s, at->base), index = reg_value(s, at->index);
	bool held = base.kind == VALUE_HELD && (at->index == REG_NONE || is_distance(index));
	held |= index.kind == VALUE_HELD && at->scale == 1 && is_distance(base);
	return held && g->compiled && !g->leaks && !at->pc_relative;
}

// The address of a place beside the instruction; the relocation tells whose it is.
static struct value beside(const struct ground *g, const struct insn *in, uint64_t addr)
{
	const struct reloc *r = g->parts ? image_reloc_at(g->img, in->addr + in->field) : NULL;
	enum reloc_kind kind = r ? g->arch->reloc_kind(r->type) : RELOC_NONE;
	bool unit = kind == RELOC_NEAR || kind == RELOC_PAGE;
	uint64_t home = unit ? image_unit(g->img, r) : image_home(g->img, in->addr + in->field, addr);
	return (struct value){.kind = VALUE_ADDRESS, .inexact = kind == RELOC_PAGE, .a = (int64_t)addr, .b = (int64_t)home};
}

// The address of a memory operand, where it is known as a whole.
static struct value address_value(const struct ground *g, const struct state *s, const struct insn *in)
{
	const struct place *at = &in->a.at;
	struct value base = reg_value(s, at->base);
	if (at->pc_relative)
		return beside(g, in, at->addr);
	if (base.kind == VALUE_OLD_STACK && at->index == REG_NONE)
		return value_moved(base, at->disp);
	if (base.kind == VALUE_NUMBER && at->index == REG_NONE)
		return value_moved(base, at->disp);
	struct target t = step_place(g, s, at, 1);
	bool whole = at->index == REG_NONE || reg_value(s, at->index).kind == VALUE_NUMBER;
	if (t.reach == REACH_FRAME)
		return (struct value){.kind = VALUE_STACK, .inexact = t.inexact, .a = t.offset};
	if (t.reach == REACH_IMAGE && whole)
		return (struct value){.kind = VALUE_ADDRESS, .a = t.offset, .b = (int64_t)t.home};
	bool held = through_held(g, s, at) || (t.reach == REACH_IMAGE && g->compiled && image_points(g->img, t.home));
	return held ? (struct value){.kind = VALUE_HELD} : value_any();
}

static bool is_null(const struct ground *g, uint64_t at)
{
	static const uint8_t null[8];
	for (uint64_t i = at - 7; i < at + 8; i++)
		if (image_reloc_at(g->img, i))
			return false;
	return at + sizeof null <= g->limit && memcmp(g->img->bytes + (at - g->img->base), null, sizeof null) == 0;
}

// Whether all words from an address on, to the end of what stands there, are
// addresses of functions: then any of them may be loaded by an index. A NULL among
// them is nothing: a call of it faults.
static bool all_functions(const struct ground *g, uint64_t at, bool indexed)
{
	const struct input_section *section = image_section(g->img, at);
	uint64_t end = indexed && section ? section->end : at + 8;
	bool any = false;
	if ((indexed && !section) || at + 8 > end)
		return false; // no word is none of a function
	for (; at + 8 <= end; at += 8) {
		const struct reloc *r = image_reloc_at(g->img, at);
		const struct symbol *f = r && r->dynamic ? image_function_at(g->img, r->value) : NULL;
		if (f ? f->addr != r->value : !is_null(g, at))
			return false;
		any |= f != NULL;
	}
	return any;
}

// One of how many elements of so many bytes the address may mean; 0: not known.
static uint32_t elements(const struct state *s, const struct place *at, unsigned bytes)
{
	enum { MOST = 1 << 20 };
	struct value base = reg_value(s, at->base);
	if (at->pc_relative || (base.kind == VALUE_ADDRESS && at->index == REG_NONE))
		return 1;
	uint64_t max = base.kind == VALUE_ADDRESS && at->scale == bytes ? value_max(reg_value(s, at->index)) : UINT64_MAX;
	return max < MOST ? (uint32_t)max + 1 : 0;
}

// Whether a load of a word is of what begins there. A compiler's code keeps to that;
// other code may have any index that nothing bounds, and the middle of a word.
static bool stays_in(const struct ground *g, const struct state *s, const struct place *at, const struct target *t,
                     const struct input_section *section)
{
	uint32_t n = elements(s, at, 8);
	if (!section || (t->home && section->start != t->home))
		return false;
	return g->compiled || reg_value(s, at->index).kind == VALUE_NUMBER ||
	       (n && (uint64_t)t->offset + 8 * (uint64_t)n <= section->end);
}

// An element of the table that the address without the index is of: whichever the
// index is now, all rounds of a loop jump by one table.
static struct value entry_value(const struct ground *g, const struct state *s, const struct place *at, int64_t offset)
{
	struct value base = reg_value(s, at->base), index = reg_value(s, at->index);
	int64_t start = offset;
	if (base.kind == VALUE_ADDRESS && index.kind == VALUE_NUMBER && at->scale == 4)
		start = wrapping_add(base.a, at->disp);
	if ((uint64_t)start < g->end || (uint64_t)start >= g->limit)
		return value_any();
	return (struct value){.kind = VALUE_ENTRY, .inexact = true, .a = start, .n = elements(s, at, 4)};
}

// A load from an address that one of the image is part of: of 32 bits, perhaps
// an element of a jump table; of 64, a pointer that a relocation has put there.
static struct value image_value(const struct ground *g, const struct state *s, const struct operand *o,
                                const struct target *t)
{
	uint64_t at = (uint64_t)t->offset;
	bool indexed = !o->at.pc_relative && o->at.index != REG_NONE;
	bool own = !indexed || stays_in(g, s, &o->at, t, image_section(g->img, at));
	if (at < g->end || at >= g->limit)
		return value_any();
	if (o->bits == 32)
		return entry_value(g, s, &o->at, t->offset);
	if (o->bits == 64 && own && all_functions(g, at, indexed))
		return (struct value){.kind = VALUE_CODE};
	bool holds = indexed ? image_points(g->img, t->home) : image_pointer_at(g->img, at) != NULL;
	return o->bits == 64 && holds && g->compiled ? (struct value){.kind = VALUE_HELD} : value_any();
}

static struct value loaded_value(const struct ground *g, const struct state *s, const struct operand *o)
{
	struct target t = step_place(g, s, &o->at, o->bits / 8);
	const struct value *v = t.reach == REACH_FRAME && o->bits == 64 ? state_slot(s, t.offset, t.inexact) : NULL;
	if (t.reach == REACH_IMAGE)
		return image_value(g, s, o, &t);
	if (v)
		return *v;
	if (o->bits == 64 && through_held(g, s, &o->at))
		return (struct value){.kind = VALUE_HELD};
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

// Some way on from the address of a constant that holds addresses: the object there.
static bool leads_on(const struct ground *g, struct value root, struct value by)
{
	return root.kind == VALUE_ADDRESS && by.kind != VALUE_ADDRESS && !value_is_stack(by) &&
	       by.kind != VALUE_OLD_STACK && g->compiled && image_points(g->img, (uint64_t)root.b);
}

// What `x op y` is, for the few sums that matter.
static struct value sum(const struct ground *g, struct value x, struct value y, int sign)
{
	bool moves = x.kind == VALUE_STACK || x.kind == VALUE_OLD_STACK || x.kind == VALUE_NUMBER || x.kind == VALUE_ADDRESS;
	if (moves && y.kind == VALUE_NUMBER)
		return value_moved(x, sign < 0 ? (int64_t)-(uint64_t)y.a : y.a);
	if (x.kind == VALUE_HELD && (y.kind == VALUE_NUMBER || (sign > 0 && is_distance(y))))
		return x;
	if (sign < 0)
		return value_any();
	if (x.kind == VALUE_NUMBER && (y.kind == VALUE_STACK || y.kind == VALUE_ADDRESS))
		return sum(g, y, x, sign);
	if (x.kind == VALUE_ENTRY && !x.inexact && y.kind == VALUE_ADDRESS)
		return (struct value){.kind = VALUE_TARGET, .n = x.n, .a = x.a, .b = y.a};
	if (y.kind == VALUE_ENTRY && x.kind == VALUE_ADDRESS)
		return sum(g, y, x, sign);
	bool held = (y.kind == VALUE_HELD && is_distance(x)) || leads_on(g, x, y) || leads_on(g, y, x);
	return held ? (struct value){.kind = VALUE_HELD} : value_any();
}

struct value step_moved(const struct ground *g, const struct state *s, const struct insn *in)
{
	return in->back.bytes ? sum(g, s->reg[in->back.reg], number(in->back.bytes), 1) : value_any();
}

// Rounding down to a power of two moves the stack pointer by less than that,
// and by a multiple of a word, which every stack pointer is. A second time it
// would make a third origin, which the state has no room for, unless what is
// rounded is multiples of the same size away.
static struct value masked(struct state *s, const struct ground *g, struct value v, struct value mask)
{
	int64_t size = mask.kind == VALUE_NUMBER ? (int64_t)-(uint64_t)mask.a : 0, word = g->arch->stack.word;
	if (v.kind == VALUE_STACK && v.a % word == 0 && size > 0 && size <= MAX_OFFSET && (size & (size - 1)) == 0) {
		if (size <= word)
			return v;
		if (v.inexact || (s->slack && (s->slack != size - word || ((s->rounded - v.a) & (size - 1)))))
			return value_any();
		s->slack = size - word;
		s->rounded = v.a;
		v = value_moved(v, -(size - word));
		v.inexact = v.kind == VALUE_STACK;
		return v;
	}
	if (mask.kind == VALUE_NUMBER && mask.a >= 0)
		return value_range((uint64_t)mask.a, (uint64_t)mask.a & UINT32_MAX);
	return value_any();
}

// The sum of two registers, one an address of the stack: an element's, as in an operand.
static struct value indexed(const struct ground *g, const struct state *s, const struct insn *in, struct value v)
{
	bool pointer = in->to.kind == OPERAND_REGISTER && in->to.reg == g->arch->regs.sp;
	bool element = v.kind == VALUE_STACK && in->b.kind == OPERAND_REGISTER && !pointer;
	return element && objects_exclude(g, s, v.a, v.inexact, 1) ? value_any() : v;
}

static struct value arithmetic(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value a = step_value(g, s, &in->a), b = step_value(g, s, &in->b);
	if (in->to.bits == 64 && in->kind == INSN_AND)
		return masked(s, g, a, b);
	if (in->to.bits == 64)
		return indexed(g, s, in, sum(g, a, b, in->kind == INSN_ADD ? 1 : -1));
	if (in->kind == INSN_AND && b.kind == VALUE_NUMBER) {
		uint64_t most = (uint64_t)b.a & UINT32_MAX;
		return value_range(most, most);
	}
	bool numbers = a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER && in->kind != INSN_AND;
	return numbers ? narrowed(sum(g, a, b, in->kind == INSN_ADD ? 1 : -1), 32) : value_any();
}

static struct value sign_extended(struct value v, const struct insn *in)
{
	bool positive = v.kind == VALUE_RANGE && value_max(v) < (uint64_t)1 << (in->a.bits - 1);
	if (v.kind == VALUE_ENTRY)
		v.inexact = false;
	return in->to.bits == 64 && (v.kind == VALUE_ENTRY || positive) ? v : value_any();
}

// A number, piece by piece.
static struct value inserted(const struct state *s, const struct insn *in)
{
	struct value old = s->reg[in->to.reg];
	uint64_t mask = (uint64_t)UINT16_MAX << in->b.imm;
	if (in->to.kind != OPERAND_REGISTER || old.kind != VALUE_NUMBER)
		return value_any();
	return narrowed(number((int64_t)(((uint64_t)old.a & ~mask) | (uint64_t)in->a.imm << in->b.imm)), in->to.bits);
}

struct value step_second(const struct ground *g, const struct state *s, const struct insn *in)
{
	if (in->kind != INSN_MOVE || in->to2.kind == OPERAND_NONE)
		return value_any();
	struct value v = step_value(g, s, &in->a2);
	return in->to2.bits == 32 ? narrowed(v, 32) : v;
}

// The result of an instruction, for the kinds that have one that is followed.
struct value step_result(const struct ground *g, struct state *s, const struct insn *in)
{
	struct value v;
	if (in->to.bits != 64 && in->to.bits != 32 && in->to.kind == OPERAND_REGISTER)
		return value_any();
	switch (in->kind) {
	case INSN_MOVE:
		v = step_value(g, s, &in->a);
		return in->to.bits == 32 ? narrowed(v, 32) : v;
	case INSN_INSERT:
		return inserted(s, in);
	case INSN_ZERO_EXTEND:
		return narrowed(step_value(g, s, &in->a), in->a.bits);
	case INSN_SIGN_EXTEND:
		return sign_extended(step_value(g, s, &in->a), in);
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
		return arithmetic(g, s, in);
	case INSN_ADDRESS:
		return in->to.bits == 64 ? address_value(g, s, in) : value_any();
	case INSN_SELECT:
		return in->to.bits == 64 ? value_join(g, step_value(g, s, &in->a), step_value(g, s, &in->b)) : value_any();
	default:
		return value_any();
	}
}

