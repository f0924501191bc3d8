#include "bind/bind.h"

#include "arch/arch.h"
#include "base/round.h"
#include "bind/mark.h"
#include "bind/opaque.h"
#include "bind/proto.h"
#include "bind/signature.h"
#include "bind/ways.h"

#include <string.h>

// What points to the goroutine's stack guard: see csrc/nearcall.h.
#define GUARD_TYPE "nearcall_guard"

enum { MAX_FORMS = 3, MAX_PIECES = 3, IMPOSSIBLE = 1 << 20 };

// A way in which one Go parameter is spread over C arguments. The words of
// strings and slices are named after the part of the header they hold.
struct form {
	size_t pieces; // C arguments
	bool whole;    // the Go value as it is, in one C argument
};

static const struct form scalar_forms[] = {{1, true}, {0, false}};
static const struct form string_forms[] = {{2, false}, {1, true}, {0, false}};
static const struct form slice_forms[] = {{2, false}, {3, false}, {1, true}, {0, false}};

static const char *const piece_suffix[MAX_PIECES] = {"_base", "_len", "_cap"};

static const struct form *forms_of(const struct gotype *t)
{
	if (t->kind == GO_STRING)
		return string_forms;
	return t->kind == GO_SLICE ? slice_forms : scalar_forms;
}

static bool plain(const struct gotype *t)
{
	return t->kind != GO_STRUCT && t->kind != GO_ARRAY && t->kind != GO_COMPLEX64 && t->kind != GO_COMPLEX128 &&
	       t->kind != GO_STRING && t->kind != GO_SLICE;
}

static const struct gotype byte_type = {.text = "byte", .kind = GO_UINT8, .size = 1, .align = 1};
static const struct gotype len_type = {.text = "int", .kind = GO_INT, .size = 8, .align = 8};

// The Go type of piece k of a string or slice.
static const struct gotype *piece_type(struct arena *a, const struct gotype *t, size_t k)
{
	if (k > 0)
		return &len_type;
	struct gotype *p = arena_alloc(a, sizeof *p);
	*p = (struct gotype){.text = t->text, .kind = GO_POINTER, .size = 8, .align = 8,
	                     .elem = t->kind == GO_STRING ? &byte_type : t->elem};
	return p;
}

static const char *piece_mismatch(struct arena *a, const struct gotype *t, const struct form *f, size_t k,
                                  const struct ctype *c)
{
	const char *why = layout_mismatch(a, f->whole ? t : piece_type(a, t, k), c);
	bool counted = !f->whole && k == 0 && t->kind == GO_SLICE && c->kind == C_POINTER && !c->untold;
	return why || !counted ? why : length_mismatch(a, t->elem, c->elem);
}

// The way out where a parameter does not fit.
static const char *way_out(struct arena *a, const struct gotype *t, const struct form *f, size_t k, const struct ctype *c)
{
	const char *known = f->whole || t->kind == GO_STRING ? way_of(a, t, c, false) : NULL;
	if (known && k == 0)
		return known;
	bool pointer = c->kind == C_POINTER && (t->kind == GO_POINTER || (t->kind == GO_SLICE && !f->whole && k == 0));
	if (pointer && t->kind == GO_SLICE && t->elem->size > 1 && (!c->elem || c->elem->size == 1))
		return arena_printf(a, "take []byte, and call it with unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), "
		                       "%llu*len(s)); or write the type of the elements in C", (unsigned long long)t->elem->size);
	if (!pointer || !c->elem)
		return "make the Go declaration and the C prototype agree";
	if (t->kind == GO_POINTER && c->elem->kind == C_STRUCT && !c->elem->incomplete)
		return arena_printf(a, "make the two agree; or leave it to C: type T struct{ _ [%llu]uint64 }; or take unsafe.Pointer, "
		                       "which meets every pointer", (unsigned long long)((c->elem->size + 7) / 8));
	return "make the Go declaration and the C prototype agree, or take unsafe.Pointer, which meets every pointer";
}

