#include "emit/values.h"

#include "arch/arch.h"
#include "base/gosym.h"
#include "trampolines/forms.h"

#include <string.h>

// What Go copies into a call's memory by 16 bytes at a time: more words than this
// (cmd/compile/internal/ssa: CanSSA). A load of 16 bytes waits long for the stores
// of less that the words were just written with.
enum { MOST_SMALL_WORDS = 4, WORD = 8 };

static bool has_float(const struct go_words *w)
{
	for (size_t i = 0; i < w->v.n; i++)
		if (w->v.v[i].is_float)
			return true;
	return false;
}

// The words of a struct that comes in registers are passed as parameters of their
// own would be.
static bool is_large(const struct go_words *w, const struct goparam *p)
{
	size_t n = 0;
	for (size_t i = 0; i < w->v.n; i++) {
		const struct go_word *g = &w->v.v[i];
		if (g->offset < p->offset || g->offset >= p->offset + p->type->size)
			continue;
		if (g->reg == GOABI_ON_STACK || g->size != WORD)
			return false;
		n++;
	}
	return p->type->kind == GO_STRUCT && n > MOST_SMALL_WORDS;
}

struct params {
	VEC(struct goparam) v;
};

// add_words appends a value's parts that are no structs: "s" gives s_A, s_B_C.
static void add_words(struct arena *a, struct params *out, const char *name, const struct gotype *t)
{
	if (t->kind == GO_ARRAY && t->len == 1)
		add_words(a, out, arena_printf(a, "%s_0", name), t->elem);
	else if (t->kind == GO_STRUCT)
		for (size_t i = 0; i < t->nfields; i++)
			add_words(a, out, arena_printf(a, "%s_%s", name, t->fields[i].name), t->fields[i].type);
	else if (t->size)
		VEC_PUSH(a, &out->v, ((struct goparam){.name = name, .type = t}));
}

// The function as its register entry takes it: with the words of large structs.
static struct gofunc taken_apart(struct arena *a, const struct arch *arch, const struct gofunc *f)
{
	struct go_call call = arch->go_assign(a, f);
	struct params params = {{0}};
	struct gofunc out = *f;
	for (size_t i = 0; i < f->nparams; i++)
		if (is_large(&call.params, &f->params[i]))
			add_words(a, &params, f->params[i].name, f->params[i].type);
		else
			VEC_PUSH(a, &params.v, f->params[i]);
	out.params = params.v.v;
	out.nparams = params.v.n;
	return out;
}

static bool is_parameter(const struct gofunc *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(f->params[i].name, name) == 0)
			return true;
	return false;
}

static bool have_names(const struct gofunc *f)
{
	for (size_t i = 0; i < f->nparams; i++) {
		const char *last = strrchr(f->params[i].name, '_');
		if ((last && !last[1]) || is_parameter(f, i, f->params[i].name))
			return false;
	}
	for (size_t i = 0; i < f->nresults; i++)
		if (is_parameter(f, f->nparams, f->results[i].name))
			return false;
	return true;
}

// A type that is not to be written as the package does: one of another package
// would need an import, and gofmt breaks a struct into lines.
static bool is_foreign(const struct gotype *t)
{
	return strpbrk(t->text, ".{") && strcmp(t->text, "unsafe.Pointer") != 0;
}

// Can it be written by its kind, as of_kind does? Without padding, that is.
static bool has_kind(struct arena *a, const struct gotype *t)
{
	struct params words = {{0}};
	uint64_t size = 0;
	if (t->kind == GO_ARRAY)
		return !is_foreign(t->elem) || has_kind(a, t->elem);
	if (t->kind != GO_STRUCT)
		return true;
	add_words(a, &words, "", t);
	for (size_t i = 0; i < words.v.n; i++) {
		if (words.v.v[i].type->kind == GO_ARRAY)
			return false;
		size += words.v.v[i].type->size;
	}
	return size == t->size;
}

const char *values_fit(struct arena *a, const struct arch *arch, const struct call *call)
{
	const struct gofunc *f = call->go, apart = taken_apart(a, arch, f);
	const struct go_call words = arch->go_assign(a, f);
	bool large = apart.nparams != f->nparams;
	if (!have_names(&apart))
		return "has a parameter without a name of its own";
	for (size_t i = 0; i < f->nparams + f->nresults; i++) {
		const struct gotype *t = i < f->nparams ? f->params[i].type : f->results[i - f->nparams].type;
		if (is_foreign(t) && !has_kind(a, t))
			return "has types that cannot be written here";
	}
	// a result that comes through memory is waited for by few; the second call would be by all
	if (large || has_float(&words.params))
		return NULL;
	return "has no floating-point arguments or large structs, which alone are dear in memory";
}

