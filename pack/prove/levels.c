#include "prove/levels.h"

#include <string.h>

// The index of the level that a function's directive adds; 0 is the package's.
static size_t level_index(struct arena *a, struct levels *l, const struct arch *arch, const struct gopkg *pkg,
                          const char *own)
{
	for (size_t i = 0; i < l->of.n; i++)
		if (strcmp(l->of.v[i].level.own, own) == 0)
			return i;
	struct reaching r = {arch->level(pkg, own), arena_alloc(a, l->proof->funcs.n * sizeof *r.through)};
	VEC_PUSH(a, &l->of, r);
	return l->of.n - 1;
}

// reach marks all that a function of the proof calls. A chain of calls may be long: no recursion.
static void reach(struct arena *a, const struct levels *l, size_t level, int start, const char *go)
{
	const char **through = l->of.v[level].through;
	VEC(int) todo = {0};
	VEC_PUSH(a, &todo, start);
	while (todo.n) {
		int i = todo.v[--todo.n];
		if (through[i])
			continue;
		through[i] = go;
		const struct proven *f = &l->proof->funcs.v[i];
		for (size_t k = 0; k < f->calls.n; k++)
			VEC_PUSH(a, &todo, f->calls.v[k].callee);
	}
}

struct levels levels_of(struct arena *a, const struct arch *arch, const struct gopkg *pkg,
                        const struct symbol *const *entries, size_t n, const struct proof *proof)
{
	struct levels l = {.proof = proof};
	level_index(a, &l, arch, pkg, "");
	for (size_t i = 0; i < n; i++) {
		const struct proven *f = entries[i] ? proof_of(proof, entries[i]->addr) : NULL;
		for (size_t k = 0; f && k < pkg->funcs.n; k++) {
			const struct gofunc *go = &pkg->funcs.v[k];
			if (strcmp(go->c_name, entries[i]->name) == 0)
				reach(a, &l, level_index(a, &l, arch, pkg, go->cpu ? go->cpu : ""), (int)(f - proof->funcs.v), go->name);
		}
	}
	return l;
}

// The code of a function may lie in another symbol (f.cold), or be jumped into by others.
static bool stands_in(const struct levels *l, size_t i, const struct symbol *s)
{
	const struct function_claims *c = &l->proof->claims.funcs.v[i];
	for (size_t k = 0; k < c->points.n; k++)
		if (c->points.v[k].addr >= s->addr && c->points.v[k].addr - s->addr < s->size)
			return true;
	return c->addr == s->addr;
}

static void find_owners(struct arena *a, struct levels *l, const struct symbol *s)
{
	l->owners.n = 0;
	l->last = s;
	for (size_t i = 0; s && i < l->proof->funcs.n; i++)
		if (stands_in(l, i, s))
			VEC_PUSH(a, &l->owners, (int)i);
}

const char *levels_through(struct arena *a, struct levels *l, size_t level, const struct symbol *s)
{
	bool known = false;
	if (l->last != s)
		find_owners(a, l, s);
	for (size_t i = 0; i < l->owners.n; i++) {
		int owner = l->owners.v[i];
		if (l->of.v[level].through[owner])
			return l->of.v[level].through[owner];
		for (size_t k = 0; k < l->of.n; k++)
			known |= l->of.v[k].through[owner] != NULL;
	}
	return known || level > 0 ? NULL : "";
}
