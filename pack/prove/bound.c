// bound.c - from frames and call sites to bounds.
//
// Without recursion the bound of a function is the deepest path from it. A
// cycle of calls has no bound, unless //nearcall:depth promises for a function
// on it how many activations of it there are at most; then every cycle must
// pass through such a function.
#include "arch/arch.h"
#include "base/rustname.h"
#include "link/dwarfpos.h"
#include "model/image.h"
#include "prove/prove.h"

#include <string.h>

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

// What is known of a function relative to the promised function `head`: the
// deepest path that does not come back to it, and the deepest that does.
struct reach {
	enum mark mark;
	uint64_t leave; // bytes below the return address, head not entered again
	uint64_t back;  // bytes down to a new activation of head
	bool comes_back;
};

struct bounder {
	struct build *b;
	const struct image *img;
	struct proof *p;
	enum mark *mark;
	VEC(int) chain; // functions being bounded, outermost first
	bool *blamed;   // on a cycle that has been reported
};

enum { MAX_CHAIN = 20000 };

static uint64_t bound_of(struct bounder *s, int i);

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

// A call may push a return address; a tail call uses its caller's.
static uint64_t to_callee(const struct bounder *s, const struct call_site *c)
{
	return c->depth + (c->tail ? 0 : s->b->arch->stack.call);
}

static void refuse_cycle(struct bounder *s, const struct call_site *site)
{
	size_t from = s->chain.n;
	while (from > 0 && s->chain.v[from - 1] != site->callee)
		from--;
	from -= from > 0;
	if (s->blamed[site->callee])
		return;
	const char *text = "";
	for (size_t i = from; i < s->chain.n; i++) {
		s->blamed[s->chain.v[i]] = true;
		text = arena_printf(s->b->arena, "%s%s -> ", text, s->p->funcs.v[s->chain.v[i]].name);
	}
	const char *name = s->p->funcs.v[site->callee].name, *rust = rust_name(s->b->arena, name);
	diag_refuse(s->b->diags, NC_RECURSION, image_pos(s->b->arena, s->img, site->addr),
	            arena_printf(s->b->arena,
	                         "use a loop with a stack of a fixed size, or promise a limit: //nearcall:depth %s N",
	                         rust ? rust : name),
	            "%s is recursive (%s%s): its stack has no bound", name, text, name);
}

static void refuse_chain(struct bounder *s, const struct proven *f)
{
	diag_refuse(s->b->diags, NC_CHAIN, image_pos(s->b->arena, s->img, f->addr), "make the chain of calls shorter",
	            "%s is called through more than %d functions", f->name, MAX_CHAIN);
}

// comes_to tells whether calls lead from i to head; seen has what is known not to.
static bool comes_to(const struct bounder *s, bool *seen, int head, int i)
{
	const struct proven *f = &s->p->funcs.v[i];
	seen[i] = true;
	for (size_t k = 0; k < f->calls.n; k++) {
		int callee = f->calls.v[k].callee;
		if (callee == head || (!seen[callee] && comes_to(s, seen, head, callee)))
			return true;
	}
	return false;
}

// A recursion with a promise of its own, which is over before head is entered
// again, counts as a whole.
static bool is_apart(const struct bounder *s, int head, int i)
{
	const struct proven *f = &s->p->funcs.v[i];
	bool *seen = f->promised ? arena_alloc(s->b->arena, s->p->funcs.n * sizeof *seen) : NULL;
	return seen && !comes_to(s, seen, head, i);
}

// reach_of follows calls from i until they come back to head. A cycle on the
// way that neither passes through head nor is apart from it is refused.
static struct reach reach_of(struct bounder *s, struct reach *memo, int head, int i)
{
	struct reach *r = &memo[i];
	if (r->mark == MARK_DONE)
		return *r;
	const struct proven *f = &s->p->funcs.v[i];
	*r = (struct reach){.mark = MARK_OPEN, .leave = f->frame};
	VEC_PUSH(s->b->arena, &s->chain, i);
	if (s->chain.n >= MAX_CHAIN)
		refuse_chain(s, f);
	for (size_t k = 0; k < f->calls.n && s->chain.n < MAX_CHAIN; k++) {
		const struct call_site *c = &f->calls.v[k];
		if (c->callee == head) {
			r->comes_back = true;
			r->back = larger(r->back, to_callee(s, c));
			continue;
		}
		if (memo[c->callee].mark == MARK_OPEN) {
			refuse_cycle(s, c);
			continue;
		}
		if (is_apart(s, head, c->callee)) {
			r->leave = larger(r->leave, to_callee(s, c) + bound_of(s, c->callee));
			s->p->funcs.v[head].promise_used |= s->p->funcs.v[c->callee].promise_used;
			continue;
		}
		struct reach to = reach_of(s, memo, head, c->callee);
		r->leave = larger(r->leave, to_callee(s, c) + to.leave);
		if (to.comes_back) {
			r->comes_back = true;
			r->back = larger(r->back, to_callee(s, c) + to.back);
		}
	}
	s->chain.n--;
	r->mark = MARK_DONE;
	return *r;
}

static uint64_t promised_bound(struct bounder *s, int i)
{
	struct proven *f = &s->p->funcs.v[i];
	struct reach *memo = arena_alloc(s->b->arena, s->p->funcs.n * sizeof *memo);
	struct reach r = reach_of(s, memo, i, i);
	f->recursive = r.comes_back;
	f->promise_used |= r.comes_back;
	return r.comes_back ? (f->promised - 1) * r.back + r.leave : r.leave;
}

static uint64_t plain_bound(struct bounder *s, int i)
{
	struct proven *f = &s->p->funcs.v[i];
	uint64_t bound = f->frame;
	for (size_t k = 0; k < f->calls.n; k++) {
		const struct call_site *c = &f->calls.v[k];
		if (s->mark[c->callee] == MARK_OPEN) {
			refuse_cycle(s, c);
			continue;
		}
		bound = larger(bound, to_callee(s, c) + bound_of(s, c->callee));
		f->promise_used |= s->p->funcs.v[c->callee].promise_used;
	}
	return bound;
}

static uint64_t bound_of(struct bounder *s, int i)
{
	struct proven *f = &s->p->funcs.v[i];
	if (s->mark[i] == MARK_DONE)
		return f->bound;
	if (s->chain.n >= MAX_CHAIN) {
		refuse_chain(s, f);
		return 0;
	}
	s->mark[i] = MARK_OPEN;
	VEC_PUSH(s->b->arena, &s->chain, i);
	if (f->promised) {
		s->chain.n--;
		f->bound = promised_bound(s, i);
	} else {
		f->bound = plain_bound(s, i);
		s->chain.n--;
	}
	s->mark[i] = MARK_DONE;
	return f->bound;
}

void bound_functions(struct build *b, const struct image *img, struct proof *p)
{
	struct bounder s = {.b = b, .img = img, .p = p};
	s.mark = arena_alloc(b->arena, p->funcs.n * sizeof *s.mark);
	s.blamed = arena_alloc(b->arena, p->funcs.n * sizeof *s.blamed);
	// the promised functions first: what reaches them then finds their bounds
	for (size_t i = 0; i < p->funcs.n; i++)
		if (p->funcs.v[i].promised)
			bound_of(&s, (int)i);
	for (size_t i = 0; i < p->funcs.n; i++)
		bound_of(&s, (int)i);
}
