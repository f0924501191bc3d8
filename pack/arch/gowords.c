// gowords.c - a value goes to registers word by word, all of it or nothing of it.
#include "arch/gowords.h"

#include "base/round.h"

enum { WORD = 8 };

struct assigning {
	struct arena *arena;
	const struct go_registers *regs;
	size_t ints, floats;
	uint64_t stack, spill; // bytes so far
};

static void add_word(struct arena *a, struct go_words *w, uint64_t offset, uint64_t size, bool is_float)
{
	VEC_PUSH(a, &w->v, ((struct go_word){.offset = offset, .size = size, .is_float = is_float}));
}

// split appends the words of a type; false for an array of several elements,
// which the convention never takes apart.
static bool split(struct arena *a, struct go_words *w, const struct gotype *t, uint64_t offset)
{
	bool is_float = t->kind == GO_FLOAT32 || t->kind == GO_FLOAT64;
	switch (t->kind) {
	case GO_STRING:
	case GO_INTERFACE:
	case GO_SLICE:
		for (uint64_t k = 0; k < t->size / WORD; k++)
			add_word(a, w, offset + WORD * k, WORD, false);
		return true;
	case GO_COMPLEX64:
	case GO_COMPLEX128:
		add_word(a, w, offset, t->size / 2, true);
		add_word(a, w, offset + t->size / 2, t->size / 2, true);
		return true;
	case GO_ARRAY:
		return t->len == 0 || (t->len == 1 && split(a, w, t->elem, offset));
	case GO_STRUCT:
		for (size_t i = 0; i < t->nfields; i++)
			if (!split(a, w, t->fields[i].type, offset + t->fields[i].offset))
				return false;
		return true;
	default:
		add_word(a, w, offset, t->size, is_float);
		return true;
	}
}

static bool fits(const struct assigning *s, const struct go_words *w)
{
	size_t n[2] = {s->ints, s->floats};
	for (size_t i = 0; i < w->v.n; i++)
		n[w->v.v[i].is_float]++;
	return n[0] <= s->regs->nints && n[1] <= s->regs->nfloats;
}

static void assign(struct assigning *s, const struct goparam *p, struct go_words *out)
{
	struct go_words w = {{0}};
	if (p->type->size && split(s->arena, &w, p->type, p->offset) && fits(s, &w)) {
		for (size_t i = 0; i < w.v.n; i++) {
			struct go_word *word = &w.v.v[i];
			word->reg = word->is_float ? (int)s->floats++ : s->regs->ints[s->ints++];
			VEC_PUSH(s->arena, &out->v, *word);
		}
		s->spill = round_up(s->spill, p->type->align) + p->type->size;
		return;
	}
	s->stack = round_up(s->stack, p->type->align);
	VEC_PUSH(s->arena, &out->v, ((struct go_word){p->offset, p->type->size, false, GOABI_ON_STACK, s->stack}));
	s->stack += p->type->size;
}

// cmd/compile/internal/abi/abiutils.go, ABIAnalyzeFuncType: arguments, results,
// and the room for what came in registers, each part aligned to a word.
struct go_call gowords_assign(struct arena *a, const struct gofunc *f, const struct go_registers *regs)
{
	struct assigning s = {.arena = a, .regs = regs};
	struct go_call call = {.area = 0};
	for (size_t i = 0; i < f->nparams; i++)
		assign(&s, &f->params[i], &call.params);
	uint64_t spill = s.spill;
	s.ints = s.floats = 0;
	s.stack = round_up(s.stack, WORD);
	for (size_t i = 0; i < f->nresults; i++)
		assign(&s, &f->results[i], &call.results);
	call.area = round_up(s.stack, WORD) + round_up(spill, WORD);
	return call;
}
