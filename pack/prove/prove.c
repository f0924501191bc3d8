// prove.c - from the entries to everything that they reach.
//
// What a function's callers must know, it tells only when it has been walked;
// what it gets passed, only when they have been. So functions are walked until
// nothing new is learnt. Everything only ever grows (more callees, more
// returns, less known of arguments), which ends it.
#include "prove/prove.h"

#include "base/rustname.h"
#include "link/dwarfpos.h"
#include "prove/certify.h"
#include "prove/inspect.h"
#include "prove/passed.h"
#include "prove/promise.h"
#include "prove/walk.h"

#include <stdlib.h>
#include <string.h>

// What is known of a function while it is proven.
struct pending {
	struct value args[VALUE_ARGS];
	struct walk_reply reply;
	bool entered, queued, compiled, unsealed;
	bool foreign; // code of no compiler calls it
	VEC(int) callers;
	struct arena *scratch;   // of the last walk
	struct walk_result walk; // the last one
};

struct prover {
	struct build *b;
	const struct gopkg *pkg;
	const struct image *img;
	struct ground ground;
	struct code code;
	struct cfi cfi;
	struct tables tables;
	struct proof *out;
	VEC(int) queue; // last in, first out: callees before their callers' rest
	VEC(struct pending *) pending; // of each function
};

struct walker {
	struct prover *p;
	int self;
};

static struct proven *func(struct prover *p, int i)
{
	return &p->out->funcs.v[i];
}

static const char *name_at(struct prover *p, uint64_t addr)
{
	const struct symbol *s = image_function_at(p->img, addr);
	if (s && s->addr == addr)
		return s->name;
	const char *label = image_label(p->img, addr);
	if (label)
		return label;
	return arena_printf(p->b->arena, "code_%llx", (unsigned long long)(addr - p->img->base));
}

static void enqueue(struct prover *p, int i)
{
	if (p->pending.v[i]->queued)
		return;
	p->pending.v[i]->queued = true;
	VEC_PUSH(p->b->arena, &p->queue, i);
}

static int function_index(struct prover *p, uint64_t addr)
{
	int *slot = &p->out->index[addr - p->img->base];
	if (*slot)
		return *slot - 1;
	VEC_PUSH(p->b->arena, &p->out->funcs, (struct proven){.name = name_at(p, addr), .addr = addr});
	struct pending *fresh = arena_alloc(p->b->arena, sizeof *fresh);
	fresh->compiled = image_compiled(p->img, addr);
	VEC_PUSH(p->b->arena, &p->pending, fresh);
	*slot = (int)p->out->funcs.n;
	flow_note_target(&p->out->flow, addr); // calls go here, and the code in front may run on into it
	return *slot - 1;
}

// Whether nobody but the function has addresses of its stack arguments, as far as
// is known.
static bool is_sealed(const struct pending *f)
{
	return f->compiled && !f->unsealed && !f->reply.reaches;
}

// enter notes that the function is called with these arguments (NULL: any), by
// code that may have addresses of them, or not (sealed). What a compiler's code may
// be trusted with, other code may not.
static void enter(struct prover *p, int i, const struct walk_call *call, bool compiled, bool sealed)
{
	struct pending *f = p->pending.v[i];
	struct ground ground = p->ground;
	bool changed = !f->entered || (!sealed && !f->unsealed);
	f->unsealed |= !sealed;
	f->foreign |= !compiled;
	ground.compiled = f->compiled && !f->foreign;
	for (int n = 0; n < VALUE_ARGS; n++) {
		struct value v = call ? state_arg(&ground, call->state, n, call->tail) : value_any();
		v = value_handed(&ground, v, compiled, f->compiled);
		struct value joined = f->entered ? value_passed(value_join(&ground, f->args[n], v)) : v;
		changed |= !value_same(joined, f->args[n]);
		f->args[n] = joined;
	}
	f->entered = true;
	if (changed)
		enqueue(p, i);
}

