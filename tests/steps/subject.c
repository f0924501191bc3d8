#include "subject.h"

#include "arch/arch.h"
#include "check/check.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "prove/prove.h"

static enum verdict prove(struct subject *s)
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
	return v == SUBJECT_PROVEN ? prove(s) : v;
}

// What is said of a function that is refused is nobody's concern.
static enum verdict prove_alone(const struct subject *s, const struct symbol *entry)
{
	struct subject one = *s;
	one.diags = (struct diags){.arena = s->arena};
	one.b.diags = &one.diags;
	one.entries[0] = entry;
	one.n = 1;
	return prove(&one);
}

enum verdict subject_pick(struct subject *s, size_t *refused, size_t *denied)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		enum verdict v = s->entries[i] ? prove_alone(s, s->entries[i]) : SUBJECT_REFUSED;
		*refused += v == SUBJECT_REFUSED;
		*denied += v == SUBJECT_DENIED;
		if (v == SUBJECT_PROVEN)
			s->entries[n++] = s->entries[i];
	}
	s->n = n;
	return n ? prove(s) : SUBJECT_REFUSED;
}

enum verdict subject_relay(struct subject *s)
{
	if (!arch_arm64.relay)
		return SUBJECT_REFUSED;
	arch_arm64.relay(s->arena, &s->img, &s->proof);
	return s->img.opaque ? SUBJECT_REFUSED : prove(s);
}

void subject_free(struct subject *s)
{
	image_close(&s->img);
	arena_free(s->arena);
}
