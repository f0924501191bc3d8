// effect.c - the transfer function of the checker.
//
// A value is followed only where the rule for it stands here; everything else
// that an instruction writes is unknown behind it.
#include "check/effect.h"

enum { MOST_ELEMENTS = 1 << 20 };
static const int64_t far = 1LL << 40; // no frame is larger

static struct value number(uint64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .a = (int64_t)n};
}

static struct value held(const struct known *k, uint8_t reg)
{
	return reg < INSN_REGS ? k->reg[reg] : value_any();
}

// plus is v moved by n bytes, as the processor adds.
static struct value plus(struct value v, uint64_t n)
{
	v.a = (int64_t)((uint64_t)v.a + n);
	return is_frame_address(v) && (v.a > far || v.a < -far) ? value_any() : v;
}

// A sum of registers leads into the frame or the image by the one address in it
// that is not scaled, if what is added to it are numbers; and some way from there
// if they are not.
struct spot spot_of(const struct known *k, const struct place *at)
{
	const uint8_t regs[2] = {at->base, at->index};
	const uint8_t scales[2] = {1, at->scale};
	struct value root = value_any();
	uint64_t sum = (uint64_t)at->disp;
	bool vague = false, of_frame = false;
	if (at->pc_relative)
		return (struct spot){.kind = SPOT_IMAGE, .offset = (int64_t)at->addr};
	for (int i = 0; i < 2; i++) {
		struct value v = held(k, regs[i]);
		of_frame |= is_frame_address(v);
		if (v.kind == VALUE_NUMBER)
			sum += (uint64_t)v.a * scales[i];
		else if ((v.kind == VALUE_STACK || v.kind == VALUE_ADDRESS) && scales[i] == 1 && root.kind == VALUE_ANY)
			root = v;
		else
			vague |= regs[i] != REG_NONE;
	}
	int64_t offset = (int64_t)((uint64_t)root.a + sum);
	if (root.kind == VALUE_ANY || at->base == REG_OTHER || offset > far || offset < -far)
		return (struct spot){.kind = SPOT_UNKNOWN, .vague = true, .of_frame = of_frame};
	if (root.kind == VALUE_ADDRESS)
		return (struct spot){.kind = of_frame ? SPOT_UNKNOWN : SPOT_IMAGE, .offset = offset, .vague = vague, .of_frame = of_frame};
	return (struct spot){.kind = vague ? SPOT_WITHIN : SPOT_FRAME, .offset = offset, .inexact = root.inexact, .vague = vague};
}

struct spot access_spot(const struct known *k, const struct access *x)
{
	struct spot s = spot_of(k, &x->at);
	struct value count = held(k, x->count);
	s.bytes = x->bytes;
	if (!x->repeats)
		return s;
	if (count.kind == VALUE_NUMBER && count.a >= 0 && count.a < far / INT16_MAX) {
		s.bytes *= count.a;
		return s;
	}
	s.vague = true;
	if (s.kind == SPOT_FRAME)
		s.kind = SPOT_WITHIN;
	return s;
}

static uint64_t mask_of(unsigned bits)
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

// Pointers to functions, in constants, all of which calls through pointers reach:
// one of them, or any up to the end of what they stand in.
static bool holds_functions(const struct basis *b, uint64_t addr, bool any)
{
	const struct input_section *home = image_section(b->img, addr);
	if (any && !home)
		return false;
	for (uint64_t at = addr; at == addr || (any && at + 8 <= home->end); at += 8) {
		const struct reloc *r = image_reloc_at(b->img, at);
		const struct proven *f = r && r->dynamic ? function_at(b, r->value) : NULL;
		if (!f || !f->taken)
			return false;
	}
	return true;
}

// How many elements of 4 bytes from its spot on the operand may mean; 0: any.
static uint32_t elements(const struct known *k, const struct place *at, const struct spot *s)
{
	struct value index = held(k, at->index);
	if (!s->vague)
		return 1;
	if (held(k, at->base).kind != VALUE_ADDRESS || at->scale != 4 || value_max(index) >= MOST_ELEMENTS)
		return 0;
	return (uint32_t)value_max(index) + 1;
}

