#include "link/reduce.h"

#include "arch/arch.h"
#include "base/ask.h"
#include "base/names.h"
#include "base/objfile.h"
#include "base/path.h"
#include "link/absent.h"
#include "link/compile.h"
#include "link/edit.h"
#include "link/libm.h"
#include "link/runtime.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ROUNDS = 16 }; // how deep the runtime's files call each other

bool check_inputs(struct build *b, const struct gopkg *pkg)
{
	bool ok = true;
	for (size_t i = 0; i < pkg->archives.n; i++) {
		const struct input *in = &pkg->archives.v[i];
		const char *why = objfile_check(b->arena, path_join(b->arena, pkg->dir, in->path),
		                                b->arch->elf_machine);
		if (!why)
			continue;
		diag_refuse(b->diags, NC_OBJECT_KIND, in->pos,
		            arena_printf(b->arena,
		                         "//nearcall:archive takes relocatable %s ELF objects and ar archives of them",
		                         b->arch->machine_name),
		            "%s %s", in->path, why);
		ok = false;
	}
	return ok;
}

// What a look at symbol tables gathers.
struct survey {
	struct arena *arena;
	VEC(const char *) undefined, defined, local, labels; // labels: local ones, of no type
};

static bool survey_symbol(void *ctx, const struct elfsym *s)
{
	struct survey *v = ctx;
	const char *name = arena_strdup(v->arena, s->name);
	if (s->sym.st_shndx == SHN_UNDEF)
		VEC_PUSH(v->arena, &v->undefined, name);
	else if (GELF_ST_BIND(s->sym.st_info) != STB_LOCAL)
		VEC_PUSH(v->arena, &v->defined, name);
	else if (GELF_ST_TYPE(s->sym.st_info) == STT_FUNC)
		VEC_PUSH(v->arena, &v->local, name);
	else if (GELF_ST_TYPE(s->sym.st_info) == STT_NOTYPE)
		VEC_PUSH(v->arena, &v->labels, name);
	return true;
}

static struct survey survey_inputs(struct build *b, const struct gopkg *pkg, const struct objects *objs)
{
	struct survey v = {.arena = b->arena};
	for (size_t i = 0; i < objs->paths.n; i++)
		objfile_input_symbols(b->arena, objs->paths.v[i], survey_symbol, &v);
	for (size_t i = 0; i < pkg->archives.n; i++)
		objfile_input_symbols(b->arena, path_join(b->arena, pkg->dir, pkg->archives.v[i].path), survey_symbol,
		                      &v);
	return v;
}

