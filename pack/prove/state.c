#include "prove/state.h"

#include <stddef.h>

struct ground ground_of(const struct arch *arch, const struct image *img)
{
	struct ground g = {.arch = arch, .img = img, .start = img->base, .end = img->text_end, .limit = img->base + img->size};
	g.relaid = img->origins.n != 0;
	g.kept = arch->regs.callee_saved & ~(g.relaid ? arch->regs.reserved & ~arch->regs.relaid_reserved : 0);
	g.args = g.relaid ? arch->stack.relaid_args : arch->stack.call;
	for (size_t i = 0; i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		g.parts |= r->addr < g.end && arch->reloc_kind(r->type) == RELOC_LOW;
		bool constant = r->dynamic && r->addr >= g.end && r->addr < g.limit;
		g.leaks |= constant && (r->value < g.start || r->value >= g.limit || extent_holds(&img->data, r->section));
	}
	return g;
}

static struct value stack_value(int64_t offset)
{
	return (struct value){.kind = VALUE_STACK, .a = offset};
}

static struct value saved_value(int reg)
{
	return (struct value){.kind = VALUE_SAVED, .a = reg};
}

static bool is_callee_saved(const struct ground *g, int reg)
{
	return g->kept >> reg & 1;
}

bool state_restored(const struct ground *g, const struct state *s, int *reg)
{
	for (*reg = 0; *reg < g->arch->regs.count; ++*reg)
		if (is_callee_saved(g, *reg) && !value_same(s->reg[*reg], saved_value(*reg)))
			return false;
	return true;
}

const struct value *state_slot(const struct state *s, int64_t offset, bool inexact)
{
	for (int i = 0; i < s->slots; i++)
		if (s->slot[i].offset == offset && s->slot[i].inexact == inexact)
			return &s->slot[i].value;
	return NULL;
}

bool state_holds_return(const struct state *s, uint8_t reg)
{
	return value_same(s->reg[reg], saved_value(VALUE_RETURN));
}

static bool slot_holds(const struct state *s, int64_t offset, struct value want)
{
	const struct value *v = state_slot(s, offset, false);
	return v && value_same(*v, want);
}

bool state_returns(const struct ground *g, const struct state *s)
{
	if (g->arch->regs.link != REG_NONE)
		return state_holds_return(s, g->arch->regs.link);
	return slot_holds(s, 0, saved_value(VALUE_RETURN));
}

bool state_frame_chain(const struct ground *g, const struct state *s)
{
	struct value fp = s->reg[g->arch->regs.fp], own = saved_value(g->arch->regs.fp);
	int64_t word = g->arch->stack.word;
	if (fp.kind == VALUE_SAVED)
		return value_same(fp, own);
	if (fp.kind != VALUE_STACK || fp.inexact || !slot_holds(s, fp.a, own))
		return false;
	return g->arch->regs.link == REG_NONE ? fp.a == -word : slot_holds(s, fp.a + word, saved_value(VALUE_RETURN));
}

// The slot's bytes, and those of the store, from the same origin: what differs
// is added to the end of the one that counts from the realigned one.
static bool reaches(const struct state *s, const struct slot *slot, int64_t offset, bool inexact, int64_t bytes)
{
	int64_t slot_end = slot->offset + 8, end = offset + bytes;
	if (slot->inexact && !inexact)
		slot_end += s->slack;
	if (inexact && !slot->inexact)
		end += s->slack;
	return slot->offset < end && offset < slot_end;
}

void state_forget(struct state *s, int64_t offset, bool inexact, int64_t bytes)
{
	int kept = 0;
	for (int i = 0; i < s->slots; i++)
		if (!reaches(s, &s->slot[i], offset, inexact, bytes))
			s->slot[kept++] = s->slot[i];
	s->slots = kept;
}

bool state_keeps(const struct state *s, int64_t offset, bool inexact, int64_t bytes)
{
	for (int i = 0; i < s->slots; i++)
		if (s->slot[i].value.kind == VALUE_SAVED && reaches(s, &s->slot[i], offset, inexact, bytes))
			return true;
	return false;
}