// The cheapest way (fewest mismatches) to spread Go parameters i.. over C
// parameters j.., by dynamic programming from the right. With no mismatch it
// is the match; else it shows best what is different.
struct plan {
	const struct gofunc *go;
	const struct proto *c;
	int *cost;                   // (nparams + 1) * (c->nparams + 1)
	const struct form **choice;
};

static int *cost_at(const struct plan *p, size_t i, size_t j)
{
	return &p->cost[i * (p->c->nparams + 1) + j];
}

static const struct form **choice_at(const struct plan *p, size_t i, size_t j)
{
	return &p->choice[i * (p->c->nparams + 1) + j];
}

static int form_cost(struct arena *a, const struct plan *p, size_t i, size_t j, const struct form *f)
{
	if (j + f->pieces > p->c->nparams)
		return IMPOSSIBLE;
	int cost = *cost_at(p, i + 1, j + f->pieces);
	for (size_t k = 0; k < f->pieces; k++)
		cost += piece_mismatch(a, p->go->params[i].type, f, k, p->c->params[j + k].type) != NULL;
	return cost;
}

static struct plan make_plan(struct arena *a, const struct gofunc *go, const struct proto *c)
{
	struct plan p = {.go = go, .c = c};
	size_t cells = (go->nparams + 1) * (c->nparams + 1);
	p.cost = arena_alloc(a, cells * sizeof *p.cost);
	p.choice = arena_alloc(a, cells * sizeof *p.choice);
	for (size_t j = 0; j <= c->nparams; j++)
		*cost_at(&p, go->nparams, j) = j == c->nparams ? 0 : IMPOSSIBLE;
	for (size_t i = go->nparams; i-- > 0;) {
		for (size_t j = 0; j <= c->nparams; j++) {
			*cost_at(&p, i, j) = IMPOSSIBLE;
			for (const struct form *f = forms_of(go->params[i].type); f->pieces; f++) {
				int cost = form_cost(a, &p, i, j, f);
				if (cost < *cost_at(&p, i, j)) {
					*cost_at(&p, i, j) = cost;
					*choice_at(&p, i, j) = f;
				}
			}
		}
	}
	return p;
}

static void add_arg(struct arena *a, struct call *out, const struct goparam *g, const struct form *f, size_t k,
                    const struct ctype *c)
{
	struct carg arg = {
		.type = c,
		.var = g->nameless ? NULL : f->whole ? g->name : arena_printf(a, "%s%s", g->name, piece_suffix[k]),
		.offset = g->offset + (f->whole ? 0 : 8 * k),
		.scalar = !f->whole || plain(g->type),
	};
	VEC_PUSH(a, &out->args, arg);
}

// both shows the two declarations under a message, with what is different marked.
static const char *both(struct arena *a, const struct gofunc *f, const struct proto *c, int go_mark, int c_mark)
{
	const char *under_go = mark_line(a, f->decl, go_mark), *under_c = mark_line(a, c->text, c_mark);
	if (*under_go)
		under_go = arena_printf(a, "\n\t    %s", under_go);
	if (*under_c)
		under_c = arena_printf(a, "\n\t    %s", under_c);
	return arena_printf(a, "\n\tGo: %s%s\n\tC:  %s  (%s:%d)%s", f->decl, under_go, c->text, c->pos.file,
	                    c->pos.line, under_c);
}

// Where the C prototype is, for programs that read the message.
static void at_c(struct build *b, struct diag *e, const struct proto *c)
{
	if (c->pos.file)
		diag_relate(b->diags, e, c->pos, c->text);
}

static void count_mismatch(struct build *b, const struct gofunc *f, const struct proto *c)
{
	at_c(b, diag_refuse(b->diags, NC_PARAMETER_COUNT, f->pos,
	                    way_of_count(b->arena, f, c),
	                    "%s: %zu Go parameter%s cannot be spread over %zu C parameter%s of %s%s", f->name, f->nparams,
	                    f->nparams == 1 ? "" : "s", c->nparams, c->nparams == 1 ? "" : "s", c->name,
	                    both(b->arena, f, c, MARK_NOTHING, MARK_NOTHING)), c);
}

