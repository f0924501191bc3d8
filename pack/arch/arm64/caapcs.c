// caapcs.c - AAPCS64, 6.8.2: stages A to C, rule by rule, and 6.9 for results.
//
// Pure scalable types (B.1, C.7, C.8) are no types that anybody passes here, and
// neither are those whose size is not known (B.2). Types whose alignment is
// raised (B.6) are refused before.
#include "arch/arm64/caapcs.h"

#include "base/round.h"

enum { DOUBLEWORD = 8, MOST_MEMBERS = 4, BY_REFERENCE = 16 /* larger ones are */, MOST_DEPTH = 64 };

static bool is_composite(const struct ctype *t)
{
	return t->kind == C_STRUCT || t->kind == C_UNION || t->kind == C_ARRAY || t->kind == C_COMPLEX;
}

// A floating-point or a short vector type (5.1): 2 to 16 bytes.
static bool is_fundamental(const struct ctype *t)
{
	return t->kind == C_FLOAT || (t->kind == C_VECTOR && (t->size == 8 || t->size == 16));
}

// What the members have in common, so far.
struct base {
	enum ckind kind; // C_VOID: there has been none
	uint64_t size;
};

static bool same_base(struct base *base, enum ckind kind, uint64_t size)
{
	if (base->kind == C_VOID)
		*base = (struct base){kind, size};
	return base->kind == kind && base->size == size;
}

// count adds up the members of t, of a union the most that one field has; false
// when not all are of the base type. A struct without members is none; an array
// without any is refused by gcc and clang both.
static bool count(const struct ctype *t, struct base *base, uint64_t *n, int depth)
{
	uint64_t part = 0, most = 0;
	if (depth > MOST_DEPTH)
		return false;
	switch (t->kind) {
	case C_FLOAT:
	case C_VECTOR:
		*n += 1;
		return is_fundamental(t) && same_base(base, t->kind, t->size);
	case C_COMPLEX:
		*n += 2;
		return same_base(base, C_FLOAT, t->size / 2);
	case C_ARRAY:
		if (!t->len || !count(t->elem, base, &part, depth + 1) || (part && t->len > MOST_MEMBERS))
			return false;
		*n += part * t->len;
		return true;
	case C_STRUCT:
	case C_UNION:
		for (size_t i = 0; i < t->nfields; i++) {
			uint64_t one = 0;
			if (t->fields[i].bits || !count(t->fields[i].type, base, &one, depth + 1))
				return false;
			part = t->kind == C_UNION ? part : part + one;
			most = one > most ? one : most;
		}
		*n += t->kind == C_UNION ? most : part;
		return true;
	default:
		return false;
	}
}

bool aapcs_homogeneous(const struct ctype *t, uint8_t *n, uint8_t *member)
{
	struct base base = {C_VOID, 0};
	uint64_t members = 0;
	if (!is_composite(t) || !count(t, &base, &members, 0) || members < 1 || members > MOST_MEMBERS ||
	    members * base.size != t->size)
		return false;
	*n = (uint8_t)members;
	*member = (uint8_t)base.size;
	return true;
}

// The largest alignment of the members, before any of the whole (5.6).
static uint64_t natural_alignment(const struct ctype *t)
{
	uint64_t align = 1;
	if (t->kind == C_ARRAY)
		return natural_alignment(t->elem);
	if (t->kind != C_STRUCT && t->kind != C_UNION)
		return t->align;
	for (size_t i = 0; i < t->nfields; i++) {
		uint64_t of = t->fields[i].type->align;
		align = of > align ? of : align;
	}
	return align < t->align ? align : t->align; // packed
}

// The next general and vector registers, and stack address: NGRN, NSRN, NSAA. Stage A: all 0.
struct assigning {
	uint8_t general, vector;
	uint64_t stack;
};

static struct aapcs_place on_stack(struct assigning *s, uint64_t size, uint64_t align)
{
	s->stack = round_up(s->stack, align > DOUBLEWORD ? align : DOUBLEWORD);                   // C.4, C.14
	struct aapcs_place p = {.where = AAPCS_STACK, .stack = s->stack};
	s->stack += round_up(size, DOUBLEWORD);                                                   // C.5, C.6, C.15 to C.17
	return p;
}

static struct aapcs_place to_vectors(struct assigning *s, uint8_t n, uint8_t member, uint64_t size, uint64_t align)
{
	if (s->vector + n <= AAPCS_VECTOR_REGS) {                                                 // C.1, C.2
		struct aapcs_place p = {.where = AAPCS_VECTOR, .reg = s->vector, .n = n, .member = member};
		s->vector = (uint8_t)(s->vector + n);
		return p;
	}
	s->vector = AAPCS_VECTOR_REGS;                                                            // C.3
	return on_stack(s, size, align);
}

static struct aapcs_place to_generals(struct assigning *s, uint64_t size, uint64_t align)
{
	uint64_t n = round_up(size, DOUBLEWORD) / DOUBLEWORD;
	if (align == 2 * DOUBLEWORD)
		s->general = (uint8_t)round_up(s->general, 2);                                    // C.10
	if (s->general + n <= AAPCS_INT_REGS) {                                                   // C.9, C.11, C.12
		struct aapcs_place p = {.where = AAPCS_GENERAL, .reg = s->general, .n = (uint8_t)n};
		s->general = (uint8_t)(s->general + n);
		return p;
	}
	s->general = AAPCS_INT_REGS;                                                              // C.13
	return on_stack(s, size, align);
}

static struct aapcs_place assign(struct assigning *s, const struct ctype *t)
{
	uint8_t n = 1, member = (uint8_t)t->size;
	if (t->size == 0)
		return (struct aapcs_place){.where = AAPCS_NOWHERE};
	if (is_fundamental(t) || aapcs_homogeneous(t, &n, &member))                               // B.3
		return to_vectors(s, n, member, t->size, natural_alignment(t));
	if (t->size > BY_REFERENCE) {                                                             // B.4
		struct aapcs_place p = to_generals(s, DOUBLEWORD, DOUBLEWORD);
		p.by_reference = true;
		return p;
	}
	return to_generals(s, t->size, natural_alignment(t));                                     // B.5
}

// 6.9: as if it were the first argument, or in memory that x8 has the address of.
static struct aapcs_place assign_result(const struct ctype *t)
{
	struct assigning s = {0};
	struct aapcs_place p = assign(&s, t);
	if (p.by_reference)
		p.reg = AAPCS_RESULT_PLACE;
	return p;
}

struct aapcs_call aapcs_assign(struct arena *a, const struct ctype *const *types, size_t n, const struct ctype *result)
{
	struct aapcs_place *places = arena_alloc(a, n * sizeof *places);
	struct aapcs_call call = {.args = places, .nargs = n};
	struct assigning s = {0};
	for (size_t i = 0; i < n; i++)
		places[i] = assign(&s, types[i]);
	call.stack_bytes = round_up(s.stack, 16);
	if (result)
		call.result = assign_result(result);
	return call;
}

int aapcs_dwarf_register(const struct aapcs_place *place)
{
	enum { V0 = 64 }; // DWARF for the Arm 64-bit Architecture, 4.1
	if (place->n != 1 || place->by_reference)
		return -1;
	return place->where == AAPCS_VECTOR ? V0 + place->reg : place->where == AAPCS_GENERAL ? place->reg : -1;
}