static bool in_list(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

static void add_inputs(struct build *b, const struct gopkg *pkg, const struct objects *objs, struct argv *v)
{
	for (size_t i = 0; i < objs->paths.n; i++)
		argv_add(b->arena, v, objs->paths.v[i]);
	for (size_t i = 0; i < pkg->archives.n; i++)
		argv_add(b->arena, v, path_operand(b->arena, path_join(b->arena, pkg->dir, pkg->archives.v[i].path)));
}

static struct argv link_command(struct build *b, const struct toolchain *t, const struct argv *inputs,
                                const struct argv *extra, const struct reduced *out, const char *to)
{
	struct argv v = {0};
	const char *const head[] = {t->ld, "-r", "--gc-sections", "-o", to};
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		argv_add(b->arena, &v, head[i]);
	for (size_t i = 0; i < out->funcs.n; i++) {
		argv_add(b->arena, &v, "-u");
		argv_add(b->arena, &v, out->funcs.v[i]->c_name);
	}
	for (size_t i = 0; i < inputs->args.n; i++)
		argv_add(b->arena, &v, inputs->args.v[i]);
	for (size_t i = 0; i < extra->args.n; i++)
		argv_add(b->arena, &v, extra->args.v[i]);
	return v;
}

static bool link_once(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct argv *inputs,
                      const struct argv *extra, const struct reduced *out, const char *to)
{
	struct argv v = link_command(b, t, inputs, extra, out, to);
	struct run_result r = run_shown(b, &v, NULL, NULL);
	if (!r.found) {
		report_missing_tool(b, t->ld);
		return false;
	}
	if (r.status != 0 && tool_broke(b, t->ld, &r))
		return false;
	if (r.status != 0) { // two definitions of one symbol, for instance: the input's fault
		struct pos at = pkg->sources.n    ? pkg->sources.v[0].pos
		                : pkg->archives.n ? pkg->archives.v[0].pos
		                                  : pkg->funcs.v[0].pos;
		diag_refuse(b->diags, NC_LINK, at, "the linker's own words are above",
		            "the C objects do not link")->detail = r.err;
		return false;
	}
	return true;
}

// The compiler's library of helpers such as __udivti3: libgcc or compiler-rt,
// whichever it is set up for; else compiler-rt, which Debian compiles with
// stack protectors in some members.
static const char *builtins_library(struct build *b, const struct toolchain *t)
{
	static const char *const ask[] = {NULL, "--rtlib=compiler-rt"};
	for (size_t i = 0; i < (t->clang ? 2 : 1); i++) {
		struct argv v = {0};
		for (size_t j = 0; j < t->cc.args.n; j++)
			argv_add(b->arena, &v, t->cc.args.v[j]);
		if (ask[i])
			argv_add(b->arena, &v, ask[i]);
		argv_add(b->arena, &v, "-print-libgcc-file-name");
		struct run_result r = run_shown(b, &v, NULL, NULL);
		if (!r.found || r.status != 0)
			continue;
		const char *path = arena_strndup(b->arena, r.out, strcspn(r.out, "\n"));
		if (ask_access(path, R_OK))
			return path;
	}
	return NULL;
}

static bool add_libm(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const char *symbol,
                     struct argv *extra, struct reduced *out)
{
	struct pos pos;
	const char *file = runtime_file(symbol) ? NULL : libm_file(b, pkg, symbol, &pos);
	if (!file || in_list(out->libm.v, out->libm.n, file))
		return false;
	const char *obj = compile_libm(b, t, pkg, file, pos, out);
	VEC_PUSH(b->arena, &out->libm, file); // refused once
	if (obj)
		argv_add(b->arena, extra, obj);
	return obj != NULL;
}

// add_runtime adds what of the runtime the undefined symbols ask for;
// false when that is nothing new.
static bool add_runtime(struct build *b, const struct toolchain *t, const struct gopkg *pkg,
                        const struct survey *sv, struct argv *extra, struct reduced *out)
{
	bool added = false;
	for (size_t i = 0; i < sv->undefined.n; i++) {
		const char *file = runtime_file(sv->undefined.v[i]);
		if (!file || in_list(out->runtime.v, out->runtime.n, file))
			continue;
		const char *obj = compile_rt(b, t, pkg, file, out);
		if (!obj)
			return false;
		argv_add(b->arena, extra, obj);
		VEC_PUSH(b->arena, &out->runtime, file);
		added = true;
	}
	for (size_t i = 0; i < sv->undefined.n; i++)
		added |= add_libm(b, t, pkg, sv->undefined.v[i], extra, out);
	bool helper = false;
	for (size_t i = 0; i < sv->undefined.n; i++)
		helper |= strncmp(sv->undefined.v[i], "__", 2) == 0 &&
		          strncmp(sv->undefined.v[i], "__cpu_", 6) != 0; // its model wants a constructor: see audit.c
	const char *lib = helper ? builtins_library(b, t) : NULL;
	if (lib && !in_list(extra->args.v, extra->args.n, lib)) {
		argv_add(b->arena, extra, lib);
		VEC_PUSH(b->arena, &out->read, lib);
		added = true;
	}
	return added;
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;
	return m < c ? m : c;
}

// Edit distance, for "did you mean". Names longer than the row are far apart.
static size_t distance(const char *s, const char *t)
{
	enum { ROW = 64 };
	size_t n = strlen(s), m = strlen(t), row[ROW];
	if (n >= ROW || m >= ROW)
		return ROW;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t up = row[j];
			row[j] = min3(up + 1, row[j - 1] + 1, diagonal + (s[i - 1] != t[j - 1]));
			diagonal = up;
		}
	}
	return row[m];
}

// C++ names f "_Z1f" and what tells the types of its parameters; in a namespace, "_ZN" and the parts.
static bool is_mangled(struct arena *a, const char *symbol, const char *name)
{
	const char *part = arena_printf(a, "%zu%s", strlen(name), name);
	return strncmp(symbol, "_ZN", 3) == 0 ? strstr(symbol, part) != NULL
	                                      : strncmp(symbol, "_Z", 2) == 0 && strncmp(symbol + 2, part, strlen(part)) == 0;
}

static const char *missing_hint(struct build *b, const struct survey *inputs, const char *name)
{
	if (in_list(inputs->local.v, inputs->local.n, name))
		return arena_printf(b->arena, "%s is static: remove that word", name);
	if (in_list(inputs->labels.v, inputs->labels.n, name))
		return arena_printf(b->arena, "%s is local to its file: add .globl %s", name, name);
	for (size_t i = 0; i < inputs->defined.n; i++)
		if (is_mangled(b->arena, inputs->defined.v[i], name))
			return arena_printf(b->arena,
			                    "C++ calls it %s, by its parameters: declare it extern \"C\", which keeps the name",
			                    inputs->defined.v[i]);
	const char *best = NULL;
	size_t best_distance = strlen(name) / 3 + 1;
	for (size_t j = 0; j < inputs->defined.n; j++) {
		size_t d = distance(name, inputs->defined.v[j]);
		if (d <= best_distance)
			best_distance = d, best = inputs->defined.v[j];
	}
	if (best)
		return arena_printf(b->arena, "did you mean //nearcall:func %s?", best);
	return arena_printf(
		b->arena,
		"define %s in a file that a //nearcall:source or //nearcall:archive line names, and not as static",
		name);
}