// A signature says of any pointer no more than that it is one.
static bool is_guard(const struct proto *c, bool wanted)
{
	const struct ctype *t = c->nparams ? c->params[c->nparams - 1].type : NULL;
	if (!t || t->kind != C_POINTER)
		return false;
	return t->elem ? t->elem->text && strstr(t->elem->text, GUARD_TYPE) : wanted && t->untold;
}

// What Go's parameters are spread over: all of C's but the guard.
static bool part_guard(struct build *b, const struct call *out, struct proto *spread)
{
	bool guard = is_guard(out->c, out->go->yield);
	*spread = *out->c;
	spread->nparams -= guard;
	if (guard == out->go->yield)
		return true;
	at_c(b, diag_refuse(b->diags, NC_GUARD, out->go->pos,
	                    guard ? "write //nearcall:yield beside //nearcall:func"
	                          : "add const nearcall_guard *guard as the last C parameter (nearcall.h), or remove //nearcall:yield",
	                    guard ? "%s: %s has a nearcall_guard, and the Go declaration no //nearcall:yield%s"
	                          : "%s: //nearcall:yield, and %s has no nearcall_guard as its last parameter%s",
	                    out->go->name, out->c->name, both(b->arena, out->go, out->c, MARK_NOTHING, MARK_NOTHING)), out->c);
	return false;
}

static bool bind_params(struct build *b, struct call *out)
{
	const struct gofunc *f = out->go;
	struct proto spread;
	if (!part_guard(b, out, &spread))
		return false;
	struct plan p = make_plan(b->arena, f, &spread);
	int mismatches = *cost_at(&p, 0, 0);
	if (mismatches >= IMPOSSIBLE) {
		count_mismatch(b, f, &spread);
		return false;
	}
	size_t j = 0;
	for (size_t i = 0; i < f->nparams; i++) {
		const struct form *form = *choice_at(&p, i, j);
		for (size_t k = 0; k < form->pieces; k++, j++) {
			const struct cparam *c = &out->c->params[j];
			const char *why = piece_mismatch(b->arena, f->params[i].type, form, k, c->type);
			if (why)
				at_c(b, diag_refuse(b->diags, NC_PARAMETER_TYPE, f->pos,
				                    way_out(b->arena, f->params[i].type, form, k, c->type),
				                    "%s: parameter %s (Go %s, C %s): %s%s", f->name, f->params[i].name,
				                    f->params[i].type->text, c->type->text, why,
				                    both(b->arena, f, out->c, (int)i, (int)j)), out->c);
			add_arg(b->arena, out, &f->params[i], form, k, c->type);
		}
	}
	if (f->yield)
		VEC_PUSH(b->arena, &out->args, ((struct carg){.type = out->c->params[j].type, .scalar = true, .guard = true}));
	return mismatches == 0;
}

// Several Go results lie in the frame like the fields of a struct.
static const struct gotype *results_type(struct arena *a, const struct gofunc *f)
{
	if (f->nresults == 1)
		return f->results[0].type;
	struct gotype *t = arena_alloc(a, sizeof *t);
	struct gofield *fields = arena_alloc(a, f->nresults * sizeof *fields);
	const struct goparam *last = &f->results[f->nresults - 1];
	t->text = "(several results)";
	t->kind = GO_STRUCT;
	t->align = 1;
	for (size_t i = 0; i < f->nresults; i++) {
		const struct goparam *r = &f->results[i];
		fields[i] = (struct gofield){arena_printf(a, "result %zu", i + 1), r->offset - f->results[0].offset,
		                             r->type};
		if (r->type->align > t->align)
			t->align = r->type->align;
	}
	t->size = last->offset + last->type->size - f->results[0].offset;
	t->size = round_up(t->size, t->align);
	t->fields = fields;
	t->nfields = f->nresults;
	return t;
}

// The variable of a name that assembly can say; NULL if there is none.
static const struct goparam *named(const struct gofunc *f, const char *name)
{
	const struct goparam *found = NULL;
	for (size_t i = 0; i < f->nparams + f->nresults; i++) {
		const struct goparam *p = i < f->nparams ? &f->params[i] : &f->results[i - f->nparams];
		if (!p->nameless && strcmp(p->name, name) == 0)
			found = p;
	}
	return found;
}

