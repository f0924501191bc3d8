#include "subject.h"

#include "arch/arch.h"
#include "check/check.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "prove/prove.h"

#include <string.h>

enum verdict subject_prove(struct subject *s)
{
	prove_entries(&s->b, &s->pkg, &s->img, s->entries, s->n, &s->proof);
	if (diag_status(&s->diags) != EXIT_DONE)
		return SUBJECT_REFUSED;
	return check_proof(&s->b, &s->img, s->entries, s->n, &s->pkg, &s->proof) ? SUBJECT_PROVEN : SUBJECT_DENIED;
}

enum verdict subject_link(struct subject *s, const char *path, const char *const *flags, const char *const *functions,
                          size_t n, const char *dir)
{
	struct arena *a = arena_new();
	struct toolchain tools = {0};
	struct objects objects = {0};
	struct reduced reduced = {0};
	*s = (struct subject){.arena = a, .diags.arena = a, .pkg.dir = "/", .img.fd = -1, .n = n};
	s->b = (struct build){.arena = a, .diags = &s->diags, .tmp = dir, .csrc = "csrc", .arch = &arch_arm64, .jobs = 1};
	for (; *flags; flags++)
		VEC_PUSH(a, &s->pkg.cflags, *flags);
	VEC_PUSH(a, &s->pkg.sources, ((struct input){.path = path, .pos = {path, 1, 1}}));
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(a, &s->pkg.funcs, (struct gofunc){.name = "F", .c_name = functions[i], .pos = {path, 1, 1}});
	if (!toolchain_find(&s->b, &tools))
		return SUBJECT_BROKEN;
	compile_sources(&s->b, &tools, &s->pkg, &objects);
	if (!objects.paths.n || !reduce_objects(&s->b, &tools, &s->pkg, &objects, &reduced) ||
	    !image_link(&s->b, &tools, &s->pkg, &reduced, &s->img))
		return SUBJECT_BROKEN;
	for (size_t i = 0; i < n; i++)
		s->entries[i] = image_symbol(&s->img, functions[i]);
	return SUBJECT_PROVEN;
}

enum verdict subject_new(struct subject *s, const char *path, const char *const *flags, const char *const *functions,
                         size_t n, const char *dir)
{
	enum verdict v = subject_link(s, path, flags, functions, n, dir);
	return v == SUBJECT_PROVEN ? subject_prove(s) : v;
}

#define COPY(a, vec) \
	((vec)->v = memcpy(arena_alloc((a), ((vec)->n + 1) * sizeof *(vec)->v), (vec)->v, (vec)->n * sizeof *(vec)->v), \
	 (vec)->cap = (vec)->n)

void subject_alone(struct subject *one, const struct subject *s, const struct symbol *entry)
{
	struct arena *a = arena_new();
	*one = *s;
	one->arena = one->b.arena = a;
	one->diags = (struct diags){.arena = a};
	one->b.diags = &one->diags;
	COPY(a, &one->img.symbols); // what is laid out anew moves them
	COPY(a, &one->img.sections);
	one->entries[0] = one->img.symbols.v + (entry - s->img.symbols.v);
	one->n = 1;
}

enum verdict subject_relay(struct subject *s)
{
	if (!arch_arm64.relay)
		return SUBJECT_REFUSED;
	arch_arm64.relay(s->arena, &s->img, &s->proof);
	return s->img.opaque ? SUBJECT_REFUSED : subject_prove(s);
}

void subject_free(struct subject *s)
{
	image_close(&s->img);
	arena_free(s->arena);
}
