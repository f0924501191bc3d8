// trial.c - prove, ask the checker, run; and what is printed of a violation.
#include "trial.h"

#include "check.h"
#include "known.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const names[CPU_REGS] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
					    "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};

static void load(struct cpu *c, struct arena *a, const struct image *img)
{
	cpu_load(c, a, img->bytes, img->base, img->size, img->text_end - img->base);
	for (size_t i = 0; i < img->relocs.n; i++) {
		uint64_t v = img->relocs.v[i].value + c->delta;
		if (img->relocs.v[i].dynamic)
			memcpy(c->code + (img->relocs.v[i].addr - img->base), &v, sizeof v);
	}
}

static void print_value(struct value v)
{
	static const char *const kinds[] = {"any",     "stack", "old stack", "number", "range",
					    "address", "entry", "target",    "saved",  "code"};
	printf("%s%s %" PRId64 " %" PRId64 " n=%u", v.inexact ? "about " : "", kinds[v.kind], v.a, v.b, v.n);
}

static void print_known(struct subject *s, const struct run *r)
{
	uint64_t point = r->point;
	const struct known *k = held_at(&s->known, r->function, r->addr, &point);
	printf("  at %" PRIx64 " in %s: %s\n", r->addr, s->proof->funcs.v[r->function].name, r->what);
	for (size_t i = 0; i < s->proof->funcs.n; i++) {
		const struct proven *f = &s->proof->funcs.v[i];
		printf("  %s: frame %" PRIu64 ", bound %" PRIu64 ", above %" PRId64 "%s%s\n", f->name, f->frame,
		       f->bound, s->proof->claims.funcs.v[i].contract.above, f->aligned ? ", aligned" : "",
		       f->taken ? ", taken" : "");
	}
	for (int i = 0; i < CPU_REGS; i++) {
		int64_t on_stack = (int64_t)(r->last.reg[i] - r->sp);
		printf("  %-3s %016" PRIx64 "  at entry %016" PRIx64 "  ", names[i], r->last.reg[i], r->entry.reg[i]);
		if (on_stack > -CPU_STACK && on_stack < CPU_STACK)
			printf("entry sp%+" PRId64 "  ", on_stack);
		if (k)
			print_value(k->state.reg[i]);
		printf("\n");
	}
	for (int i = 0; k && i < k->state.slots; i++) {
		printf("  slot %s%" PRId64 ": ", k->state.slot[i].inexact ? "about " : "", k->state.slot[i].offset);
		print_value(k->state.slot[i].value);
		printf("\n");
	}
	if (k)
		printf("  slack %" PRId64 "%s\n", k->state.slack, k->state.escaped ? ", escaped" : "");
}

static const struct symbol *entry_of(const struct image *img)
{
	size_t i = 0;
	while (i + 1 < img->symbols.n && !img->symbols.v[i].global)
		i++;
	return &img->symbols.v[i];
}

// A mistake in the proof, where the run r has been.
static bool plant(struct proof *p, const struct run *r, enum plant what, struct subject *s)
{
	struct proven *f = &p->funcs.v[r->seen_function];
	if (!r->seen)
		return false;
	switch (what) {
	case PLANT_DEPTH:
		if (p->flow.at[r->seen - p->base].vague)
			return false;
		p->flow.at[r->seen - p->base].depth += r->steps % 2 ? 8 : -8;
		return true;
	case PLANT_BOUND:
		if (r->deepest < 8)
			return false;
		p->funcs.v[held_function(&s->known, entry_of(s->img)->addr)].bound = r->deepest - 8;
		return true;
	case PLANT_SITE: { // all callees that it may have
		size_t n = 0, all = f->calls.n;
		for (size_t i = 0; i < all; i++)
			if (f->calls.v[i].addr != r->seen_call)
				f->calls.v[n++] = f->calls.v[i];
		f->calls.n = n;
		return n < all;
	}
	case PLANT_FACT: {
		uint64_t point = r->seen_point;
		struct known *k = (struct known *)held_at(&s->known, r->seen_function, r->seen, &point);
		for (int i = 0; k && i < CPU_REGS; i++) {
			if (k->state.reg[i].kind != VALUE_NUMBER && k->state.reg[i].kind != VALUE_ADDRESS)
				continue;
			k->state.reg[i].a++;
			return true;
		}
		return false;
	}
	default:
		return false;
	}
}

