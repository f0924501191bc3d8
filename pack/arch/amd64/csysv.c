#include "arch/amd64/csysv.h"

#include "base/round.h"

// 3.2.3, "the result of merging": equal classes stay; NO_CLASS yields to the
// other; MEMORY wins; INTEGER wins over SSE.
static enum sysv_class merge(enum sysv_class x, enum sysv_class y)
{
	if (x == y || y == SYSV_NO_CLASS)
		return x;
	if (x == SYSV_NO_CLASS)
		return y;
	if (x == SYSV_MEMORY || y == SYSV_MEMORY)
		return SYSV_MEMORY;
	return x == SYSV_INTEGER || y == SYSV_INTEGER ? SYSV_INTEGER : SYSV_SSE;
}

static void classify_at(const struct ctype *t, uint64_t offset, enum sysv_class cls[2]);

static void scalar_at(enum sysv_class what, uint64_t offset, uint64_t size, uint64_t align, enum sysv_class cls[2])
{
	// "unaligned fields" put the whole value in memory
	if (offset % align != 0) {
		cls[0] = SYSV_MEMORY;
		return;
	}
	for (uint64_t at = offset; at < offset + size; at += 8 - at % 8)
		cls[at / 8] = merge(cls[at / 8], what);
}

static void classify_at(const struct ctype *t, uint64_t offset, enum sysv_class cls[2])
{
	switch (t->kind) {
	case C_BOOL:
	case C_INT:
	case C_POINTER:
		scalar_at(SYSV_INTEGER, offset, t->size, t->align, cls);
		break;
	case C_FLOAT:
		scalar_at(SYSV_SSE, offset, t->size, t->align, cls);
		break;
	case C_COMPLEX: // "as if it were implemented as" a struct of two parts
		scalar_at(SYSV_SSE, offset, t->size / 2, t->align, cls);
		scalar_at(SYSV_SSE, offset + t->size / 2, t->size / 2, t->align, cls);
		break;
	case C_ARRAY:
		for (uint64_t i = 0; i < t->len && t->elem->size; i++)
			classify_at(t->elem, offset + i * t->elem->size, cls);
		break;
	case C_STRUCT:
	case C_UNION:
		for (size_t i = 0; i < t->nfields; i++)
			classify_at(t->fields[i].type, offset + t->fields[i].offset, cls);
		break;
	default:
		cls[0] = SYSV_MEMORY;
	}
}

struct sysv_passing sysv_classify(const struct ctype *t)
{
	struct sysv_passing p = {{SYSV_NO_CLASS, SYSV_NO_CLASS}, 0};
	if (t->size == 0)
		return p;
	if (t->size > 16) { // larger than two eightbytes, and never a vector here
		p.cls[0] = SYSV_MEMORY;
		return p;
	}
	classify_at(t, 0, p.cls);
	if (p.cls[0] == SYSV_MEMORY || p.cls[1] == SYSV_MEMORY)
		p.cls[0] = SYSV_MEMORY;
	else
		p.eightbytes = p.cls[1] == SYSV_NO_CLASS ? 1 : 2; // padding at the end takes no register
	return p;
}

bool sysv_disputed(const struct ctype *t)
{
	struct sysv_passing p = sysv_classify(t);
	return p.eightbytes > 0 && p.cls[0] == SYSV_NO_CLASS;
}

bool sysv_splits_int128(const struct sysv_call *call, const struct ctype *const *types)
{
	for (size_t i = 0; i < call->nargs; i++)
		if (call->args[i].on_stack && types[i]->kind == C_INT && types[i]->size == 16)
			return true;
	return false;
}

int sysv_dwarf_register(const struct sysv_place *place)
{
	static const int ints[SYSV_INT_REGS] = {5, 4, 1, 2, 8, 9}; // rdi rsi rdx rcx r8 r9; 3.6.2, figure 3.36
	enum { XMM0 = 17 };
	if (place->on_stack || place->how.eightbytes != 1)
		return -1;
	return place->how.cls[0] == SYSV_SSE ? XMM0 + place->reg[0] : ints[place->reg[0]];
}

static size_t count(const struct sysv_passing *p, enum sysv_class cls)
{
	size_t n = 0;
	for (size_t i = 0; i < p->eightbytes; i++)
		n += p->cls[i] == cls;
	return n;
}

struct sysv_call sysv_assign(struct arena *a, const struct ctype *const *types, size_t n, const struct ctype *result)
{
	struct sysv_place *places = arena_alloc(a, n * sizeof *places);
	struct sysv_call call = {.args = places, .nargs = n};
	size_t used_int = 0, used_sse = 0;
	uint64_t stack = 0;

	if (result)
		call.result = sysv_classify(result);
	call.hidden_pointer = result && call.result.cls[0] == SYSV_MEMORY;
	if (call.hidden_pointer)
		used_int = 1;

	for (size_t i = 0; i < n; i++) {
		struct sysv_place *p = &places[i];
		p->how = sysv_classify(types[i]);
		// an argument goes in registers whole or not at all
		bool fits = p->how.eightbytes && used_int + count(&p->how, SYSV_INTEGER) <= SYSV_INT_REGS &&
		            used_sse + count(&p->how, SYSV_SSE) <= SYSV_SSE_REGS;
		for (size_t k = 0; fits && k < p->how.eightbytes; k++)
			p->reg[k] = (int)(p->how.cls[k] == SYSV_SSE ? used_sse++ : used_int++);
		if (fits || types[i]->size == 0)
			continue;
		stack = round_up(stack, types[i]->align > 8 ? types[i]->align : 8);
		p->on_stack = true;
		p->stack = stack;
		stack += round_up(types[i]->size, 8);
	}
	call.stack_bytes = round_up(stack, 16);
	return call;
}
