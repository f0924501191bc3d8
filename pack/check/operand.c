// operand.c - where operands lie, what they hold, and what comes of them.
//
// A value is followed only where the rule for it stands here; of all others
// nothing is known.
#include "check/operand.h"

enum { MOST_ELEMENTS = 1 << 20 };

static struct value number(uint64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .a = (int64_t)n};
}

static struct value held(const struct known *k, uint8_t reg)
{
	return reg < INSN_REGS ? k->reg[reg] : value_any();
}

struct value plus(struct value v, uint64_t n)
{
	v.a = (int64_t)((uint64_t)v.a + n);
	v.inexact &= v.kind != VALUE_ADDRESS; // no page any more
	return is_frame_address(v) && (v.a > FARTHEST || v.a < -FARTHEST) ? value_any() : v;
}

bool holds_saved(const struct known *k, int64_t offset, bool inexact, int64_t bytes)
{
	for (int i = 0; i < k->cells; i++)
		if (k->cell[i].value.kind == VALUE_SAVED && cell_overlaps(k, &k->cell[i], offset, inexact, bytes))
			return true;
	return false;
}

bool is_local(const struct basis *b, const struct known *k, int64_t offset, bool inexact, int64_t bytes)
{
	const struct value sp = k->reg[b->arch->regs.sp];
	int64_t lowest = sp.a + (sp.inexact && !inexact ? k->slack : 0) - b->arch->stack.red_zone;
	if (offset < lowest || offset >= 0 || offset + bytes + (inexact ? k->slack : 0) > 0)
		return false;
	return !holds_saved(k, offset, inexact, bytes);
}

// A sum of registers leads into the frame or the image by the one address in it
// that is not scaled, if what is added to it are numbers; and some way from there
// if they are not, or if a compiler would not get there by them.
struct spot spot_of(const struct basis *b, const struct known *k, const struct place *at, int64_t bytes)
{
	const uint8_t regs[2] = {at->base, at->index};
	const uint8_t scales[2] = {1, at->scale};
	struct value root = value_any();
	uint64_t sum = (uint64_t)at->disp;
	bool vague = false, of_frame = false, doubled = false;
	if (at->pc_relative)
		return (struct spot){.kind = SPOT_IMAGE, .offset = (int64_t)at->addr};
	for (int i = 0; i < 2; i++) {
		struct value v = held(k, regs[i]);
		doubled |= of_frame && is_frame_address(v); // a sum of two such leads nowhere
		of_frame |= is_frame_address(v);
		if (v.kind == VALUE_NUMBER)
			sum += (uint64_t)v.a * scales[i];
		else if ((v.kind == VALUE_STACK || v.kind == VALUE_ADDRESS) && scales[i] == 1 && root.kind == VALUE_ANY)
			root = v;
		else
			vague |= regs[i] != REG_NONE;
	}
	int64_t offset = (int64_t)((uint64_t)root.a + sum);
	bool element = b->compiled && root.kind == VALUE_STACK && at->base != REG_NONE && at->index != REG_NONE;
	if (element && !vague && !is_local(b, k, offset, root.inexact, bytes)) {
		vague = true;
		offset = (int64_t)((uint64_t)root.a + (uint64_t)at->disp);
	}
	if (root.kind == VALUE_ANY || doubled || at->base == REG_OTHER || offset > FARTHEST || offset < -FARTHEST)
		return (struct spot){.kind = SPOT_UNKNOWN, .vague = true, .of_frame = of_frame};
	struct spot s = {.offset = offset, .inexact = root.inexact, .vague = vague, .of_frame = of_frame};
	s.home = root.kind == VALUE_ADDRESS ? (uint64_t)root.b : 0;
	if (root.kind == VALUE_ADDRESS)
		s.kind = of_frame ? SPOT_UNKNOWN : SPOT_IMAGE;
	else
		s.kind = vague ? SPOT_WITHIN : SPOT_FRAME;
	return s;
}

struct spot access_spot(const struct basis *b, const struct known *k, const struct access *x)
{
	struct spot s = spot_of(b, k, &x->at, x->bytes);
	struct value count = held(k, x->count);
	s.bytes = x->bytes;
	if (!x->repeats)
		return s;
	if (count.kind == VALUE_NUMBER && count.a >= 0 && count.a < FARTHEST / INT16_MAX) {
		s.bytes *= count.a;
		return s;
	}
	s.vague = true;
	if (s.kind == SPOT_FRAME)
		s.kind = SPOT_WITHIN;
	return s;
}

uint64_t mask_of(unsigned bits)
{
	return bits >= 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
}

