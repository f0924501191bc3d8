#include "cimage.h"

#include "arch/arch.h"
#include "base/files.h"
#include "link/image.h"
#include "link/toolchain.h"
#include "told.h"

#include <stdlib.h>
#include <string.h>

void shell(const char *dir, const char *line)
{
	struct arena *a = arena_new();
	if (system(arena_printf(a, "cd '%s' && %s", dir, line)) != 0) {
		fprintf(stderr, "failed: %s\n", line);
		abort();
	}
	arena_free(a);
}

void write_text(const char *dir, const char *name, const char *text)
{
	struct arena *a = arena_new();
	FILE *f = fopen(arena_printf(a, "%s/%s", dir, name), "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
	arena_free(a);
}

struct cimage *cimage_new(const char *command, const char *name, const char *source)
{
	return cimage_for(&arch_amd64, "ld", command, name, source);
}

struct cimage *cimage_for(const struct arch *arch, const char *ld, const char *command, const char *name, const char *source)
{
	struct arena *a = arena_new();
	struct cimage *c = arena_alloc(a, sizeof *c);
	char *dir = arena_strdup(a, "/tmp/nearcall-cimage-XXXXXX");
	if (!mkdtemp(dir))
		abort();
	c->arena = c->diags.arena = a;
	c->b = (struct build){.arena = a, .diags = &c->diags, .tmp = dir, .csrc = "csrc", .arch = arch};
	write_text(dir, name, source);
	shell(dir, arena_printf(a, "%s -ffile-prefix-map=\"$PWD\"=. -c -o x.o %s", command, name));
	static const struct gofunc first = {.name = "F", .c_name = "f", .pos = {"f.go", 1, 1}};
	struct gopkg pkg = {.dir = "pkg"};
	struct reduced r = {.path = arena_printf(a, "%s/x.o", dir)};
	VEC_PUSH(a, &r.funcs, &first);
	if (!image_link(&c->b, &(struct toolchain){.ld = ld}, &pkg, &r, &c->img)) {
		fputs(told(&c->diags), stderr);
		abort();
	}
	return c;
}

void cimage_free(struct cimage *c)
{
	image_close(&c->img);
	folder_remove(c->b.tmp);
	arena_free(c->arena);
}