// Go vet knows the start of the frame as argframe+0(FP), unless a variable is
// called so. And where one is called ret, it wants that to be written.
static struct anchor find_anchor(const struct gofunc *f)
{
	const struct goparam *ret = named(f, "ret"), *argframe = named(f, "argframe");
	if (ret)
		return (struct anchor){ret->name, ret->offset};
	return argframe ? (struct anchor){argframe->name, argframe->offset} : (struct anchor){"argframe", 0};
}

static const char *name_of_results(const struct gofunc *f)
{
	for (size_t i = 1; i < f->nresults; i++)
		if (strcmp(f->results[i].name, "ret") == 0)
			return NULL; // by the anchor, which that is
	return f->results[0].nameless ? NULL : f->results[0].name;
}

static bool bind_result(struct build *b, struct call *out)
{
	const struct gofunc *f = out->go;
	const struct ctype *c = out->c->result;
	if (f->nresults == 0 && c->kind == C_VOID)
		return true;
	if (f->nresults == 0) {
		at_c(b, diag_refuse(b->diags, NC_RESULT_MISSING, f->pos,
		                    "give the Go declaration the result too; its callers may ignore it",
		                    "%s: %s returns %s, but the Go declaration has no result%s", f->name, out->c->name, c->text,
		                    both(b->arena, f, out->c, MARK_NOTHING, MARK_C_RESULT)), out->c);
		return false;
	}
	if (c->kind == C_VOID) {
		at_c(b, diag_refuse(b->diags, NC_RESULT_EXTRA, f->pos, "remove the Go result, or return a value in C",
		                    "%s: Go wants a result, but %s returns void%s", f->name, out->c->name,
		                    both(b->arena, f, out->c, MARK_GO_RESULT, MARK_C_RESULT)), out->c);
		return false;
	}
	const struct gotype *t = results_type(b->arena, f);
	const char *why = layout_mismatch(b->arena, t, c), *way = why ? way_of(b->arena, t, c, true) : NULL;
	if (why) {
		at_c(b, diag_refuse(b->diags, NC_RESULT_TYPE, f->pos, way ? way : "make the Go declaration and the C prototype agree",
		                    "%s: result (Go %s, C %s): %s%s", f->name, t->text, c->text, why,
		                    both(b->arena, f, out->c, MARK_GO_RESULT, MARK_C_RESULT)), out->c);
		return false;
	}
	const struct goparam *first = &f->results[0], *last = &f->results[f->nresults - 1];
	out->result = c;
	out->result_var = name_of_results(f);
	out->result_offset = first->offset;
	out->result_size = last->offset + last->type->size - first->offset;
	out->result_scalar = f->nresults == 1 && plain(t);
	return true;
}

// The prototype: from DWARF, or from the directive where there is none. Where
// there are both they must agree.
static const struct proto *find_proto(struct build *b, const struct image *img, const struct gofunc *f,
                                      const struct symbol *entry)
{
	const struct proto *seen = proto_read(b->arena, img, entry), *given = NULL;
	const char *why = NULL;
	if (*f->signature && !(given = signature_parse(b->arena, entry->name, f->signature, f->pos, &why))) {
		diag_refuse(b->diags, NC_PROTOTYPE_SYNTAX, f->pos,
		            "write it like //nearcall:func sum_u64(ptr, u64) u64", "%s: %s", f->name,
		            why);
		return NULL;
	}
	if (!seen && !given)
		diag_refuse(b->diags, NC_NO_DEBUG_INFO, f->pos,
		            arena_printf(b->arena,
		                         "compile it with -g, or give the prototype: //nearcall:func %s(ptr, u64) u64",
		                         entry->name),
		            "%s: the C function %s carries no debug information", f->name, entry->name);
	const struct doubt *doubt = seen ? &seen->doubt : NULL;
	if (doubt && doubt->why && (doubt->final || !given)) {
		at_c(b, diag_refuse(b->diags, NC_CONVENTION, f->pos, doubt->hint, "%s: %s%s", f->name, doubt->why,
		                    both(b->arena, f, seen, MARK_NOTHING, MARK_NOTHING)), seen);
		return NULL;
	}
	if (!seen || !given || doubt->why)
		return given ? given : seen;
	bool same = seen->nparams == given->nparams && same_layout(b->arena, seen->result, given->result);
	for (size_t i = 0; same && i < seen->nparams; i++)
		same = same_layout(b->arena, seen->params[i].type, given->params[i].type);
	if (same)
		return seen;
	at_c(b, diag_refuse(b->diags, NC_PROTOTYPE_DIFFERS, f->pos,
	                    "correct the directive, or leave the prototype out: the debug information has it",
	                    "%s: the directive says %s, but the debug information %s (%s:%d)", f->name, given->text, seen->text,
	                    seen->pos.file, seen->pos.line), seen);
	return NULL;
}

