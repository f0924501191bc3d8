#include "compiled.h"

#include "base/files.h"
#include "check/check.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "prove/prove.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void write_source(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static bool link_source(struct compiled *c, const struct toolchain *tools)
{
	struct objects objects = {0};
	struct reduced reduced = {0};
	compile_sources(&c->b, tools, &c->pkg, &objects);
	return objects.paths.n && reduce_objects(&c->b, tools, &c->pkg, &objects, &reduced) &&
	       image_link(&c->b, tools, &c->pkg, &reduced, &c->img);
}

void compiled_new(struct compiled *c, const struct compiled_source *s)
{
	char tmp[] = "/tmp/nearcall-compiled.XXXXXX";
	struct arena *a = arena_new();
	struct toolchain tools = {0};
	*c = (struct compiled){.arena = a, .diags.arena = a, .pkg.dir = "/"};
	c->b = (struct build){.arena = a, .diags = &c->diags, .tmp = mkdtemp(tmp), .csrc = "csrc", .arch = s->arch, .jobs = 1};
	const char *path = arena_printf(a, "%s/source.c", tmp);
	write_source(path, s->text);
	for (; s->flags[c->pkg.cflags.n];)
		VEC_PUSH(a, &c->pkg.cflags, s->flags[c->pkg.cflags.n]);
	VEC_PUSH(a, &c->pkg.sources, ((struct input){.path = path, .pos = {path, 1, 1}}));
	for (size_t i = 0; i < s->ndepths; i++)
		VEC_PUSH(a, &c->pkg.depths, s->depths[i]);
	for (; s->functions[c->n]; c->n++)
		VEC_PUSH(a, &c->pkg.funcs, (struct gofunc){.name = "F", .c_name = s->functions[c->n], .pos = {path, 1, 1}});
	assert_true(c->n <= MOST_FUNCTIONS && toolchain_find(&c->b, &tools));
	bool linked = link_source(c, &tools);
	for (size_t i = 0; i < c->n && linked; i++)
		c->entries[i] = image_symbol(&c->img, s->functions[i]);
	if (linked)
		prove_entries(&c->b, &c->pkg, &c->img, c->entries, c->n, &c->proof);
	folder_remove(tmp);
	if (!linked || diag_status(&c->diags) != EXIT_DONE)
		fail_msg("%s: %s", s->flags[0], told(&c->diags));
}

void compiled_free(struct compiled *c)
{
	image_close(&c->img);
	arena_free(c->arena);
}

bool compiled_confirms(const struct compiled *c, struct arena *a, const struct proof *proof, const char **text)
{
	struct diags d = {.arena = a};
	struct build b = {.arena = a, .diags = &d, .arch = c->img.arch};
	bool ok = check_proof(&b, &c->img, c->entries, c->n, &c->pkg, proof);
	*text = told(&d);
	assert_int_equal(ok, d.list.n == 0);
	return ok;
}