// The low bits of a value, with zeros above them.
static struct value low_bits(struct value v, unsigned bits)
{
	uint64_t mask = mask_of(bits), most;
	if (bits >= 64)
		return v;
	if (v.kind == VALUE_NUMBER)
		return number((uint64_t)v.a & mask);
	if (v.kind == VALUE_ENTRY && bits == 32) {
		v.inexact = true;
		return v;
	}
	most = bits == 32 ? value_low(v) : value_max(v) < mask ? value_max(v) : mask;
	return value_range(most, most);
}

static bool in_constants(const struct basis *b, uint64_t addr)
{
	return addr >= b->img->text_end && addr < b->img->base + b->img->size;
}

static bool holds_zero(const struct basis *b, uint64_t at)
{
	for (uint64_t i = at; i < at + 8; i++)
		if (!in_constants(b, i) || b->img->bytes[i - b->img->base])
			return false;
	for (uint64_t i = 0; i < 15; i++) // all that a relocation's eight bytes may reach it from
		if (image_reloc_at(b->img, at - 7 + i))
			return false;
	return true;
}

// Pointers to functions, in constants, all of which calls through pointers reach:
// one of them, or any up to the end of what they stand in. Where some are, others
// may be NULL: who calls that faults.
static bool holds_functions(const struct basis *b, uint64_t addr, bool any)
{
	const struct input_section *home = image_section(b->img, addr);
	bool some = false;
	if (any && !home)
		return false;
	for (uint64_t at = addr; at == addr || (any && at + 8 <= home->end); at += 8) {
		const struct reloc *r = image_reloc_at(b->img, at);
		const struct proven *f = r && r->dynamic ? function_at(b, r->value) : NULL;
		if (f ? !f->taken : !holds_zero(b, at))
			return false;
		some |= f != NULL;
	}
	return some;
}

// Whether a number is too small for an address: added to one, it leads some way on.
static bool is_small(struct value v)
{
	return (v.kind == VALUE_NUMBER || v.kind == VALUE_RANGE) && value_max(v) <= UINT32_MAX;
}

// An address that is held, with nothing in the sum but it and a small number.
static bool leads_from_held(const struct basis *b, const struct known *k, const struct place *at)
{
	struct value base = held(k, at->base), index = held(k, at->index);
	if (at->pc_relative || !b->compiled || b->leaks)
		return false;
	if (base.kind == VALUE_HELD)
		return at->index == REG_NONE || is_small(index);
	return index.kind == VALUE_HELD && at->scale == 1 && is_small(base);
}

// How many elements of so many bytes from its spot on the operand may mean; 0: any.
static uint32_t elements(const struct known *k, const struct place *at, const struct spot *s, unsigned bytes)
{
	struct value index = held(k, at->index);
	if (!s->vague)
		return 1;
	if (held(k, at->base).kind != VALUE_ADDRESS || at->scale != bytes || value_max(index) >= MOST_ELEMENTS)
		return 0;
	return (uint32_t)value_max(index) + 1;
}

// An element of a jump table: one of the first, from where the table begins, also
// where the index is a number.
static struct value entry(const struct basis *b, const struct known *k, const struct place *at, const struct spot *s)
{
	struct value base = held(k, at->base), index = held(k, at->index);
	struct value v = {.kind = VALUE_ENTRY, .inexact = true, .a = s->offset, .n = elements(k, at, s, 4)};
	if (base.kind != VALUE_ADDRESS || index.kind != VALUE_NUMBER || at->scale != 4)
		return v;
	v.a = plus(base, (uint64_t)at->disp).a;
	v.n = value_max(index) < MOST_ELEMENTS ? (uint32_t)value_max(index) + 1 : 0;
	return in_constants(b, (uint64_t)v.a) ? v : value_any();
}

static struct value loaded(const struct basis *b, const struct known *k, const struct operand *o)
{
	struct spot s = spot_of(b, k, &o->at, o->bits / 8);
	bool constant = s.kind == SPOT_IMAGE && in_constants(b, (uint64_t)s.offset);
	if (s.kind == SPOT_FRAME && o->bits == 64)
		return cell_value(k, s.offset, s.inexact);
	if (constant && o->bits == 32)
		return entry(b, k, &o->at, &s);
	const struct input_section *there = constant ? image_section(b->img, (uint64_t)s.offset) : NULL;
	bool own = !s.vague || (there && (!s.home || s.home == there->start));
	uint64_t words = elements(k, &o->at, &s, 8);
	if (s.vague && !b->compiled) // which may go anywhere, if nothing bounds it
		own = own && words && (uint64_t)s.offset + 8 * words <= there->end;
	if (constant && own && o->bits == 64 && holds_functions(b, (uint64_t)s.offset, s.vague))
		return (struct value){.kind = VALUE_CODE};
	bool holds = s.vague ? image_points(b->img, s.home) : image_pointer_at(b->img, (uint64_t)s.offset) != NULL;
	if (o->bits == 64 && b->compiled && ((constant && holds) || leads_from_held(b, k, &o->at)))
		return (struct value){.kind = VALUE_HELD};
	return o->bits < 64 ? value_range(mask_of(o->bits), mask_of(o->bits)) : value_any();
}

