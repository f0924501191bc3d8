#include "calltree.h"

#include "base/rustname.h"

#include <libiberty/demangle.h>
#include <stdlib.h>
#include <string.h>

static uint64_t need(const struct proof *p, const struct call_site *c)
{
	return c->depth + (c->tail ? 0 : 8) + p->funcs.v[c->callee].bound;
}

const struct call_site *calltree_deepest(const struct proof *p, const struct proven *f)
{
	for (size_t i = 0; i < f->calls.n; i++)
		if (need(p, &f->calls.v[i]) == f->bound && f->bound > f->frame)
			return &f->calls.v[i];
	return NULL;
}

bool calltree_shown(const struct proof *p, const struct proven *f, size_t i)
{
	const struct call_site *c = &f->calls.v[i];
	for (size_t k = 0; k < f->calls.n; k++) {
		const struct call_site *other = &f->calls.v[k];
		if (k != i && other->callee == c->callee &&
		    (need(p, other) > need(p, c) || (need(p, other) == need(p, c) && k < i)))
			return false;
	}
	return true;
}

// What a bound rests on, beside the code: the promises about functions that are
// reached.
static void gather_promises(const struct proof *p, int index, bool *seen, bool *depth,
                            const struct promised_calls **calls)
{
	const struct proven *f = &p->funcs.v[index];
	if (seen[index])
		return;
	seen[index] = true;
	*depth |= f->recursive;
	if (!*calls)
		*calls = f->promised_calls;
	for (size_t i = 0; i < f->calls.n; i++)
		gather_promises(p, f->calls.v[i].callee, seen, depth, calls);
}

const char *calltree_ground(struct arena *a, const struct proof *p, const struct proven *f)
{
	const struct promised_calls *calls = NULL;
	bool depth = false;
	if (!f->promise_used)
		return "proven";
	gather_promises(p, (int)(f - p->funcs.v), arena_alloc(a, p->funcs.n), &depth, &calls);
	if (!calls)
		return "promised by //nearcall:depth";
	return arena_printf(a, "promised by %s//nearcall:calls (%s:%d)", depth ? "//nearcall:depth and " : "",
	                    calls->pos.file, calls->pos.line);
}

const char *calltree_name(struct arena *a, const char *symbol)
{
	const char *rust = rust_name(a, symbol);
	char *made = rust ? NULL : cplus_demangle(symbol, DMGL_NO_OPTS);
	const char *name = rust ? rust : arena_strdup(a, made ? made : symbol);
	free(made);
	return name;
}

const char *calltree_fit(struct arena *a, const char *name, size_t room)
{
	size_t n = strlen(name), head;
	if (n <= room || room < 8)
		return n <= room ? name : arena_strndup(a, name, room);
	head = (room - 3) / 3; // the end of a path says more than its start
	return arena_printf(a, "%.*s...%s", (int)head, name, name + n - (room - 3 - head));
}