static struct run run_all(const struct trial *t, struct subject *s, const struct symbol *const *entries, size_t n,
			  struct tally *count)
{
	struct run r = {.end = RUN_RETURNED};
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < t->runs; k++) {
			r = run_function(s, held_function(&s->known, entries[i]->addr), t->seed + k * 0x9e3779b97f4a7c15,
					 t->limit);
			count->runs++;
			count->steps += r.steps;
			count->ends[r.end]++;
			if (r.end == RUN_VIOLATION)
				return r;
		}
	return r;
}

static struct run run_planted(const struct trial *t, struct subject *s, struct proof *proof, struct tally *count)
{
	int entry = held_function(&s->known, entry_of(s->img)->addr);
	struct run r = run_function(s, entry, t->seed, t->limit);
	if (r.end == RUN_VIOLATION || !plant(proof, &r, t->plant, s))
		return (struct run){.end = RUN_RETURNED};
	struct run again = run_function(s, entry, t->seed, t->limit);
	// what the code does there by an index is the code's own mistake, where the bound is no wider
	if (t->plant == PLANT_BOUND && again.end == RUN_OUTSIDE)
		return (struct run){.end = RUN_RETURNED};
	count->planted[t->plant]++;
	count->reported[t->plant] += again.end == RUN_VIOLATION;
	if (again.end != RUN_VIOLATION)
		again.what = "a planted mistake is not reported";
	again.end = again.end == RUN_VIOLATION ? RUN_RETURNED : RUN_VIOLATION;
	return again;
}

struct run trial_image(const struct trial *t, struct arena *a, const struct image *img, struct tally *count)
{
	struct diags diags = {.arena = a};
	struct build b = {.arena = a, .diags = &diags, .arch = &arch_amd64};
	struct gopkg pkg = {.dir = "."};
	struct proof proof = {0};
	VEC(const struct symbol *) entries = {0};
	VEC_PUSH(a, &pkg.cflags, "-march=x86-64-v3");
	for (size_t i = 0; i < img->symbols.n; i++)
		if (img->symbols.v[i].function && img->symbols.v[i].addr < img->text_end &&
		    (img->symbols.v[i].global || t->every))
			VEC_PUSH(a, &entries, &img->symbols.v[i]);
	prove_entries(&b, &pkg, img, entries.v, entries.n, &proof);
	for (size_t i = 0; i < entries.n && diag_status(&diags) == EXIT_DONE; i++)
		prove_entry(&b, &pkg, img, entries.v[i], &proof);
	bool accepted = diag_status(&diags) == EXIT_DONE;
	if (!accepted && !t->blind)
		return (struct run){.end = RUN_RETURNED};
	count->accepted++;
	const char *refused = !accepted ? NULL : check_claims(&b, img, entries.v, entries.n, &pkg, &proof);
	if (refused && t->verbose)
		printf("  the checker refuses: %s\n", refused);
	if (refused)
		return (struct run){.end = RUN_VIOLATION, .what = arena_printf(a, "the checker refuses: %s", refused)};
	load(t->cpu, a, img);
	struct subject s = subject_of(a, t->cpu, b.arch, img, &proof);
	s.own_objects = t->own_objects;
	struct run r = t->plant ? run_planted(t, &s, &proof, count) : run_all(t, &s, entries.v, entries.n, count);
	if (r.end == RUN_VIOLATION && t->verbose)
		print_known(&s, &r);
	return r;
}

struct run trial_program(const struct trial *t, const struct program *p, struct tally *count)
{
	struct arena *a = arena_new();
	struct image img;
	struct run r = {.end = RUN_RETURNED};
	count->generated++;
	if (program_link(a, &arch_amd64, p, &img)) {
		count->linked++;
		r = trial_image(t, a, &img, count);
	}
	arena_free(a);
	r.what = NULL; // has gone with the arena; verbose prints it
	return r;
}

static bool still(const struct trial *t, const struct program *p)
{
	struct tally count = {0};
	struct trial quiet = *t;
	quiet.verbose = false;
	return trial_program(&quiet, p, &count).end == RUN_VIOLATION;
}

void trial_shrink(const struct trial *t, struct program *p)
{
	static struct program less;
	for (unsigned size = p->n / 2 + 1; size; size = size > 1 ? size / 2 : 0) {
		bool again = true;
		while (again) {
			again = false;
			for (unsigned i = 0; i + size <= p->n; i++) {
				less = *p;
				memmove(&less.item[i], &less.item[i + size], (p->n - i - size) * sizeof less.item[0]);
				less.n -= size;
				if (!still(t, &less))
					continue;
				*p = less;
				again = size == 1;
				i--;
			}
		}
	}
}