struct value operand_value(const struct basis *b, const struct known *k, const struct operand *o)
{
	switch (o->kind) {
	case OPERAND_IMMEDIATE:
		return number((uint64_t)o->imm);
	case OPERAND_REGISTER:
		return low_bits(k->reg[o->reg], o->bits);
	case OPERAND_MEMORY:
		return loaded(b, k, o);
	default:
		return value_any();
	}
}

// Some way on from an address in constants: the object there.
static bool stays_held(const struct basis *b, struct value x, struct value y)
{
	if (x.kind == VALUE_HELD)
		return is_small(y) || y.kind == VALUE_NUMBER;
	return x.kind == VALUE_ADDRESS && y.kind != VALUE_ADDRESS && y.kind != VALUE_NUMBER && !is_frame_address(y) &&
	       b->compiled && image_points(b->img, (uint64_t)x.b);
}

static struct value added(const struct basis *b, struct value x, struct value y)
{
	if (x.kind == VALUE_NUMBER || (x.kind == VALUE_ADDRESS && y.kind == VALUE_ENTRY)) {
		struct value z = x;
		x = y;
		y = z;
	}
	if (y.kind == VALUE_NUMBER && (is_frame_address(x) || x.kind == VALUE_NUMBER || x.kind == VALUE_ADDRESS))
		return plus(x, (uint64_t)y.a);
	if (x.kind == VALUE_ENTRY && !x.inexact && y.kind == VALUE_ADDRESS)
		return (struct value){.kind = VALUE_TARGET, .n = x.n, .a = x.a, .b = y.a};
	return stays_held(b, x, y) || stays_held(b, y, x) ? (struct value){.kind = VALUE_HELD} : value_any();
}

struct value moved_by(const struct basis *b, struct value v, uint64_t n)
{
	return added(b, v, number(n));
}

static struct value difference(const struct basis *b, struct value x, struct value y)
{
	return y.kind == VALUE_NUMBER ? moved_by(b, x, -(uint64_t)y.a) : value_any();
}

// An address of the frame, rounded down to a multiple of size. The entry's stack
// pointer is a multiple of a word; so this takes off at most size less a word of
// one that is, too, and less yet leaves as it is. How much that is depends on
// what is rounded: there is one second origin only if it is apart by multiples of
// the size.
static struct value rounded(const struct basis *b, struct known *k, struct value v, int64_t size)
{
	int64_t word = b->arch->stack.word;
	if (v.a % word != 0)
		return value_any();
	if (size <= word)
		return v;
	bool other = k->slack && (k->slack != size - word || ((k->rounded - v.a) & (size - 1)));
	if (v.inexact || other)
		return value_any();
	k->rounded = v.a;
	k->slack = size - word;
	v = plus(v, -(uint64_t)(size - word));
	v.inexact = v.kind == VALUE_STACK;
	return v;
}

static struct value masked(const struct basis *b, struct known *k, struct value v, struct value mask, unsigned bits)
{
	if (mask.kind != VALUE_NUMBER)
		return value_any();
	uint64_t size = -(uint64_t)mask.a, most = (uint64_t)mask.a & mask_of(bits);
	bool power = size && (size & (size - 1)) == 0 && size <= (uint64_t)FARTHEST;
	if (bits == 64 && v.kind == VALUE_STACK && power)
		return rounded(b, k, v, (int64_t)size);
	return value_range(most, most & UINT32_MAX);
}

static struct value arithmetic(const struct basis *b, struct known *k, const struct insn *in)
{
	struct value x = operand_value(b, k, &in->a), y = operand_value(b, k, &in->b);
	if (in->kind == INSN_AND)
		return masked(b, k, x, y, in->to.bits);
	struct value v = in->kind == INSN_ADD ? added(b, x, y) : difference(b, x, y);
	bool pointer = in->to.kind == OPERAND_REGISTER && in->to.reg == b->arch->regs.sp;
	bool element = b->compiled && v.kind == VALUE_STACK && in->b.kind == OPERAND_REGISTER && !pointer;
	if (in->to.bits == 64)
		return element && !is_local(b, k, v.a, v.inexact, 1) ? value_any() : v;
	return x.kind == VALUE_NUMBER && y.kind == VALUE_NUMBER ? low_bits(v, 32) : value_any();
}

