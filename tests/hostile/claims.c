// claims.c - each kind of value, compared with a register or a slot.
#include "claims.h"

#include "known.h"

#include <string.h>

static uint64_t load(uint64_t addr)
{
	uint64_t v;
	memcpy(&v, (const void *)(uintptr_t)addr, sizeof v);
	return v;
}

static bool is_stack(struct value v)
{
	return v.kind == VALUE_STACK;
}

int64_t claims_slop(const struct activation *a, const struct state *known)
{
	for (int r = 0; r < CPU_REGS; r++)
		if (is_stack(known->reg[r]) && known->reg[r].inexact)
			return (int64_t)(cpu_now.reg[r] - a->entry - (uint64_t)known->reg[r].a);
	return -1;
}

// One of the first n elements of the table, its distance so extended.
static bool is_element(const struct subject *s, struct value v, uint64_t distance, bool narrow)
{
	for (uint32_t i = 0; i < v.n; i++) {
		uint64_t at = (uint64_t)v.a + 4 * (uint64_t)i - s->img->base;
		int32_t element;
		if (at + sizeof element > s->img->size)
			return false;
		memcpy(&element, s->cpu->code + at, sizeof element);
		if (narrow ? (uint32_t)distance == (uint32_t)element : distance == (uint64_t)(int64_t)element)
			return true;
	}
	return v.n == 0;
}

static bool is_taken(const struct subject *s, uint64_t v)
{
	int f = held_function(&s->known, v - s->cpu->delta);
	return f != NO_FUNCTION && s->proof->funcs.v[f].taken;
}

static bool holds(const struct subject *s, const struct activation *a, const struct state *known, struct value v,
		  uint64_t x, int64_t slop)
{
	int64_t over = (int64_t)(x - a->entry - (uint64_t)v.a);
	switch (v.kind) {
	case VALUE_STACK:
		return v.inexact ? over >= 0 && over <= known->slack && (slop < 0 || over == slop) : over == 0;
	case VALUE_NUMBER:
		return x == (uint64_t)v.a;
	case VALUE_RANGE:
		return x <= (uint64_t)v.a && (uint32_t)x <= (uint64_t)v.b;
	case VALUE_ADDRESS:
		return x == (uint64_t)v.a + s->cpu->delta;
	case VALUE_ENTRY:
		return is_element(s, v, x, v.inexact);
	case VALUE_TARGET:
		return is_element(s, v, x - (uint64_t)v.b - s->cpu->delta, false);
	case VALUE_SAVED:
		return v.a == VALUE_RETURN ? x == a->back : x == a->saved[v.a];
	case VALUE_CODE:
		return is_taken(s, x);
	default:
		return true;
	}
}

static const char *flags_broken(const struct state *known)
{
	const struct compared *c = &known->compared;
	if (c->reg == REG_NONE)
		return NULL;
	uint64_t mask = c->bits >= 64 ? UINT64_MAX : ((uint64_t)1 << c->bits) - 1, x = cpu_now.reg[c->reg] & mask;
	bool below = cpu_now.flags & CPU_CF, equal = cpu_now.flags & CPU_ZF;
	return below == (x < c->number) && equal == (x == c->number) ? NULL
								     : "a comparison that the flags do not tell of";
}

static const char *const kinds[] = {"anything",
				    "an address of the stack",
				    "an old address of the stack",
				    "a number",
				    "a range",
				    "an address of the image",
				    "an element of a table",
				    "a target of a table",
				    "what a register held at the entry",
				    "a function"};

static const char *said(const struct subject *s, const char *where, long long which, struct value v, uint64_t x)
{
	return arena_printf(s->arena, "%s %lld is not %s (%s%lld, %lld, %u) but %llx", where, which, kinds[v.kind],
			    v.inexact ? "about " : "", (long long)v.a, (long long)v.b, v.n, (unsigned long long)x);
}

const char *claims_broken(const struct subject *s, const struct activation *a, const struct state *known)
{
	int64_t slop = claims_slop(a, known);
	const uint64_t stack = (uint64_t)(uintptr_t)s->cpu->stack;
	for (int r = 0; r < CPU_REGS; r++)
		if (!holds(s, a, known, known->reg[r], cpu_now.reg[r], slop))
			return said(s, "register", r, known->reg[r], cpu_now.reg[r]);
	for (int i = 0; i < known->slots; i++) {
		const struct slot *slot = &known->slot[i];
		uint64_t at = a->entry + (uint64_t)slot->offset + (slot->inexact && slop > 0 ? (uint64_t)slop : 0);
		if ((slot->inexact && slop < 0) || at - stack > CPU_STACK - 8)
			continue;
		if (!holds(s, a, known, slot->value, load(at), slop))
			return said(s, slot->inexact ? "about slot" : "slot", (long long)slot->offset, slot->value,
				    load(at));
	}
	return flags_broken(known);
}
