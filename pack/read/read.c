#include "read/read.h"

#include <jansson.h>
#include <string.h>

enum { MAX_TYPE_DEPTH = 200 };

// Absent members read as "", 0 and false, so that the model has no NULLs to trip over.
static const char *text(struct arena *a, const json_t *v)
{
	const char *s = json_string_value(v);
	return arena_strdup(a, s ? s : "");
}

static const char *str(struct arena *a, const json_t *o, const char *key)
{
	return text(a, json_object_get(o, key));
}

static uint64_t num(const json_t *o, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(o, key));
	return n < 0 ? 0 : (uint64_t)n;
}

static bool flag(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

static struct pos place(struct arena *a, const json_t *o)
{
	return (struct pos){str(a, o, "file"), (int)num(o, "line"), (int)num(o, "col")};
}

static enum gokind kind_named(const char *name)
{
	for (int k = 0; k < GO_KINDS; k++)
		if (strcmp(gokind_name((enum gokind)k), name) == 0)
			return (enum gokind)k;
	return GO_INTERFACE; // refused as a parameter, like every kind without a C counterpart
}

static const struct gotype *type(struct arena *a, const json_t *o, int depth)
{
	struct gotype *t = arena_alloc(a, sizeof *t);
	t->text = str(a, o, "go");
	t->kind = kind_named(str(a, o, "kind"));
	t->size = num(o, "size");
	t->align = num(o, "align");
	t->len = num(o, "len");
	t->recursive = flag(o, "recursive");
	const json_t *elem = json_object_get(o, "elem");
	if (elem && depth < MAX_TYPE_DEPTH)
		t->elem = type(a, elem, depth + 1);
	if (t->kind == GO_ARRAY && !t->elem) // nested too deeply
		t->kind = GO_INTERFACE;

	const json_t *fields = json_object_get(o, "fields");
	size_t n = depth < MAX_TYPE_DEPTH ? json_array_size(fields) : 0;
	struct gofield *f = arena_alloc(a, n * sizeof *f);
	for (size_t i = 0; i < n; i++) {
		const json_t *e = json_array_get(fields, i);
		f[i] = (struct gofield){str(a, e, "name"), num(e, "offset"),
		                        type(a, json_object_get(e, "type"), depth + 1)};
	}
	t->fields = f;
	t->nfields = n;
	return t;
}

static const struct goparam *params(struct arena *a, const json_t *list, size_t *n)
{
	*n = json_array_size(list);
	struct goparam *p = arena_alloc(a, *n * sizeof *p);
	for (size_t i = 0; i < *n; i++) {
		const json_t *e = json_array_get(list, i);
		p[i] = (struct goparam){str(a, e, "name"), num(e, "offset"),
		                        type(a, json_object_get(e, "type"), 0), flag(e, "nameless")};
	}
	return p;
}

static const struct goimport *imports(struct arena *a, const json_t *list, size_t *n)
{
	*n = json_array_size(list);
	struct goimport *v = arena_alloc(a, *n * sizeof *v);
	for (size_t i = 0; i < *n; i++)
		v[i] = (struct goimport){str(a, json_array_get(list, i), "name"),
		                         str(a, json_array_get(list, i), "path")};
	return v;
}

static struct gofunc func(struct arena *a, const json_t *o)
{
	struct gofunc f = {
		.name = str(a, o, "name"),
		.c_name = str(a, o, "c_name"),
		.pos = place(a, o),
		.decl = str(a, o, "decl"),
		.signature = str(a, o, "signature"),
		.build = str(a, o, "build"),
		.built = str(a, o, "built"),
		.assert = str(a, o, "assert"),
		.args_size = num(o, "args_size"),
		.blocking = flag(o, "blocking"),
		.yield = flag(o, "yield"),
		.loop = str(a, o, "loop"),
		.cpu = str(a, o, "cpu"),
	};
	size_t i;
	const json_t *e;
	json_array_foreach(json_object_get(o, "by_level"), i, e)
		VEC_PUSH(a, &f.by_level, ((struct level_func){str(a, e, "level"), str(a, e, "c_name"), place(a, e)}));
	f.params = params(a, json_object_get(o, "params"), &f.nparams);
	f.imports = imports(a, json_object_get(o, "assert_imports"), &f.nimports);
	f.results = params(a, json_object_get(o, "results"), &f.nresults);
	return f;
}

static void diagnostics(struct arena *a, struct diags *d, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *e = json_array_get(list, i);
		const char *hint = str(a, e, "hint");
		enum nc_code code = (enum nc_code)num(e, "code");
		if (!code_page(code)) // of another version
			code = NC_PARTS;
		diag_refuse(d, code, place(a, e), *hint ? hint : NULL, "%s", str(a, e, "message"));
	}
}

static void notes(struct arena *a, struct diags *d, const json_t *list)
{
	size_t i;
	const json_t *e;
	json_array_foreach(list, i, e) {
		const char *hint = str(a, e, "hint");
		enum nc_code code = (enum nc_code)num(e, "code");
		if (code_page(code))
			diag_note(d, code, place(a, e), *hint ? hint : NULL, "%s", str(a, e, "message"));
	}
}

static void calls(struct arena *a, const json_t *list, struct gopkg *pkg)
{
	size_t i, j;
	json_t *e, *t;
	json_array_foreach(list, i, e) {
		struct promised_calls c = {.site = str(a, e, "site"), .pos = place(a, e)};
		json_array_foreach(json_object_get(e, "targets"), j, t)
			VEC_PUSH(a, &c.targets, text(a, t));
		VEC_PUSH(a, &pkg->calls, c);
	}
}