// A foreign type, by its kind. Linked names may have other types, so long as these
// are passed and looked through by the collector alike.
static const char *of_kind(struct arena *a, const struct gotype *t)
{
	static const char *const others[GO_KINDS] = {[GO_SLICE] = "[]byte", [GO_INTERFACE] = "any"};
	struct params words = {{0}};
	struct buf out = {.arena = a};
	if (!is_foreign(t))
		return t->text;
	if (t->kind == GO_ARRAY)
		return arena_printf(a, "[%llu]%s", (unsigned long long)t->len, of_kind(a, t->elem));
	if (t->kind <= GO_STRING)
		return gokind_name(t->kind);
	if (t->kind != GO_STRUCT)
		return others[t->kind] ? others[t->kind] : "unsafe.Pointer";
	add_words(a, &words, "", t);
	for (size_t i = 0; i < words.v.n; i++)
		buf_printf(&out, "\tw%03zu %s\n", i, of_kind(a, words.v.v[i].type));
	return words.v.n ? arena_printf(a, "struct {\n%s}", out.p) : "struct{}";
}

static const char *plain_name(struct arena *a, const struct call *call)
{
	return arena_printf(a, "nearcall%s", call->go->name);
}

// "(x float64, n int) float64", or with names only: "x, n".
static const char *parameters(struct arena *a, const struct gofunc *f, bool types)
{
	struct buf out = {.arena = a};
	for (size_t i = 0; i < f->nparams; i++)
		buf_printf(&out, types ? "%s%s %s" : "%s%s", i ? ", " : "", f->params[i].name,
		           of_kind(a, f->params[i].type));
	return out.p ? out.p : "";
}

static const char *signature(struct arena *a, const struct gofunc *f)
{
	struct buf results = {.arena = a};
	const char *params = parameters(a, f, true);
	for (size_t i = 0; i < f->nresults; i++)
		buf_printf(&results, "%s%s %s", i ? ", " : "", f->results[i].name, of_kind(a, f->results[i].type));
	// go vet wants of an unnamed result that assembly calls it ret
	if (f->nresults == 1 && strcmp(f->results[0].name, "ret") == 0)
		return arena_printf(a, "(%s) %s", params, of_kind(a, f->results[0].type));
	return f->nresults ? arena_printf(a, "(%s) (%s)", params, results.p) : arena_printf(a, "(%s)", params);
}

static void write_link(struct buf *out, const struct product *p, const struct call *call, const struct gofunc *f,
                       const char *callee)
{
	struct arena *a = out->arena;
	const char *name = plain_name(a, call), *path = strcmp(p->pkg->name, "main") == 0 ? "main" : gosym_path(a, p->pkg->path);
	buf_printf(out, "\n//go:linkname %s %s.%s\nfunc %s%s {\n\t%s%s(%s)\n}\n", f->name, path, name, name,
	           signature(a, f),
	           f->nresults ? "return " : "", callee, parameters(a, f, false));
}

const char *generated_name(struct arena *a, const struct arch *arch, enum generated file)
{
	static const struct {
		const char *front, *behind; // of the architecture's name
	} names[GENERATED_FILES] = {
		[ASSEMBLY_FILE] = {"nearcall_", ".s"},
		[REGISTERS_FILE] = {"nearcall_", ".go"},
		[STACK_FILE] = {"nearcall_stack_", ".go"},
	};
	return arena_printf(a, "%s%s%s", names[file].front, arch->name, names[file].behind);
}

void values_write(struct buf *out, const struct product *p, const struct valued_calls *c, bool registers)
{
	struct arena *a = out->arena;
	const struct arch *arch = p->variants.v[0].image.arch;
	const char *file = generated_name(a, arch, ASSEMBLY_FILE);
	buf_printf(out, "\nvar _ unsafe.Pointer\n");
	for (size_t i = 0; i < c->n; i++) {
		const struct call *call = c->calls[i];
		const struct gofunc f = registers ? taken_apart(a, arch, call->go) : *call->go;
		const char *value = form_value_name(a, call), *stack = form_stack_name(a, call);
		write_link(out, p, call, &f, registers ? value : stack);
		if (registers)
			buf_printf(out, "\n// The value is in %s.\nvar %s func%s\n", file, value, signature(a, &f));
		buf_printf(out, "\n//go:noescape\nfunc %s%s\n", stack, signature(a, call->go));
	}
}