bool state_saves(const struct state *s, int64_t offset, bool inexact, int64_t bytes)
{
	for (int i = 0; i < s->slots; i++) {
		struct value v = s->slot[i].value;
		if (v.kind == VALUE_SAVED && v.a != VALUE_RETURN && reaches(s, &s->slot[i], offset, inexact, bytes))
			return true;
	}
	return false;
}

void state_store(struct state *s, int64_t offset, bool inexact, int64_t bytes, struct value v)
{
	state_forget(s, offset, inexact, bytes);
	if (bytes != 8 || v.kind == VALUE_ANY)
		return;
	if (s->slots < STATE_SLOTS)
		s->slot[s->slots++] = (struct slot){offset, inexact, v};
	else
		s->full = true;
}

void state_disturb(const struct ground *g, struct state *s, bool own, bool sealed)
{
	int kept = 0;
	for (int i = 0; i < s->slots; i++) {
		struct slot slot = s->slot[i];
		int64_t end = slot.offset + 8 + (slot.inexact ? s->slack : 0);
		if ((!own && end <= g->args) || (sealed && slot.offset >= g->args)) {
			s->slot[kept++] = slot;
			continue;
		}
		if (slot.value.kind == VALUE_STACK)
			slot.value.kind = VALUE_OLD_STACK;
		bool page = slot.value.kind == VALUE_ADDRESS && slot.value.inexact && g->compiled;
		// Who follows more slots may know that the write is over this one.
		bool lasts = !s->full && (slot.value.kind == VALUE_OLD_STACK || page);
		if (slot.value.kind == VALUE_SAVED || lasts)
			s->slot[kept++] = slot;
	}
	s->slots = kept;
}

struct state state_at_entry(const struct ground *g, const struct value args[VALUE_ARGS])
{
	const struct arch *arch = g->arch;
	struct state s = {.compared.reg = REG_NONE, .fresh = ~(regset)0};
	if (arch->regs.link != REG_NONE)
		s.reg[arch->regs.link] = saved_value(VALUE_RETURN);
	else
		state_store(&s, 0, false, arch->stack.word, saved_value(VALUE_RETURN));
	for (int i = 0; i < arch->regs.count; i++)
		if (is_callee_saved(g, i))
			s.reg[i] = saved_value(i);
	s.reg[arch->regs.sp] = stack_value(0);
	for (int i = 0; i < arch->regs.narguments; i++)
		s.reg[arch->regs.arguments[i]] = args[i];
	for (int i = arch->regs.narguments; i < VALUE_ARGS; i++)
		state_store(&s, g->args + 8 * (i - arch->regs.narguments), false, 8, args[i]);
	return s;
}

// What a call has still to push lies below the stack arguments; at a jump in the
// place of a return it is there.
struct value state_arg(const struct ground *g, const struct state *s, int n, bool tail)
{
	struct value sp = s->reg[g->arch->regs.sp];
	if (n < g->arch->regs.narguments)
		return s->reg[g->arch->regs.arguments[n]];
	int64_t at = sp.a + 8 * (n - g->arch->regs.narguments) + g->args - (tail ? 0 : g->arch->stack.call);
	const struct value *v = state_slot(s, at, sp.inexact);
	return v ? *v : value_any();
}

// A label within a function is no function whose address is taken.
static bool is_code(const struct ground *g, struct value v)
{
	if (!value_is_exact(v) || (uint64_t)v.a < g->start || (uint64_t)v.a >= g->end)
		return v.kind == VALUE_CODE;
	const struct symbol *s = image_function_at(g->img, (uint64_t)v.a);
	return s && s->addr == (uint64_t)v.a;
}

static bool is_held(const struct ground *g, struct value v)
{
	uint64_t home = (uint64_t)(v.b ? v.b : v.a);
	bool constant = v.kind == VALUE_ADDRESS && home >= g->end && home < g->limit;
	return g->compiled && (constant || is_code(g, v) || v.kind == VALUE_HELD);
}