static void add_caller(struct prover *p, int callee, int caller)
{
	struct pending *f = p->pending.v[callee];
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

// call_one notes that a function calls another one.
static void call_one(struct prover *p, int self, const struct walk_call *call, int callee)
{
	const struct pending *from = p->pending.v[self];
	add_site(p, self, call, callee);
	add_caller(p, callee, self);
	enter(p, callee, call, from->compiled, from->compiled && (!call->tail || is_sealed(from)));
}

// join_reply adds what one of several callees tells; what does not go together,
// or NULL.
static const char *join_reply(const struct ground *g, struct walk_reply *into, const struct walk_reply *r)
{
	const char *what = NULL;
	if (r->returns && into->returns)
		g->arch->track_join(&into->track, &r->track, &what);
	else if (r->returns)
		into->track = r->track;
	if (r->returns)
		into->result = value_passed(into->returns ? value_join(g, into->result, r->result) : r->result);
	into->returns |= r->returns;
	into->above = r->above > into->above ? r->above : into->above;
	into->reads_above = r->reads_above > into->reads_above ? r->reads_above : into->reads_above;
	into->reads_first |= r->reads_first;
	into->peeks |= r->peeks;
	into->reaches |= r->reaches;
	return what;
}

// A call through a pointer is one of any function whose address is taken: it
// may return, whatever these are found to do in the end, and then with the
// processor as calls leave it that return nothing out of the ordinary.
static struct walk_reply reply_of_all(struct prover *p, int self)
{
	struct walk_reply all = {.returns = true};
	for (size_t i = 0; i < p->out->funcs.n; i++) {
		if (!func(p, (int)i)->taken)
			continue;
		add_caller(p, (int)i, self);
		const char *what = join_reply(&p->ground, &all, &p->pending.v[i]->reply);
		all.clash = what ? what : all.clash;
	}
	return all;
}

// A call that the package promises about is one of each target. What they return
// is not followed.
static struct walk_reply reply_of_promised(struct prover *p, int self, const struct walk_call *call)
{
	struct walk_reply all = {.returns = true};
	const struct pending *from = p->pending.v[self];
	size_t n;
	const uint64_t *targets = promise_targets(from->scratch, p->pkg, p->img, func(p, self)->name, &n);
	func(p, self)->promised_calls = promise_of(p->pkg, func(p, self)->name);
	func(p, self)->promise_used = true;
	for (size_t i = 0; i < n; i++) {
		int callee = function_index(p, targets[i]);
		call_one(p, self, call, callee);
		const char *what = join_reply(&p->ground, &all, &p->pending.v[callee]->reply);
		all.clash = what ? what : all.clash;
	}
	return all;
}

static struct walk_reply on_call(void *ctx, const struct walk_call *call)
{
	struct walker *w = ctx;
	if (call->promised)
		return reply_of_promised(w->p, w->self, call);
	if (!call->target) {
		add_site(w->p, w->self, call, NO_FUNCTION);
		w->p->out->pointers = true;
		return reply_of_all(w->p, w->self);
	}
	int callee = function_index(w->p, call->target);
	call_one(w->p, w->self, call, callee);
	return w->p->pending.v[callee]->reply;
}

// Whoever calls through a pointer may call one function more.
static void on_address(void *ctx, uint64_t addr)
{
	struct walker *w = ctx;
	int i = function_index(w->p, addr);
	if (func(w->p, i)->taken)
		return;
	func(w->p, i)->taken = true;
	enter(w->p, i, NULL, true, false);
	for (size_t k = 0; k < w->p->out->funcs.n; k++)
		for (size_t c = 0; c < func(w->p, (int)k)->calls.n; c++)
			if (func(w->p, (int)k)->calls.v[c].callee == NO_FUNCTION)
				enqueue(w->p, (int)k);
}

// What has been learnt once stays: this only grows, and so ends.
static bool keep_reply(const struct ground *g, struct walk_reply *old, const struct walk_reply *now)
{
	struct walk_reply was = *old;
	join_reply(g, old, now);
	return was.returns != old->returns || was.above != old->above || was.reads_first != old->reads_first ||
	       was.reads_above != old->reads_above || was.peeks != old->peeks || was.reaches != old->reaches ||
	       memcmp(&was.track, &old->track, sizeof was.track) != 0 || !value_same(was.result, old->result);
}

static void walk_one(struct prover *p, int i)
{
	struct walker self = {p, i};
	struct pending *f = p->pending.v[i];
	struct ground ground = p->ground;
	ground.compiled = f->compiled;
	struct walk_job job = {
		.arena = p->b->arena,
		.ground = &ground,
		.code = &p->code,
		.cfi = p->ground.relaid ? NULL : &p->cfi, // which is of the image as it was linked
		.tables = &p->tables,
		.flow = &p->out->flow,
		.function = image_function_at(p->img, func(p, i)->addr),
		.start = func(p, i)->addr,
		.compiled = f->compiled,
		.sealed = is_sealed(f),
		.promised = promise_of(p->pkg, func(p, i)->name),
		.args = f->args,
		.on_call = on_call,
		.on_address = on_address,
		.ctx = &self,
	};
	func(p, i)->calls.n = 0;
	arena_free(f->scratch);
	f->scratch = job.scratch = arena_new();
	walk_function(&job, &f->walk);

	struct proven *out = func(p, i);
	out->frame = f->walk.frame;
	out->writes = f->walk.writes;
	out->vector_writes = f->walk.vector_writes;
	out->aligned = out->aligned_itself = f->walk.aligned;
	out->wild_fp = f->walk.wild_fp;
	if (keep_reply(&ground, &f->reply, &f->walk.reply))
		for (size_t k = 0; k < f->callers.n; k++)
			enqueue(p, f->callers.v[k]);
	if (job.sealed != is_sealed(f))
		enqueue(p, i);
}

// Pointers in constants and variables take addresses too.
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
	for (size_t i = 0; i < p->out->funcs.n && p->out->pointers; i++) {
		struct proven *f = func(p, (int)i);
		size_t n = f->calls.n, kept = 0;
		for (size_t k = 0; k < n; k++) {
			struct call_site c = f->calls.v[k];
			for (size_t t = 0; t < p->out->funcs.n && c.callee == NO_FUNCTION; t++)
				if (func(p, (int)t)->taken)
					VEC_PUSH(p->b->arena, &f->calls, (struct call_site){c.addr, (int)t, c.depth, c.tail});
		}
		for (size_t k = 0; k < f->calls.n; k++)
			if (f->calls.v[k].callee != NO_FUNCTION)
				f->calls.v[kept++] = f->calls.v[k];
		f->calls.n = kept;
	}
}