static struct input source(struct arena *a, const json_t *directive, const json_t *path)
{
	const json_t *flags = json_object_get(directive, "flags");
	size_t n = json_array_size(flags);
	const char **v = arena_alloc(a, n * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[i] = text(a, json_array_get(flags, i));
	return (struct input){.path = text(a, path), .pos = place(a, directive), .flags = v, .nflags = n};
}

static void fill(struct arena *a, const json_t *root, struct gopkg *pkg)
{
	size_t i, j;
	json_t *e, *p;

	pkg->dir = str(a, root, "dir");
	pkg->abs_dir = str(a, root, "abs_dir");
	pkg->name = str(a, root, "name");
	pkg->path = str(a, root, "path");
	pkg->goroot = str(a, root, "goroot");
	pkg->module_dir = str(a, root, "module_dir");
	pkg->partial = flag(root, "partial");
	pkg->lang = str(a, root, "lang");
	json_array_foreach(json_object_get(root, "imports"), i, e)
		VEC_PUSH(a, &pkg->imports, text(a, e));
	pkg->go_version = str(a, root, "go_version");
	json_array_foreach(json_object_get(root, "go_files"), i, e)
		VEC_PUSH(a, &pkg->go_files, text(a, e));
	json_array_foreach(json_object_get(root, "asm_files"), i, e)
		VEC_PUSH(a, &pkg->asm_files, text(a, e));
	json_array_foreach(json_object_get(root, "sources"), i, e)
		json_array_foreach(json_object_get(e, "paths"), j, p)
			VEC_PUSH(a, &pkg->sources, source(a, e, p));
	json_array_foreach(json_object_get(root, "archives"), i, e)
		json_array_foreach(json_object_get(e, "paths"), j, p)
			VEC_PUSH(a, &pkg->archives, source(a, e, p));
	json_array_foreach(json_object_get(root, "libm"), i, e)
		json_array_foreach(json_object_get(e, "paths"), j, p)
			VEC_PUSH(a, &pkg->libm, (struct input){.path = text(a, p), .pos = place(a, e)});
	json_array_foreach(json_object_get(root, "cflags"), i, e)
		VEC_PUSH(a, &pkg->cflags, str(a, e, "flag"));
	json_array_foreach(json_object_get(root, "cpu"), i, e)
		VEC_PUSH(a, &pkg->cpu, ((struct input){.path = str(a, e, "level"), .pos = place(a, e)}));
	json_array_foreach(json_object_get(root, "depths"), i, e)
		VEC_PUSH(a, &pkg->depths, (struct depth){str(a, e, "symbol"), num(e, "limit"), place(a, e)});
	calls(a, json_object_get(root, "calls"), pkg);
	json_array_foreach(json_object_get(root, "traps"), i, e)
		VEC_PUSH(a, &pkg->traps, (struct input){.path = str(a, e, "pattern"), .pos = place(a, e)});
	json_array_foreach(json_object_get(root, "writable"), i, e)
		VEC_PUSH(a, &pkg->writable, (struct writable){str(a, e, "name"), place(a, e)});
	json_array_foreach(json_object_get(root, "funcs"), i, e)
		VEC_PUSH(a, &pkg->funcs, func(a, e));
	pkg->declarations = str(a, root, "declarations");
	pkg->inputs = str(a, root, "inputs");
	json_array_foreach(json_object_get(root, "files"), i, e)
		VEC_PUSH(a, &pkg->files, ((struct given){str(a, e, "name"), str(a, e, "text")}));
	json_array_foreach(json_object_get(root, "reads"), i, e)
		VEC_PUSH(a, &pkg->reads, text(a, e));
	json_array_foreach(json_object_get(root, "folders"), i, e)
		VEC_PUSH(a, &pkg->folders, ((struct folder){str(a, e, "path"), str(a, e, "suffix")}));
}

bool read_json(struct arena *a, struct diags *d, const char *json, size_t n, struct gopkg *pkg)
{
	json_error_t err;
	json_t *root = json_loadb(json, n, 0, &err);
	if (!json_is_object(root)) {
		diag_tool(d, NC_PARTS, "run make again: the two programs belong together",
		          "nearcall-godecl printed no JSON object: %s", err.text);
		json_decref(root);
		return false;
	}
	fill(a, root, pkg);
	diagnostics(a, d, json_object_get(root, "diagnostics"));
	notes(a, d, json_object_get(root, "notes"));
	json_decref(root);
	return pkg->funcs.n > 0;
}

bool run_godecl(struct arena *a, struct diags *d, const struct argv *v, const char *failed, struct run_result *r)
{
	*r = run(a, v, NULL, NULL);
	if (!r->found)
		diag_tool(d, NC_PARTS,
		          "run make: it builds nearcall-godecl beside nearcall", "cannot start %s: %s", v->args.v[0],
		          r->err);
	else if (r->status != 0)
		diag_tool(d, NC_GO_BROKEN,
		          "install Go 1.23 or newer (apt install golang-go) and put it in PATH", "%s", failed)
			->detail = r->err;
	return r->found && r->status == 0;
}

bool read_package(struct arena *a, struct diags *d, const char *godecl, const char *arch, const char *dir,
                  struct gopkg *pkg)
{
	struct argv v = {0};
	argv_add(a, &v, godecl);
	argv_add(a, &v, "-arch");
	argv_add(a, &v, arch);
	argv_add(a, &v, "--");
	argv_add(a, &v, dir);
	struct run_result r;
	if (!run_godecl(a, d, &v, arena_printf(a, "cannot read the Go package in %s", dir), &r))
		return false;
	return read_json(a, d, r.out, r.out_len, pkg);
}