// is_passed tells whether the ABI passes anything of the call there: compilers
// know of equal values, and may name the other's place.
static bool is_passed(const struct arch *arch, const struct call *call, const struct abi_call *abi, int place)
{
	bool structs = false;
	if (place < 0)
		return abi->stack_bytes > 0;
	for (size_t i = 0; i < call->args.n; i++) {
		if (abi->dwarf_places[i] == place)
			return true;
		structs |= abi->dwarf_places[i] < 0;
	}
	return place < arch->regs.ndwarf ? abi->registers >> arch->regs.from_dwarf[place] & 1 : structs;
}

// Where the debug information says that a parameter arrives must be one of the
// places that the ABI uses: gcc's ms_abi shows nowhere else.
static bool check_places(struct build *b, const struct call *out, const struct abi_call *abi)
{
	for (size_t i = 0; i < out->args.n && (abi->exact_places || !*out->go->signature); i++) {
		const struct cparam *p = &out->c->params[i];
		bool scalar = p->type->kind == C_INT || p->type->kind == C_BOOL || p->type->kind == C_POINTER ||
		              p->type->kind == C_FLOAT;
		if (!scalar || !p->entry || is_passed(b->arch, out, abi, p->entry))
			continue;
		at_c(b, diag_refuse(b->diags, NC_CONVENTION, out->go->pos,
		                    "nearcall calls by the platform's C ABI: write a function around it that follows it, or "
		                    "give the prototype",
		                    "%s: %s expects %s where the ABI does not pass it: it follows another calling convention, "
		                    "or has more "
		                    "parameters than its debug information shows%s",
		                    out->go->name, out->c->name, *p->name ? p->name : "a parameter",
		                    both(b->arena, out->go, out->c, MARK_NOTHING, (int)i)), out->c);
		return false;
	}
	return true;
}

// What the ABI leaves open, or compilers do differently, is refused.
static bool check_abi(struct build *b, const struct call *out)
{
	struct abi_call abi = b->arch->abi_call(b->arena, out);
	if (abi.what)
		at_c(b, diag_refuse(b->diags, NC_ABI_OPEN, out->go->pos, abi.hint, "%s: %s%s", out->go->name, abi.what,
		                    both(b->arena, out->go, out->c, MARK_NOTHING, MARK_NOTHING)), out->c);
	return !abi.what && check_places(b, out, &abi);
}

bool bind_function(struct build *b, const struct image *img, const struct gofunc *f, const struct symbol *entry,
                   struct call *out)
{
	*out = (struct call){.go = f, .c = find_proto(b, img, f, entry), .anchor = find_anchor(f)};
	VEC_PUSH(b->arena, &out->entries, entry);
	if (!out->c)
		return false;
	if (out->c->variadic) {
		at_c(b, diag_refuse(b->diags, NC_VARIADIC_C, f->pos, "write a C function with a fixed parameter list around it",
		                    "%s: %s is variadic%s", f->name, entry->name,
		                    both(b->arena, f, out->c, MARK_NOTHING, MARK_NOTHING)), out->c);
		return false;
	}
	bool params = bind_params(b, out);
	return bind_result(b, out) && params && check_abi(b, out);
}