static void note_tables(struct prover *p)
{
	for (size_t i = 0; i < p->pending.n; i++) {
		const struct walk_result *walk = &p->pending.v[i]->walk;
		for (size_t k = 0; k < walk->tables.n; k++)
			flow_note_table(&p->out->flow, (struct flow_table){walk->tables.v[k].addr, walk->tables.v[k].from, walk->tables.v[k].n});
	}
	flow_sort_tables(&p->out->flow);
}

// What a trampoline must heed holds for all that it calls.
static void spread_facts(struct proof *proof)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = proof->funcs.n; i-- > 0;) { // callees have been found behind their callers
			struct proven *f = &proof->funcs.v[i];
			for (size_t k = 0; k < f->calls.n; k++) {
				const struct proven *c = &proof->funcs.v[f->calls.v[k].callee];
				again |= (c->aligned && !f->aligned) || (c->promise_used && !f->promise_used) ||
				          (c->writes & ~f->writes) || (c->vector_writes & ~f->vector_writes);
				f->aligned |= c->aligned;
				f->promise_used |= c->promise_used;
				f->writes |= c->writes;
				f->vector_writes |= c->vector_writes;
			}
		}
	}
}

// Behind an instruction that is refused, what is found is of little worth.
static void report_problems(struct prover *p, const bool *odd)
{
	for (size_t i = 0; i < p->out->funcs.n; i++) {
		for (size_t k = 0; k < p->pending.v[i]->walk.problems.n && !odd[i]; k++) {
			const struct walk_problem *w = &p->pending.v[i]->walk.problems.v[k];
			const char *name = func(p, (int)i)->name, *hint = w->hint;
			if (w->pointer)
				hint = arena_printf(p->b->arena, "%s: %s", hint, promise_hint(p->b->arena, p->out, name));
			diag_refuse(p->b->diags, w->code, image_pos(p->b->arena, p->img, w->addr), hint, "%s %s", name, w->what);
		}
	}
}

