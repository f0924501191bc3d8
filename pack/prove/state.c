#include "prove/state.h"

#include <stddef.h>

static const struct value any = {.kind = VAL_ANY};

static struct value stack_value(int64_t offset)
{
	return (struct value){.kind = VAL_STACK, .a = offset};
}

static bool same(struct value x, struct value y)
{
	return x.kind == y.kind && x.inexact == y.inexact && x.a == y.a && x.b == y.b;
}

// System V ABI AMD64, figure 3.4.
static const int callee_saved[] = {3, 5, 12, 13, 14, 15};
static const int arguments[STATE_REG_ARGS] = {7, 6, 2, 1, 8, 9};

bool state_restored(const struct state *s, int *reg)
{
	for (size_t i = 0; i < sizeof callee_saved / sizeof *callee_saved; i++) {
		*reg = callee_saved[i];
		if (s->reg[*reg].kind != VAL_SAVED || s->reg[*reg].a != *reg)
			return false;
	}
	return true;
}

const struct value *state_slot(const struct state *s, int64_t offset)
{
	for (int i = 0; i < s->slots; i++)
		if (s->slot[i].offset == offset)
			return &s->slot[i].value;
	return NULL;
}

bool state_returns(const struct state *s)
{
	const struct value *v = state_slot(s, 0);
	return v && v->kind == VAL_SAVED && v->a == STATE_REGS;
}

bool state_frame_chain(const struct state *s)
{
	struct value bp = s->reg[REG_BP];
	const struct value *saved = state_slot(s, -8);
	if (bp.kind == VAL_SAVED)
		return bp.a == REG_BP;
	return bp.kind == VAL_STACK && !bp.inexact && bp.a == -8 && saved && saved->kind == VAL_SAVED && saved->a == REG_BP;
}

void state_forget(struct state *s, int64_t offset, int64_t bytes)
{
	int kept = 0;
	for (int i = 0; i < s->slots; i++)
		if (s->slot[i].offset >= offset + bytes || s->slot[i].offset + 8 <= offset)
			s->slot[kept++] = s->slot[i];
	s->slots = kept;
}

void state_store(struct state *s, int64_t offset, int64_t bytes, struct value v)
{
	state_forget(s, offset, bytes);
	if (bytes == 8 && v.kind != VAL_ANY && s->slots < STATE_SLOTS)
		s->slot[s->slots++] = (struct slot){offset, v};
}

struct state state_at_entry(const struct value args[STATE_ARGS])
{
	struct state s = {.slots = 1, .slot = {{0, {.kind = VAL_SAVED, .a = STATE_REGS}}}};
	s.reg[REG_SP] = stack_value(0);
	for (size_t i = 0; i < sizeof callee_saved / sizeof *callee_saved; i++)
		s.reg[callee_saved[i]] = (struct value){.kind = VAL_SAVED, .a = callee_saved[i]};
	for (int i = 0; i < STATE_REG_ARGS; i++)
		s.reg[arguments[i]] = args[i];
	for (int i = STATE_REG_ARGS; i < STATE_ARGS; i++)
		state_store(&s, 8 + 8 * (i - STATE_REG_ARGS), 8, args[i]);
	return s;
}

// Stack arguments lie right above the return address, which a call has still
// to push; at a jump in the place of a return it is there.
struct value state_arg(const struct state *s, int n, bool tail)
{
	if (n < STATE_REG_ARGS)
		return s->reg[arguments[n]];
	const struct value *v = state_slot(s, s->reg[REG_SP].a + 8 * (n - STATE_REG_ARGS) + (tail ? 8 : 0));
	return v ? *v : any;
}

static bool is_code(struct value v, struct code_range code)
{
	return v.kind == VAL_CODE ||
	       (v.kind == VAL_CONST && (uint64_t)v.a >= code.start && (uint64_t)v.a < code.end);
}

struct value value_join(struct value x, struct value y, struct code_range code)
{
	if (same(x, y))
		return x;
	if (is_code(x, code) && is_code(y, code))
		return (struct value){.kind = VAL_CODE};
	return any;
}

static bool join_value(struct value *into, struct value from, struct code_range code, bool *escaped)
{
	struct value v = value_join(*into, from, code);
	bool lost = !same(v, *into);
	*escaped |= v.kind != VAL_STACK && (into->kind == VAL_STACK || from.kind == VAL_STACK);
	*into = v;
	return lost;
}

bool state_join(struct state *into, const struct state *from, struct code_range code)
{
	bool lost = (from->upper && !into->upper) || (from->direction && !into->direction) ||
	            (from->escaped && !into->escaped);
	bool escaped = into->escaped || from->escaped;
	into->upper |= from->upper;
	into->direction |= from->direction;
	for (int r = 0; r < STATE_REGS; r++)
		lost |= join_value(&into->reg[r], from->reg[r], code, &escaped);
	int kept = 0;
	for (int i = 0; i < into->slots; i++) {
		struct slot slot = into->slot[i];
		const struct value *v = state_slot(from, slot.offset);
		lost |= join_value(&slot.value, v ? *v : any, code, &escaped);
		if (slot.value.kind != VAL_ANY)
			into->slot[kept++] = slot;
	}
	into->slots = kept;
	lost |= escaped != into->escaped;
	into->escaped = escaped;
	return lost;
}

