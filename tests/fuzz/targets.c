// targets.c - the readers of text and files.
#include "fuzz.h"

#include "base/objfile.h"
#include "base/path.h"
#include "bind/mark.h"
#include "bind/signature.h"
#include "link/edit.h"
#include "read/read.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void fuzz_json(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct gopkg pkg = {0};
	fuzz_build_start(&f);
	if (read_json(f.b.arena, &f.diags, size ? (const char *)data : "", size, &pkg)) {
		fuzz_check(pkg.dir && pkg.abs_dir && pkg.name && pkg.path && pkg.goroot && pkg.lang && pkg.module_dir,
		           "a NULL in the model");
		for (size_t i = 0; i < pkg.sources.n; i++)
			path_join(f.b.arena, pkg.dir, pkg.sources.v[i].path);
	}
	fuzz_build_end(&f);
}

static bool see_symbol(void *ctx, const struct elfsym *s)
{
	*(size_t *)ctx += strlen(s->name);
	return true;
}

void fuzz_objfile(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	int fd = fuzz_fd(data, size);
	const char *path = arena_printf(a, "/proc/self/fd/%d", fd);
	const char *why = objfile_check(a, path, EM_X86_64);
	size_t seen = 0;
	objfile_input_symbols(a, path, see_symbol, &seen);
	fuzz_check(!why || *why, "a refusal without a reason");
	close(fd);
	arena_free(a);
}

void fuzz_edit(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	fuzz_build_start(&f);
	int fd = fuzz_fd(data, size);
	struct gofunc go = {.name = "F", .c_name = "f"};
	struct gopkg pkg = {0};
	struct reduced out = {.path = arena_printf(f.b.arena, "/proc/self/fd/%d", fd)};
	VEC_PUSH(f.b.arena, &out.funcs, &go);
	VEC_PUSH(f.b.arena, &pkg.traps, (struct input){.path = "d*e", .pos = {"f.go", 1, 1}});
	VEC_PUSH(f.b.arena, &pkg.traps, (struct input){.path = "core::fmt::*", .pos = {"f.go", 2, 1}});
	edit_object(&f.b, &pkg, &out);
	close(fd);
	fuzz_build_end(&f);
}

static void check_clean(struct arena *a, const char *path)
{
	const char *clean = path_clean(a, path);
	fuzz_check(*clean, "an empty clean path");
	fuzz_check(strcmp(clean, path_clean(a, clean)) == 0, "a clean path that can be cleaned more");
	fuzz_check((clean[0] == '/') == (path[0] == '/'), "cleaning makes a path absolute, or relative");
	fuzz_check(!strstr(clean, "//"), "a doubled slash in a clean path");
	path_dir(a, path);
	path_base(path);
}

static void check_rel(struct arena *a, const char *x, const char *y)
{
	const char *from = path_clean(a, arena_printf(a, "/%s", x)), *to = path_clean(a, arena_printf(a, "/%s", y));
	const char *rel = path_rel(a, from, to);
	fuzz_check(*rel != '/', "a relative path that is absolute");
	fuzz_check(strcmp(path_join(a, from, rel), to) == 0, "a relative path that does not lead there");
	fuzz_check(path_inside(from, to) == (strncmp(rel, "..", 2) != 0 || (rel[2] != '/' && rel[2])) || strcmp(from, "/") == 0,
	           "path_inside and path_rel disagree");
}

static void check_marks(struct arena *a, const char *decl)
{
	for (int what = MARK_C_RESULT; what < 20; what++) {
		const char *line = mark_line(a, decl, what);
		fuzz_check(strlen(line) <= strlen(decl), "a mark longer than what it marks");
		fuzz_check(strspn(line, " ^") == strlen(line), "a mark that is not of carets");
	}
}

// The input: strings, each ended by a NUL.
void fuzz_text(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct feed feed = {data, size};
	fuzz_build_start(&f);
	const char *last = "";
	for (int n = 0; feed.left && n < 16; n++) {
		const char *s = feed_string(f.b.arena, &feed), *why = NULL;
		const struct proto *p = signature_parse(f.b.arena, "c_fn", s, (struct pos){"f.go", 1, 1}, &why);
		fuzz_check(!p == (why != NULL), "a signature that is read and refused, or neither");
		for (size_t i = 0; p && i < p->nparams; i++)
			fuzz_check(p->params[i].type->size > 0 && p->params[i].type->size < 1ULL << 40, "a size that has wrapped");
		check_marks(f.b.arena, p ? p->text : s);
		check_clean(f.b.arena, s);
		check_rel(f.b.arena, last, s);
		last = s;
	}
	fuzz_build_end(&f);
}
