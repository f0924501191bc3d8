#include "prove.h"

#include "dwarfpos.h"
#include "walk.h"

#include <string.h>

struct prover {
	struct build *b;
	const struct image *img;
	ZydisDecoder decoder;
	struct proof *out;
	VEC(size_t) open; // the chain of functions being proven, outermost first
};

// What the walker's callback needs besides the prover.
struct caller {
	struct prover *p;
	size_t index;
};

static size_t prove_function(struct prover *p, uint64_t addr);

static size_t find(const struct proof *proof, uint64_t addr)
{
	for (size_t i = 0; i < proof->funcs.n; i++)
		if (proof->funcs.v[i].addr == addr)
			return i;
	return SIZE_MAX;
}

const struct proven *proof_of(const struct proof *proof, uint64_t addr)
{
	size_t i = find(proof, addr);
	return i == SIZE_MAX ? NULL : &proof->funcs.v[i];
}

static void refuse_cycle(struct prover *p, uint64_t site, size_t callee)
{
	size_t from = p->open.n;
	while (from > 0 && p->open.v[from - 1] != callee)
		from--;
	const char *chain = p->out->funcs.v[callee].name;
	for (size_t i = from; i < p->open.n; i++)
		chain = arena_printf(p->b->arena, "%s -> %s", chain, p->out->funcs.v[p->open.v[i]].name);
	chain = arena_printf(p->b->arena, "%s -> %s", chain, p->out->funcs.v[callee].name);
	diag_refuse(p->b->diags, image_pos(p->b->arena, p->img, site),
	            "recursion has no stack bound: use a loop with a stack of a fixed size",
	            "%s is recursive (%s)", p->out->funcs.v[callee].name, chain);
}

static bool on_call(void *ctx, const struct walk_call *call)
{
	struct caller *c = ctx;
	struct prover *p = c->p;
	size_t known = find(p->out, call->target);
	if (known != SIZE_MAX && p->out->funcs.v[known].mark == PROOF_OPEN) {
		if (!p->out->funcs.v[known].refused)
			refuse_cycle(p, call->addr, known);
		p->out->funcs.v[known].refused = true;
		return true;
	}
	size_t callee = prove_function(p, call->target);
	struct proven *self = &p->out->funcs.v[c->index];
	for (size_t i = 0; i < self->calls.n; i++)
		if (self->calls.v[i].addr == call->addr && self->calls.v[i].depth >= call->depth)
			return p->out->funcs.v[callee].returns;
	struct call_site site = {call->addr, callee, call->depth, call->kind == EXIT_TAIL_CALL};
	VEC_PUSH(p->b->arena, &self->calls, site);
	return p->out->funcs.v[callee].returns;
}

static const char *name_at(struct prover *p, uint64_t addr)
{
	const struct symbol *s = image_function_at(p->img, addr);
	if (s && s->addr == addr)
		return s->name;
	return arena_printf(p->b->arena, "code_%llx", (unsigned long long)(addr - p->img->base));
}

// The bytes below its return address that a function needs with its callees:
// a call pushes a return address of 8 bytes, a tail call reuses the caller's.
static uint64_t bound_of(const struct proof *proof, const struct proven *f)
{
	uint64_t bound = f->frame;
	for (size_t i = 0; i < f->calls.n; i++) {
		const struct call_site *c = &f->calls.v[i];
		uint64_t need = c->depth + (c->tail ? 0 : 8) + proof->funcs.v[c->callee].bound;
		if (need > bound)
			bound = need;
	}
	return bound;
}

static size_t prove_function(struct prover *p, uint64_t addr)
{
	size_t index = find(p->out, addr);
	if (index != SIZE_MAX)
		return index;
	index = p->out->funcs.n;
	struct proven fresh = {.name = name_at(p, addr), .addr = addr, .mark = PROOF_OPEN};
	VEC_PUSH(p->b->arena, &p->out->funcs, fresh);
	VEC_PUSH(p->b->arena, &p->open, index);

	struct caller self = {p, index};
	struct walk w = {
		.arena = p->b->arena,
		.img = p->img,
		.decoder = &p->decoder,
		.function = image_function_at(p->img, addr),
		.on_call = on_call,
		.ctx = &self,
	};
	walk_function(&w, addr);
	for (size_t i = 0; i < w.problems.n; i++)
		diag_refuse(p->b->diags, image_pos(p->b->arena, p->img, w.problems.v[i].addr), w.problems.v[i].hint, "%s %s",
		            fresh.name, w.problems.v[i].what);

	struct proven *f = &p->out->funcs.v[index];
	f->frame = w.frame;
	f->returns = w.returns;
	f->refused |= w.problems.n > 0;
	f->bound = bound_of(p->out, f);
	f->mark = PROOF_DONE;
	p->open.n--;
	return index;
}

void prove_entries(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
                   struct proof *out)
{
	struct prover p = {.b = b, .img = img, .out = out};
	ZydisDecoderInit(&p.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	for (size_t i = 0; i < n; i++)
		prove_function(&p, entries[i]->addr);
}