static struct value loaded(const struct basis *b, const struct known *k, const struct operand *o)
{
	struct spot s = spot_of(k, &o->at);
	bool constant = s.kind == SPOT_IMAGE && in_constants(b, (uint64_t)s.offset);
	if (s.kind == SPOT_FRAME && o->bits == 64)
		return cell_value(k, s.offset, s.inexact);
	if (constant && o->bits == 32)
		return (struct value){.kind = VALUE_ENTRY, .inexact = true, .a = s.offset, .n = elements(k, &o->at, &s)};
	if (constant && o->bits == 64 && holds_functions(b, (uint64_t)s.offset, s.vague))
		return (struct value){.kind = VALUE_CODE};
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

static struct value added(struct value x, struct value y)
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
	return value_any();
}

static struct value difference(struct value x, struct value y)
{
	return y.kind == VALUE_NUMBER ? added(x, number(-(uint64_t)y.a)) : value_any();
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
	bool power = size && (size & (size - 1)) == 0 && size <= (uint64_t)far;
	if (bits == 64 && v.kind == VALUE_STACK && power)
		return rounded(b, k, v, (int64_t)size);
	return value_range(most, most & UINT32_MAX);
}

static struct value arithmetic(const struct basis *b, struct known *k, const struct insn *in)
{
	struct value x = operand_value(b, k, &in->a), y = operand_value(b, k, &in->b);
	if (in->kind == INSN_AND)
		return masked(b, k, x, y, in->to.bits);
	struct value v = in->kind == INSN_ADD ? added(x, y) : difference(x, y);
	if (in->to.bits == 64)
		return v;
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

static struct value address_of(const struct known *k, const struct place *at)
{
	struct value base = held(k, at->base);
	struct spot s = spot_of(k, at);
	if (!at->pc_relative && at->index == REG_NONE && (base.kind == VALUE_OLD_STACK || base.kind == VALUE_NUMBER))
		return plus(base, (uint64_t)at->disp);
	if (s.kind == SPOT_FRAME)
		return (struct value){.kind = VALUE_STACK, .inexact = s.inexact, .a = s.offset};
	if (s.kind == SPOT_IMAGE && !s.vague)
		return (struct value){.kind = VALUE_ADDRESS, .a = s.offset};
	return value_any();
}

// One of two values: what holds of both.
static struct value either(const struct basis *b, struct value x, struct value y)
{
	const struct value code = {.kind = VALUE_CODE}, old = {.kind = VALUE_OLD_STACK, .inexact = x.inexact, .a = x.a};
	bool numbers = (x.kind == VALUE_NUMBER || x.kind == VALUE_RANGE) && (y.kind == VALUE_NUMBER || y.kind == VALUE_RANGE);
	if (value_same(x, y))
		return x;
	if (numbers)
		return value_range(value_max(x) > value_max(y) ? value_max(x) : value_max(y),
		                   value_low(x) > value_low(y) ? value_low(x) : value_low(y));
	if (implies(b, x, code) && implies(b, y, code))
		return code;
	return implies(b, x, old) && implies(b, y, old) ? old : value_any();
}

static struct value result(const struct basis *b, struct known *k, const struct insn *in)
{
	unsigned bits = in->to.bits;
	if (bits != 64 && (bits != 32 || in->to.kind != OPERAND_REGISTER))
		return value_any();
	switch (in->kind) {
	case INSN_MOVE:
		return low_bits(operand_value(b, k, &in->a), bits);
	case INSN_ZERO_EXTEND:
		return low_bits(operand_value(b, k, &in->a), in->a.bits);
	case INSN_SIGN_EXTEND:
		return signed_value(operand_value(b, k, &in->a), in);
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
		return arithmetic(b, k, in);
	case INSN_ADDRESS:
		return bits == 64 ? address_of(k, &in->a.at) : value_any();
	case INSN_SELECT:
		return bits == 64 ? either(b, operand_value(b, k, &in->a), operand_value(b, k, &in->b)) : value_any();
	default:
		return value_any();
	}
}

static regset frame_registers(const struct basis *b, const struct known *k)
{
	regset r = 0;
	for (int i = 0; i < b->arch->regs.count; i++)
		r |= (regset)is_frame_address(k->reg[i]) << i;
	return r;
}

// Whoever reads an address of the frame as data has it, unless what comes of it
// is known to be one, in a register. Comparing two tells nothing to keep.
static bool lets_escape(const struct basis *b, const struct known *k, const struct insn *in, struct value v)
{
	return in->kind != INSN_COMPARE && (in->data & frame_registers(b, k)) &&
	       !(in->to.kind == OPERAND_REGISTER && is_frame_address(v));
}

void effect_of_writes(const struct basis *b, struct known *k, const struct insn *in)
{
	for (int r = 0; r < b->arch->regs.count; r++) {
		if (!(in->writes >> r & 1))
			continue;
		k->reg[r] = in->narrow >> r & 1 ? value_range(UINT32_MAX, UINT32_MAX) : value_any();
		if (k->flags_reg == r)
			k->flags_bits = 0;
	}
	if (in->sets_flags)
		k->flags_bits = 0;
}

// C that writes to its own objects at an unknown place may have changed any of
// them; not what a compiler saves, and a stack pointer that it keeps will do to
// become the stack pointer again, for nothing else.
static void disturb(struct known *k)
{
	for (int i = 0; i < k->cells;) {
		struct value *v = &k->cell[i].value;
		if (v->kind == VALUE_STACK)
			v->kind = VALUE_OLD_STACK;
		if (v->kind == VALUE_SAVED || v->kind == VALUE_OLD_STACK)
			i++;
		else
			k->cell[i] = k->cell[--k->cells];
	}
}

static const char *write_at(const struct basis *b, struct known *k, const struct spot *s)
{
	uint64_t at = (uint64_t)s->offset;
	switch (s->kind) {
	case SPOT_FRAME:
		forget_cells(k, s->offset, s->inexact, s->bytes);
		return NULL;
	case SPOT_WITHIN:
		disturb(k);
		return NULL;
	case SPOT_IMAGE:
		if (at >= b->img->base && at < b->img->base + b->img->size)
			return "it writes to the image";
		break;
	default:
		break;
	}
	if (k->escaped || s->of_frame)
		disturb(k);
	return NULL;
}

static void put(const struct basis *b, struct known *k, const struct operand *to, const struct spot *at, struct value v)
{
	if (to->kind == OPERAND_REGISTER && to->bits >= 32 && v.kind != VALUE_ANY) {
		if (to->reg == b->arch->regs.sp && v.kind == VALUE_OLD_STACK)
			v.kind = VALUE_STACK;
		k->reg[to->reg] = v;
	} else if (to->kind == OPERAND_MEMORY && at->kind == SPOT_FRAME && to->bits == 64) {
		set_cell(k, at->offset, at->inexact, v);
	}
}

// An ordinary instruction: all places and its result first, by what holds before
// it; then all that it writes is unknown; then the result is where it goes.
static const char *ordinary(const struct basis *b, struct known *k, const struct insn *in, struct value v)
{
	struct spot spot[INSN_ACCESSES], to = {0};
	const char *what = NULL;
	for (int i = 0; i < in->accesses; i++)
		spot[i] = access_spot(k, &in->access[i]);
	if (in->to.kind == OPERAND_MEMORY)
		to = spot_of(k, &in->to.at);
	effect_of_writes(b, k, in);
	for (int i = 0; i < in->accesses && !what; i++)
		if (in->access[i].writes && !in->access[i].hint)
			what = write_at(b, k, &spot[i]);
	put(b, k, &in->to, &to, v);
	return what;
}

static void compare(const struct basis *b, struct known *k, const struct insn *in)
{
	struct value n = operand_value(b, k, &in->b);
	if (in->a.kind != OPERAND_REGISTER || n.kind != VALUE_NUMBER)
		return;
	k->flags_reg = in->a.reg;
	k->flags_bits = (uint8_t)in->a.bits;
	k->flags_number = (uint64_t)n.a & mask_of(in->a.bits);
}

static const char *push(const struct basis *b, struct known *k, const struct insn *in)
{
	struct value v = operand_value(b, k, &in->a), *sp = &k->reg[b->arch->regs.sp];
	if (in->a.bits != 8 * b->arch->stack.word)
		return "it pushes less than a word";
	k->escaped |= is_frame_address(v);
	*sp = plus(*sp, -(uint64_t)b->arch->stack.word);
	set_cell(k, sp->a, sp->inexact, v);
	return NULL;
}

// The stack pointer has moved when a memory operand's address is computed.
static const char *pop(const struct basis *b, struct known *k, const struct insn *in)
{
	uint8_t sp = b->arch->regs.sp;
	struct value from = k->reg[sp], v = cell_value(k, from.a, from.inexact);
	struct insn rest = *in;
	if (in->to.bits != 8 * b->arch->stack.word)
		return "it pops less than a word";
	if (in->to.kind == OPERAND_REGISTER && in->to.reg == sp)
		return "it pops into the stack pointer";
	k->reg[sp] = plus(from, b->arch->stack.word);
	rest.writes &= ~((regset)1 << sp);
	return ordinary(b, k, &rest, v);
}

static const char *leave(const struct basis *b, struct known *k)
{
	uint8_t sp = b->arch->regs.sp, fp = b->arch->regs.fp;
	struct value from = k->reg[fp];
	if (from.kind != VALUE_STACK)
		return "it leaves its frame by a frame pointer that is not known";
	k->reg[sp] = plus(from, b->arch->stack.word);
	k->reg[fp] = cell_value(k, from.a, from.inexact);
	if (k->flags_reg == fp)
		k->flags_bits = 0;
	return NULL;
}

const char *effect(const struct basis *b, struct known *k, const struct insn *in)
{
	const char *what;
	struct value v;
	switch (in->kind) {
	case INSN_PUSH:
		what = push(b, k, in);
		break;
	case INSN_POP:
		what = pop(b, k, in);
		break;
	case INSN_LEAVE:
		what = leave(b, k);
		break;
	default:
		v = result(b, k, in);
		k->escaped |= lets_escape(b, k, in, v);
		what = ordinary(b, k, in, v);
	}
	if (in->kind == INSN_COMPARE)
		compare(b, k, in);
	return !what && k->reg[b->arch->regs.sp].kind != VALUE_STACK ? "the stack pointer is not known behind it" : what;
}

// Below the stack pointer all is the callee's, and of what lies above it the
// arguments that it writes.
void effect_of_call(const struct basis *b, struct known *k, const struct contract *c)
{
	struct value sp = k->reg[b->arch->regs.sp];
	for (int r = 0; r < b->arch->regs.count; r++) {
		bool saved = b->arch->regs.callee_saved >> r & 1;
		if (r == b->arch->regs.sp)
			continue;
		k->escaped |= is_frame_address(k->reg[r]) && (!saved || c->peeks);
		if (!saved)
			k->reg[r] = value_any();
	}
	k->flags_bits = 0;
	if (k->escaped)
		disturb(k);
	forget_cells(k, sp.a - far, sp.inexact, far + c->above);
}

// At most `most` in so many low bits.
static struct value at_most(struct value v, unsigned bits, uint64_t most)
{
	uint64_t max = value_max(v), low = value_low(v);
	if (v.kind != VALUE_ANY && v.kind != VALUE_RANGE)
		return v;
	if (bits == 32) {
		low = most < low ? most : low;
		max = max <= UINT32_MAX && most < max ? most : max;
	} else if (bits == 64 || max <= mask_of(bits)) {
		max = most < max ? most : max;
		low = most < low ? most : low;
	}
	return value_range(max, low);
}

struct value condition_value(const struct known *k, const struct insn *in, bool taken)
{
	struct value v = k->reg[k->flags_reg];
	bool upto = in->condition == (taken ? COND_BELOW_EQUAL : COND_ABOVE);
	bool below = in->condition == (taken ? COND_BELOW : COND_ABOVE_EQUAL);
	if (upto)
		return at_most(v, k->flags_bits, k->flags_number);
	return below && k->flags_number ? at_most(v, k->flags_bits, k->flags_number - 1) : v;
}

static bool is_callers(struct value v)
{
	return v.kind == VALUE_SAVED && v.a != VALUE_RETURN;
}

// Keeping is to push it, or to move all of it to a register or a known place of
// the frame.
static bool only_keeps(const struct known *k, const struct insn *in, uint8_t r)
{
	bool whole = in->a.kind == OPERAND_REGISTER && in->a.reg == r && in->a.bits == 64;
	if (in->kind == INSN_PUSH)
		return whole;
	if (in->kind != INSN_MOVE || !whole || in->to.bits != 64)
		return false;
	return in->to.kind == OPERAND_REGISTER || (in->to.kind == OPERAND_MEMORY && spot_of(k, &in->to.at).kind == SPOT_FRAME);
}

bool uses_callers(const struct basis *b, const struct known *k, const struct insn *in)
{
	regset used = in->kind == INSN_NOTHING ? 0 : in->reads & ~in->merges;
	for (uint8_t r = 0; r < b->arch->regs.count; r++)
		if ((used >> r & 1) && is_callers(k->reg[r]) && !only_keeps(k, in, r))
			return true;
	return false;
}

bool hands_on_callers(const struct basis *b, const struct known *k)
{
	for (int r = 0; r < b->arch->regs.count; r++)
		if (is_callers(k->reg[r]) && !(b->arch->regs.callee_saved >> r & 1))
			return true;
	return false;
}