// A number that is positive as 32 bits is the same as 64; an element of a table
// is what it is meant to be only with its sign.
static struct value signed_value(struct value v, const struct insn *in)
{
	if (in->to.bits != 64)
		return value_any();
	if (v.kind == VALUE_ENTRY && in->a.bits == 32) {
		v.inexact = false;
		return v;
	}
	return v.kind == VALUE_RANGE && value_max(v) < (uint64_t)1 << (in->a.bits - 1) ? v : value_any();
}

static struct value address_of(const struct basis *b, const struct known *k, const struct insn *in)
{
	const struct place *at = &in->a.at;
	struct value base = held(k, at->base);
	struct spot s = spot_of(b, k, at, 1);
	if (at->pc_relative)
		return value_beside(b, in, at->addr);
	if (at->index == REG_NONE && (base.kind == VALUE_OLD_STACK || base.kind == VALUE_NUMBER))
		return plus(base, (uint64_t)at->disp);
	if (s.kind == SPOT_FRAME)
		return (struct value){.kind = VALUE_STACK, .inexact = s.inexact, .a = s.offset};
	if (s.kind == SPOT_IMAGE && !s.vague)
		return (struct value){.kind = VALUE_ADDRESS, .a = s.offset, .b = (int64_t)s.home};
	bool some = leads_from_held(b, k, at) || (s.kind == SPOT_IMAGE && b->compiled && image_points(b->img, s.home));
	return some ? (struct value){.kind = VALUE_HELD} : value_any();
}

// One of two values: what holds of both.
static struct value either(const struct basis *b, struct value x, struct value y)
{
	const struct value code = {.kind = VALUE_CODE}, word = {.kind = VALUE_HELD};
	const struct value old = {.kind = VALUE_OLD_STACK, .inexact = x.inexact, .a = x.a};
	bool numbers = (x.kind == VALUE_NUMBER || x.kind == VALUE_RANGE) && (y.kind == VALUE_NUMBER || y.kind == VALUE_RANGE);
	if (value_same(x, y))
		return x;
	if (numbers)
		return value_range(value_max(x) > value_max(y) ? value_max(x) : value_max(y),
		                   value_low(x) > value_low(y) ? value_low(x) : value_low(y));
	if (implies(b, x, code) && implies(b, y, code))
		return code;
	if (implies(b, x, word) && implies(b, y, word))
		return word;
	return implies(b, x, old) && implies(b, y, old) ? old : value_any();
}

// 16 bits of a number are replaced.
static struct value inserted(const struct known *k, const struct insn *in)
{
	struct value v = in->to.kind == OPERAND_REGISTER ? k->reg[in->to.reg] : value_any();
	if (v.kind != VALUE_NUMBER || in->a.kind != OPERAND_IMMEDIATE || in->b.kind != OPERAND_IMMEDIATE)
		return value_any();
	uint64_t rest = (uint64_t)v.a & ~(mask_of(16) << in->b.imm);
	return low_bits(number(rest | ((uint64_t)in->a.imm & mask_of(16)) << in->b.imm), in->to.bits);
}

struct value second_result(const struct basis *b, const struct known *k, const struct insn *in)
{
	bool pair = in->kind == INSN_MOVE && in->to2.kind != OPERAND_NONE;
	return pair ? low_bits(operand_value(b, k, &in->a2), in->to2.bits) : value_any();
}

struct value result(const struct basis *b, struct known *k, const struct insn *in)
{
	unsigned bits = in->to.bits;
	if (bits != 64 && (bits != 32 || in->to.kind != OPERAND_REGISTER))
		return value_any();
	switch (in->kind) {
	case INSN_MOVE:
		return low_bits(operand_value(b, k, &in->a), bits);
	case INSN_INSERT:
		return inserted(k, in);
	case INSN_ZERO_EXTEND:
		return low_bits(operand_value(b, k, &in->a), in->a.bits);
	case INSN_SIGN_EXTEND:
		return signed_value(operand_value(b, k, &in->a), in);
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
		return arithmetic(b, k, in);
	case INSN_ADDRESS:
		return bits == 64 ? address_of(b, k, in) : value_any();
	case INSN_SELECT:
		return bits == 64 ? either(b, operand_value(b, k, &in->a), operand_value(b, k, &in->b)) : value_any();
	default:
		return value_any();
	}
}