struct value value_handed(const struct ground *g, struct value v, bool from, bool to)
{
	bool holds = from || v.kind != VALUE_ADDRESS || is_code(g, v);
	return holds && (v.kind != VALUE_HELD || (from && to)) ? value_passed(v) : value_any();
}

static bool is_number(struct value v)
{
	return v.kind == VALUE_NUMBER || v.kind == VALUE_RANGE;
}

static uint64_t larger(uint64_t x, uint64_t y)
{
	return x > y ? x : y;
}

// A range that grows along a loop is given up at once: this ends the walk.
struct value value_join(const struct ground *g, struct value x, struct value y)
{
	if (value_same(x, y))
		return x;
	if (is_code(g, x) && is_code(g, y))
		return (struct value){.kind = VALUE_CODE};
	if (is_held(g, x) && is_held(g, y))
		return (struct value){.kind = VALUE_HELD};
	if (is_number(x) && is_number(y)) {
		struct value v = value_range(larger(value_max(x), value_max(y)), larger(value_low(x), value_low(y)));
		bool grows = x.kind == VALUE_RANGE && !value_same(v, x);
		return grows ? value_range(value_max(v) <= UINT32_MAX ? UINT32_MAX : UINT64_MAX, UINT32_MAX) : v;
	}
	bool stacks = (x.kind == VALUE_STACK || x.kind == VALUE_OLD_STACK) &&
	              (y.kind == VALUE_STACK || y.kind == VALUE_OLD_STACK);
	if (stacks && x.a == y.a && x.inexact == y.inexact)
		return (struct value){.kind = VALUE_OLD_STACK, .inexact = x.inexact, .a = x.a};
	return value_any();
}

static bool join_value(const struct ground *g, struct value *into, struct value from, bool *escaped)
{
	struct value v = value_join(g, *into, from);
	bool lost = !value_same(v, *into);
	*escaped |= v.kind != VALUE_STACK && (into->kind == VALUE_STACK || from.kind == VALUE_STACK);
	*into = v;
	return lost;
}

static bool join_slots(const struct ground *g, struct state *into, const struct state *from, bool *escaped)
{
	bool lost = false;
	int kept = 0;
	for (int i = 0; i < into->slots; i++) {
		struct slot slot = into->slot[i];
		const struct value *v = state_slot(from, slot.offset, slot.inexact);
		lost |= join_value(g, &slot.value, v ? *v : value_any(), escaped);
		if (slot.value.kind != VALUE_ANY)
			into->slot[kept++] = slot;
	}
	into->slots = kept;
	return lost;
}

static bool same_compared(struct compared x, struct compared y)
{
	return x.reg == y.reg && x.bits == y.bits && x.number == y.number;
}

static bool join_rounded(struct state *into, const struct state *from)
{
	int64_t was = into->rounded;
	if (from->slack && from->rounded != into->rounded)
		into->rounded = into->slack ? ROUNDED_MIXED : from->rounded;
	return into->rounded != was;
}

bool state_join(const struct ground *g, struct state *into, const struct state *from, const char **what)
{
	bool lost = false, escaped = into->escaped || from->escaped;
	for (int r = 0; r < g->arch->regs.count; r++)
		lost |= join_value(g, &into->reg[r], from->reg[r], &escaped);
	lost |= join_slots(g, into, from, &escaped);
	if (into->compared.reg != REG_NONE && !same_compared(into->compared, from->compared)) {
		into->compared = (struct compared){.reg = REG_NONE};
		lost = true;
	}
	lost |= join_rounded(into, from);
	lost |= escaped != into->escaped || (from->full && !into->full) || from->slack > into->slack || (into->fresh & ~from->fresh);
	into->escaped = escaped;
	into->full |= from->full;
	into->fresh &= from->fresh;
	into->slack = from->slack > into->slack ? from->slack : into->slack;
	lost |= g->arch->track_join(&into->track, &from->track, what);
	return lost;
}
