#include "prove/prove.h"

#include "arch/amd64/forbidden.h"
#include "link/dwarfpos.h"
#include "prove/walk.h"

#include <stdlib.h>
#include <string.h>

// What is known of a function while it is being proven.
struct progress {
	struct value args[STATE_ARGS]; // with which it is entered
	bool entered, queued;
	VEC(int) callers;
};

// What a function's callers must know, it tells only when it has been walked;
// what it gets passed, only when they have been. So functions are walked until
// nothing new is learnt. Everything only ever grows (more callees, more
// returns, less known of arguments), which ends it.
struct prover {
	struct build *b;
	const struct image *img;
	ZydisDecoder decoder;
	struct isa isa;
	struct cfi cfi;
	struct proof *out;
	VEC(struct progress) progress; // of each function
	VEC(int) queue; // last in, first out: callees before their callers' rest
	VEC(struct walk_problem) *problems; // of each function's last walk
	size_t problems_cap;
	int *index_of; // by byte of code: function index + 1
};

struct walker {
	struct prover *p;
	int self;
};

static struct proven *func(struct prover *p, int i)
{
	return &p->out->funcs.v[i];
}

static struct progress *progress(struct prover *p, int i)
{
	return &p->progress.v[i];
}

static const char *name_at(struct prover *p, uint64_t addr)
{
	const struct symbol *s = image_function_at(p->img, addr);
	if (s && s->addr == addr)
		return s->name;
	return arena_printf(p->b->arena, "code_%llx", (unsigned long long)(addr - p->img->base));
}

static void enqueue(struct prover *p, int i)
{
	if (progress(p, i)->queued)
		return;
	progress(p, i)->queued = true;
	VEC_PUSH(p->b->arena, &p->queue, i);
}

static int function_index(struct prover *p, uint64_t addr)
{
	int *slot = &p->index_of[addr - p->img->base];
	if (*slot)
		return *slot - 1;
	struct proven fresh = {.name = name_at(p, addr), .addr = addr};
	VEC_PUSH(p->b->arena, &p->out->funcs, fresh);
	VEC_PUSH(p->b->arena, &p->progress, (struct progress){.entered = false});
	*slot = (int)p->out->funcs.n;
	flow_note_target(&p->out->flow, addr); // calls go here, and the code in front may run on into it
	return *slot - 1;
}

// A pointer into a caller's frame means nothing in the callee's terms.
static struct value as_argument(struct value v)
{
	return v.kind == VAL_CONST || v.kind == VAL_CODE ? v : (struct value){.kind = VAL_ANY};
}

// enter notes that the function is called with these arguments (NULL: any).
static void enter(struct prover *p, int i, const struct walk_call *call)
{
	struct progress *f = progress(p, i);
	bool changed = !f->entered;
	for (int n = 0; n < STATE_ARGS; n++) {
		struct value v = call ? as_argument(state_arg(call->state, n, call->tail)) : (struct value){.kind = VAL_ANY};
		struct value joined = f->entered ? value_join(f->args[n], v, walk_code_range(p->img)) : v;
		changed |= joined.kind != f->args[n].kind || joined.a != f->args[n].a;
		f->args[n] = joined;
	}
	f->entered = true;
	if (changed)
		enqueue(p, i);
}

static void add_caller(struct prover *p, int callee, int caller)
{
	struct progress *f = progress(p, callee);
	for (size_t i = 0; i < f->callers.n; i++)
		if (f->callers.v[i] == caller)
			return;
	VEC_PUSH(p->b->arena, &f->callers, caller);
}

static void add_site(struct prover *p, int self, const struct walk_call *call, int callee)
{
	struct proven *f = func(p, self);
	for (size_t i = 0; i < f->calls.n; i++) {
		struct call_site *c = &f->calls.v[i];
		if (c->addr == call->addr && c->callee == callee && c->tail == call->tail) {
			c->depth = call->depth > c->depth ? call->depth : c->depth;
			return;
		}
	}
	VEC_PUSH(p->b->arena, &f->calls, (struct call_site){call->addr, callee, call->depth, call->tail});
}