// Goroutine stacks double in size and end at 1 GB, so half of that is the most
// there is; and cmd/asm takes frames below 2 GiB only.
enum { MAX_BOUND = 256 << 20 };

static void check_bound(struct prover *p, const struct symbol *entry)
{
	const struct proven *f = proof_of(p->out, entry->addr);
	if (f->bound > MAX_BOUND)
		diag_refuse(p->b->diags, NC_STACK_SIZE, image_pos(p->b->arena, p->img, entry->addr),
		            "take large arrays from Go, as a pointer", "%s needs %llu bytes of stack, more than %d", f->name,
		            (unsigned long long)f->bound, MAX_BOUND);
}

static void take_promises(struct prover *p, const struct gopkg *pkg)
{
	for (size_t i = 0; i < pkg->depths.n; i++) {
		const struct depth *d = &pkg->depths.v[i];
		bool found = false;
		for (size_t k = 0; k < p->out->funcs.n; k++) {
			if (!symbol_is(p->b->arena, p->out->funcs.v[k].name, d->symbol))
				continue;
			p->out->funcs.v[k].promised = d->limit;
			found = true;
		}
		if (!found)
			diag_refuse(p->b->diags, NC_NO_SUCH_FUNCTION, d->pos,
			            "name a C function that the package reaches and that was not inlined",
			            "//nearcall:depth: there is no function %s", d->symbol);
	}
}

static void forget_walks(struct prover *p)
{
	for (size_t i = 0; i < p->pending.n; i++)
		arena_free(p->pending.v[i]->scratch);
	p->pending.n = 0;
}

// What the checker gets: what has been found out in the end.
static void certify(struct prover *p, struct certificate *out)
{
	for (size_t i = 0; i < p->pending.n; i++) {
		const struct pending *f = p->pending.v[i];
		const struct proven *proven = func(p, (int)i);
		struct function_claims claims = {.addr = proven->addr, .frame = proven->frame, .bound = proven->bound};
		claims.contract = certify_contract(&f->reply, f->args, is_sealed(f));
		certify_points(p->b->arena, &p->ground, &f->walk.leaders, &claims);
		for (size_t k = 0; k < f->walk.tables.n; k++)
			VEC_PUSH(p->b->arena, &claims.tables, f->walk.tables.v[k]);
		VEC_PUSH(p->b->arena, &out->funcs, claims);
	}
}

// follow walks all that the entries reach, once over.
static void follow(struct prover *p, const struct symbol *const *entries, size_t n)
{
	size_t size = p->img->text_end - p->img->base;
	*p->out = (struct proof){.base = p->img->base, .size = size};
	p->out->index = arena_alloc(p->b->arena, (size + 1) * sizeof *p->out->index);
	forget_walks(p);
	flow_init(&p->out->flow, p->b->arena, p->img->base, size);
	take_relocated(p);
	for (size_t i = 0; i < n; i++)
		if (entries[i])
			enter(p, function_index(p, entries[i]->addr), NULL, true, true);
	while (p->queue.n) {
		int next = p->queue.v[--p->queue.n];
		p->pending.v[next]->queued = false;
		walk_one(p, next);
	}
}

