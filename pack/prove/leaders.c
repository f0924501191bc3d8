#include "prove/leaders.h"

#include <stdlib.h>

static void leaders_rehash(struct leaders *l)
{
	size_t size = l->mask ? (l->mask + 1) * 2 : 64;
	free(l->slots);
	l->slots = calloc(size, sizeof *l->slots);
	if (!l->slots)
		abort();
	l->mask = size - 1;
	for (size_t i = 0; i < l->n; i++) {
		size_t h = l->v[i].addr & l->mask;
		while (l->slots[h])
			h = (h + 1) & l->mask;
		l->slots[h] = i + 1;
	}
}

struct leader *leader_find(const struct leaders *l, uint64_t addr)
{
	if (!l->mask)
		return NULL;
	for (size_t h = addr & l->mask; l->slots[h]; h = (h + 1) & l->mask)
		if (l->v[l->slots[h] - 1].addr == addr)
			return &l->v[l->slots[h] - 1];
	return NULL;
}

struct leader *leader_add(struct leaders *l, uint64_t addr, const struct state *s)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 32;
		l->v = realloc(l->v, l->cap * sizeof *l->v);
		if (!l->v)
			abort();
	}
	l->v[l->n++] = (struct leader){addr, *s, true};
	if (l->n * 2 > l->mask)
		leaders_rehash(l);
	else {
		size_t h = addr & l->mask;
		while (l->slots[h])
			h = (h + 1) & l->mask;
		l->slots[h] = l->n;
	}
	return &l->v[l->n - 1];
}

void leaders_free(struct leaders *l)
{
	free(l->v);
	free(l->slots);
	*l = (struct leaders){0};
}