static void keep_defined(struct build *b, const struct gopkg *pkg, const struct survey *inputs, struct reduced *out)
{
	struct names defined = {.arena = b->arena};
	for (size_t i = 0; i < inputs->defined.n; i++)
		names_add(&defined, inputs->defined.v[i], i);
	for (size_t i = 0; i < pkg->funcs.n; i++) {
		const struct gofunc *f = &pkg->funcs.v[i];
		if (names_find(&defined, f->c_name))
			VEC_PUSH(b->arena, &out->funcs, f);
		else
			diag_refuse(b->diags, NC_NO_C_FUNCTION, f->pos, missing_hint(b, inputs, f->c_name),
			            "%s: no C function %s in the package's C files", f->name, f->c_name);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Code that nothing reaches wants a part of the runtime too, and both are gone.
static void keep_linked(const struct survey *linked, struct reduced *out)
{
	size_t n = 0;
	for (size_t i = 0; i < out->runtime.n; i++) {
		bool used = false;
		for (size_t j = 0; j < linked->defined.n && !used; j++) {
			const char *file = runtime_file(linked->defined.v[j]);
			used = file && strcmp(file, out->runtime.v[i]) == 0;
		}
		if (used)
			out->runtime.v[n++] = out->runtime.v[i];
	}
	out->runtime.n = n;
	if (n)
		qsort(out->runtime.v, n, sizeof *out->runtime.v, by_name);
}

// Whoever reads the crate's words for a panic in its sources has to know that Go's
// are others.
static void keep_panics(struct build *b, const struct gopkg *pkg, const struct survey *linked, struct reduced *out)
{
	enum { SHOWN = 3 };
	const char *names = "";
	size_t n = 0;
	for (size_t i = 0; i < out->panics.n; i++) {
		const struct panic *p = &out->panics.v[i];
		if (!in_list(linked->defined.v, linked->defined.n, p->symbol) &&
		    !in_list(linked->local.v, linked->local.n, p->symbol))
			continue;
		if (n < SHOWN)
			names = arena_printf(b->arena, "%s%s%s", names, n ? ", " : "", p->name);
		out->panics.v[n++] = *p;
	}
	out->panics.n = n;
	if (n && pkg->archives.n)
		diag_note(b->diags, NC_RUST_PANICS, pkg->archives.v[0].pos, NULL,
		          "panics of Rust are run-time panics of Go here, for a nil pointer in %s%s", names,
		          n > SHOWN ? " and others" : "");
}

// What is changed in the object lets go of more, which another link leaves out.
static bool link_again(struct build *b, const struct toolchain *t, const struct gopkg *pkg, struct reduced *out, const char *name)
{
	struct argv only = {0};
	argv_add(b->arena, &only, out->path);
	const char *edited = arena_printf(b->arena, "%s/%s", b->tmp, name);
	if (!link_once(b, t, pkg, &only, &(struct argv){0}, out, edited))
		return false;
	out->path = edited;
	return true;
}

static bool edit(struct build *b, const struct toolchain *t, const struct gopkg *pkg, struct reduced *out)
{
	if (edit_object(b, pkg, out) && !link_again(b, t, pkg, out, "edited.o"))
		return false;
	return !edit_constructed(b, pkg, out) || link_again(b, t, pkg, out, "called.o");
}

void reduce_show(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct objects *objs,
                 struct reduced *out)
{
	struct argv inputs = {0}, none = {0};
	out->path = arena_printf(b->arena, "%s/reduced.o", b->tmp);
	for (size_t i = 0; i < pkg->funcs.n; i++)
		VEC_PUSH(b->arena, &out->funcs, &pkg->funcs.v[i]);
	add_inputs(b, pkg, objs, &inputs);
	struct argv v = link_command(b, t, &inputs, &none, out, out->path);
	tool_show(b, &v, NULL, NULL);
}

bool reduce_objects(struct build *b, const struct toolchain *t, const struct gopkg *pkg,
                    const struct objects *objs, struct reduced *out)
{
	struct argv inputs = {0}, extra = {0};
	struct survey linked = {0}, there = survey_inputs(b, pkg, objs);
	out->path = arena_printf(b->arena, "%s/reduced.o", b->tmp);
	keep_defined(b, pkg, &there, out);
	if (!out->funcs.n)
		return false;
	add_inputs(b, pkg, objs, &inputs);
	for (int round = 0; round < MAX_ROUNDS; round++) {
		linked = (struct survey){.arena = b->arena};
		if (!link_once(b, t, pkg, &inputs, &extra, out, out->path))
			return false;
		objfile_input_symbols(b->arena, out->path, survey_symbol, &linked);
		if (!add_runtime(b, t, pkg, &linked, &extra, out))
			break;
	}
	if (!edit(b, t, pkg, out))
		return false;
	linked = (struct survey){.arena = b->arena};
	objfile_input_symbols(b->arena, out->path, survey_symbol, &linked);
	keep_linked(&linked, out);
	keep_panics(b, pkg, &linked, out);
	return absent_resolve(b, out->path);
}