static struct walk_reply on_call(void *ctx, const struct walk_call *call)
{
	struct walker *w = ctx;
	if (!call->target) {
		add_site(w->p, w->self, call, NO_FUNCTION);
		return (struct walk_reply){.returns = true, .upper = false};
	}
	int callee = function_index(w->p, call->target);
	add_site(w->p, w->self, call, callee);
	add_caller(w->p, callee, w->self);
	enter(w->p, callee, call);
	return (struct walk_reply){func(w->p, callee)->returns, func(w->p, callee)->upper};
}

static void on_address(void *ctx, uint64_t addr)
{
	struct walker *w = ctx;
	int i = function_index(w->p, addr);
	if (func(w->p, i)->taken)
		return;
	func(w->p, i)->taken = true;
	enter(w->p, i, NULL);
}

static void keep_problems(struct prover *p, int i, const struct walk *w)
{
	while (p->problems_cap <= (size_t)i)
		p->problems = arena_grow(p->b->arena, p->problems, &p->problems_cap, sizeof *p->problems);
	p->problems[i].v = w->problems.v;
	p->problems[i].n = w->problems.n;
}

static void walk_one(struct prover *p, int i)
{
	struct walker self = {p, i};
	struct walk w = {
		.arena = p->b->arena,
		.img = p->img,
		.decoder = &p->decoder,
		.isa = &p->isa,
		.cfi = &p->cfi,
		.function = image_function_at(p->img, func(p, i)->addr),
		.on_call = on_call,
		.on_address = on_address,
		.ctx = &self,
		.flow = &p->out->flow,
	};
	func(p, i)->calls.n = 0;
	walk_function(&w, func(p, i)->addr, progress(p, i)->args);
	keep_problems(p, i, &w);

	struct proven *f = func(p, i);
	// what has been learnt once stays: this only grows, and so ends
	w.returns |= f->returns;
	w.upper |= f->upper;
	bool news = w.returns != f->returns || w.upper != f->upper;
	f->frame = w.frame;
	f->returns = w.returns;
	f->upper = w.upper;
	f->uses_x15 = w.uses_x15;
	f->aligned = w.aligned;
	f->wild_rbp = w.wild_rbp;
	for (size_t k = 0; news && k < progress(p, i)->callers.n; k++)
		enqueue(p, progress(p, i)->callers.v[k]);
}

// Pointers in constants (archive -relocs) take addresses too.
static void take_relocated(struct prover *p)
{
	struct walker nobody = {p, NO_FUNCTION};
	for (size_t i = 0; i < p->img->relocs.n; i++) {
		const struct reloc *r = &p->img->relocs.v[i];
		if (!r->dynamic || r->value < p->img->base || r->value >= p->img->text_end)
			continue;
		const struct symbol *s = image_function_at(p->img, r->value);
		if (s && s->addr == r->value)
			on_address(&nobody, r->value);
	}
}

// A call through a pointer stands for one call of each function it may reach.
static void resolve_pointers(struct prover *p)
{
	for (size_t i = 0; i < p->out->funcs.n; i++) {
		size_t n = func(p, (int)i)->calls.n;
		for (size_t k = 0; k < n; k++) {
			struct call_site c = func(p, (int)i)->calls.v[k];
			if (c.callee != NO_FUNCTION)
				continue;
			for (size_t t = 0; t < p->out->funcs.n; t++)
				if (func(p, (int)t)->taken)
					VEC_PUSH(p->b->arena, &func(p, (int)i)->calls, (struct call_site){c.addr, (int)t, c.depth, c.tail});
		}
	}
	for (size_t i = 0; i < p->out->funcs.n; i++) {
		struct proven *f = func(p, (int)i);
		size_t kept = 0;
		for (size_t k = 0; k < f->calls.n; k++)
			if (f->calls.v[k].callee != NO_FUNCTION)
				f->calls.v[kept++] = f->calls.v[k];
		f->calls.n = kept;
	}
}