static bool is_entry(const struct proven *f, const struct symbol *const *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (entries[i] && entries[i]->addr == f->addr)
			return true;
	return false;
}

// For who lays frames out anew.
static void note_passed(struct prover *p, const struct symbol *const *entries, size_t n)
{
	for (size_t i = 0; i < p->out->funcs.n && p->b->arch->relay && !p->ground.relaid; i++) {
		struct proven *f = func(p, (int)i);
		bool asked = p->pending.v[i]->walk.at_end;
		f->in_registers = asked && passed_in_registers(p->b->arch, p->img, f, f->taken || is_entry(f, entries, n));
	}
}

// Where one jump table ends may be told by where another begins, which is known
// when all has been followed.
static void follow_all(struct prover *p, const struct symbol *const *entries, size_t n)
{
	enum { MAX_ROUNDS = 8 };
	bool settled = false;
	for (int round = 0; round < MAX_ROUNDS && !settled; round++) {
		follow(p, entries, n);
		settled = tables_settle(&p->tables);
	}
	if (!settled)
		diag_refuse(p->b->diags, NC_JUMP_TABLE, p->img->fallback,
		            "compile with -fno-jump-tables", "the jump tables cannot be told apart");
}

static const struct track *track_of(const struct proof *proof, const struct proven *f)
{
	return &proof->claims.funcs.v[f - proof->funcs.v].contract.track;
}

// Whoever leaves the vector registers so that it slows others down: the entry, or
// what it calls.
static const struct proven *culprit(const struct proof *proof, const struct proven *f)
{
	size_t steps = 0;
	for (size_t i = 0; i < f->calls.n && track_of(proof, f)->upper && steps < proof->funcs.n; i++) {
		const struct proven *callee = &proof->funcs.v[f->calls.v[i].callee];
		if (callee == f || !track_of(proof, callee)->upper)
			continue;
		f = callee;
		steps++;
		i = (size_t)-1;
	}
	return f;
}

void prove_entry(struct build *b, const struct gopkg *pkg, const struct image *img, const struct symbol *entry,
                 const struct proof *proof)
{
	const struct proven *f = proof_of(proof, entry->addr);
	const char *hint = NULL;
	struct level level = b->arch->level(pkg, "");
	const char *what = b->arch->track_go(track_of(proof, f), b->arch->mends(&level), &hint);
	if (!what)
		return;
	f = culprit(proof, f);
	diag_refuse(b->diags, NC_STATE_LEFT, image_pos(b->arena, img, f->addr), hint, "%s %s", f->name, what);
}

void prove_entries(struct build *b, const struct gopkg *pkg, const struct image *img, const struct symbol *const *entries,
                   size_t n, struct proof *out)
{
	struct prover p = {.b = b, .pkg = pkg, .img = img, .out = out, .ground = ground_of(b->arch, img),
	                   .code = code_of(b->arena, b->arch, img)};
	tables_begin(&p.tables, b->arena, &p.ground);
	cfi_open(&p.cfi, b->arch, img);
	follow_all(&p, entries, n);
	cfi_close(&p.cfi);

	note_tables(&p);
	resolve_pointers(&p);
	spread_facts(out);
	take_promises(&p, pkg);
	promise_report(b, pkg, img, out);
	bound_functions(b, img, out);
	for (size_t i = 0; i < n; i++)
		if (entries[i])
			check_bound(&p, entries[i]);
	for (size_t i = 0; i < out->funcs.n; i++) {
		func(&p, (int)i)->above = p.pending.v[i]->reply.above;
		func(&p, (int)i)->reads_above = p.pending.v[i]->reply.reads_above;
		func(&p, (int)i)->reads_first = p.pending.v[i]->reply.reads_first;
	}
	note_passed(&p, entries, n);
	certify(&p, &out->claims);
	struct levels levels = levels_of(b->arena, b->arch, pkg, entries, n, out);
	report_problems(&p, inspect_code(b, &p.code, &levels, out));
	forget_walks(&p);
}
