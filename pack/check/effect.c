// effect.c - the transfer function of the checker: what instructions leave.
#include "check/effect.h"

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
// them; not what a compiler saves, nor the page of an address, and a stack pointer that it keeps will do to
// become the stack pointer again, for nothing else. What cannot be the own frame's
// may be its caller's, where the stack arguments are, if these are not sealed.
static void disturb(const struct basis *b, struct known *k, bool own, bool sealed)
{
	for (int i = 0; i < k->cells;) {
		struct value *v = &k->cell[i].value;
		int64_t end = k->cell[i].offset + 8 + (k->cell[i].inexact ? k->slack : 0);
		if ((!own && end <= b->args) || (sealed && k->cell[i].offset >= b->args)) {
			i++;
			continue;
		}
		if (v->kind == VALUE_STACK)
			v->kind = VALUE_OLD_STACK;
		bool page = v->kind == VALUE_ADDRESS && v->inexact && b->compiled;
		if (v->kind == VALUE_SAVED || v->kind == VALUE_OLD_STACK || page)
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
		disturb(b, k, true, b->sealed);
		return NULL;
	case SPOT_IMAGE:
		if (at >= b->img->base && at < b->img->base + b->img->size && s->home < b->img->base + b->img->size)
			return "it writes to the image";
		break;
	default:
		break;
	}
	disturb(b, k, k->escaped || s->of_frame, b->sealed && !s->of_frame);
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

// Where an address is written back, the register moves by so many bytes.
static struct value written_back(const struct basis *b, struct known *k, const struct insn *in)
{
	struct value base = k->reg[in->back.reg], v = moved_by(b, base, (uint64_t)in->back.bytes);
	k->escaped |= is_frame_address(base) && !is_frame_address(v);
	return v;
}

// An ordinary instruction: all places and its result first, by what holds before
// it; then all that it writes is unknown; then the result is where it goes, the
// second one of a pair too, and an address that is written back.
static const char *ordinary(const struct basis *b, struct known *k, const struct insn *in, struct value v)
{
	struct spot spot[INSN_ACCESSES], to = {0}, to2 = {0};
	struct value v2 = second_result(b, k, in), base = in->back.bytes ? written_back(b, k, in) : value_any();
	const char *what = NULL;
	for (int i = 0; i < in->accesses; i++)
		spot[i] = access_spot(b, k, &in->access[i]);
	if (in->to.kind == OPERAND_MEMORY)
		to = spot_of(b, k, &in->to.at, in->to.bits / 8);
	if (in->to2.kind == OPERAND_MEMORY)
		to2 = spot_of(b, k, &in->to2.at, in->to2.bits / 8);
	effect_of_writes(b, k, in);
	for (int i = 0; i < in->accesses && !what; i++)
		if (in->access[i].writes && !in->access[i].hint)
			what = write_at(b, k, &spot[i]);
	put(b, k, &in->to, &to, v);
	put(b, k, &in->to2, &to2, v2);
	if (in->back.bytes)
		k->reg[in->back.reg] = base;
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
		bool saved = b->kept >> r & 1;
		if (r == b->arch->regs.sp)
			continue;
		k->escaped |= is_frame_address(k->reg[r]) && (!saved || c->peeks);
		if (!saved)
			k->reg[r] = value_any();
	}
	k->reg[b->arch->regs.result] = handed(b, c->result, true, b->compiled);
	k->flags_bits = 0;
	k->escaped |= c->reaches;
	disturb(b, k, k->escaped, b->sealed);
	forget_cells(k, sp.a - FARTHEST, sp.inexact, FARTHEST);
	forget_cells(k, sp.a + b->args - b->arch->stack.call, sp.inexact, c->above);
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

static bool is_whole(const struct operand *from, uint8_t r)
{
	return from->kind == OPERAND_REGISTER && from->reg == r && from->bits == 64;
}

static bool moves_whole(const struct basis *b, const struct known *k, const struct operand *to,
                        const struct operand *from, uint8_t r)
{
	return is_whole(from, r) && to->bits == 64 &&
	       (to->kind == OPERAND_REGISTER || (to->kind == OPERAND_MEMORY && spot_of(b, k, &to->at, 8).kind == SPOT_FRAME));
}

// Keeping is to push it, or to move all of it to a register or a known place of
// the frame.
static bool only_keeps(const struct basis *b, const struct known *k, const struct insn *in, uint8_t r)
{
	if (in->kind == INSN_PUSH)
		return is_whole(&in->a, r);
	return in->kind == INSN_MOVE && (moves_whole(b, k, &in->to, &in->a, r) || moves_whole(b, k, &in->to2, &in->a2, r));
}

bool uses_callers(const struct basis *b, const struct known *k, const struct insn *in)
{
	regset left = b->compiled ? in->merges : 0; // of what it has not set, a compiler uses nothing
	regset used = in->kind == INSN_NOTHING ? 0 : in->reads & ~left;
	for (uint8_t r = 0; r < b->arch->regs.count; r++)
		if ((used >> r & 1) && is_callers(k->reg[r]) && !only_keeps(b, k, in, r))
			return true;
	return false;
}

bool hands_on_callers(const struct basis *b, const struct known *k)
{
	for (int r = 0; r < b->arch->regs.count; r++)
		if (is_callers(k->reg[r]) && !(b->kept >> r & 1))
			return true;
	return false;
}