// What a trampoline must heed holds for all that it calls.
static void spread_facts(struct proof *proof)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < proof->funcs.n; i++) {
			struct proven *f = &proof->funcs.v[i];
			for (size_t k = 0; k < f->calls.n; k++) {
				const struct proven *c = &proof->funcs.v[f->calls.v[k].callee];
				again |= (c->aligned && !f->aligned) || (c->uses_x15 && !f->uses_x15);
				f->aligned |= c->aligned;
				f->uses_x15 |= c->uses_x15;
			}
		}
	}
}

static void report_problems(struct prover *p)
{
	for (size_t i = 0; i < p->out->funcs.n; i++) {
		for (size_t k = 0; i < p->problems_cap && k < p->problems[i].n; k++) {
			const struct walk_problem *w = &p->problems[i].v[k];
			diag_refuse(p->b->diags, image_pos(p->b->arena, p->img, w->addr), w->hint, "%s %s", func(p, (int)i)->name, w->what);
		}
	}
}

// Go code does not expect the upper halves in use: SSE code would be slow.
static void check_upper(struct prover *p, const struct symbol *entry)
{
	const struct proven *f = proof_of(p->out, entry->addr);
	if (f->upper)
		diag_refuse(p->b->diags, image_pos(p->b->arena, p->img, entry->addr),
		            "end 256-bit code with _mm256_zeroupper(); compilers do it unless told not to (-mno-vzeroupper)",
		            "%s may return without vzeroupper", f->name);
}

// Goroutine stacks double in size and end at 1 GB, so half of that is the most
// there is; and cmd/asm takes frames below 2 GiB only.
enum { MAX_BOUND = 256 << 20 };

static void check_bound(struct prover *p, const struct symbol *entry)
{
	const struct proven *f = proof_of(p->out, entry->addr);
	if (f->bound > MAX_BOUND)
		diag_refuse(p->b->diags, image_pos(p->b->arena, p->img, entry->addr),
		            "take large arrays from Go, as a pointer", "%s needs %llu bytes of stack, more than %d", f->name,
		            (unsigned long long)f->bound, MAX_BOUND);
}

static void take_promises(struct prover *p, const struct gopkg *pkg)
{
	for (size_t i = 0; i < pkg->depths.n; i++) {
		const struct depth *d = &pkg->depths.v[i];
		bool found = false;
		for (size_t k = 0; k < p->out->funcs.n; k++) {
			if (strcmp(p->out->funcs.v[k].name, d->symbol) != 0)
				continue;
			p->out->funcs.v[k].promised = d->limit;
			found = true;
		}
		if (!found)
			diag_refuse(p->b->diags, d->pos, "name a C function that the package reaches and that was not inlined",
			            "//nearcall:depth: there is no function %s", d->symbol);
	}
}

void prove_entries(struct build *b, const struct gopkg *pkg, const struct image *img, const struct symbol *const *entries,
                   size_t n, struct proof *out)
{
	struct prover p = {.b = b, .img = img, .out = out, .isa = isa_declared(pkg)};
	p.index_of = arena_alloc(b->arena, (img->size + 1) * sizeof *p.index_of);
	ZydisDecoderInit(&p.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	cfi_open(&p.cfi, img);
	flow_init(&out->flow, b->arena, img->base, img->text_end - img->base);
	take_relocated(&p);
	for (size_t i = 0; i < n; i++)
		if (entries[i])
			enter(&p, function_index(&p, entries[i]->addr), NULL);
	while (p.queue.n) {
		int next = p.queue.v[--p.queue.n];
		progress(&p, next)->queued = false;
		walk_one(&p, next);
	}
	cfi_close(&p.cfi);

	resolve_pointers(&p);
	spread_facts(out);
	report_problems(&p);
	for (size_t i = 0; i < n; i++)
		if (entries[i])
			check_upper(&p, entries[i]);
	take_promises(&p, pkg);
	bound_functions(b, img, out);
	for (size_t i = 0; i < n; i++)
		if (entries[i])
			check_bound(&p, entries[i]);
}
