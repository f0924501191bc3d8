// leaders.c - a hash table from address to leader, in the order of their coming.
#include "prove/leaders.h"

#include <stdlib.h>
#include <string.h>

static void put(struct leaders *l, size_t index)
{
	size_t h = l->v.v[index]->addr & l->mask;
	while (l->slots[h])
		h = (h + 1) & l->mask;
	l->slots[h] = index + 1;
}

static void grow(struct leaders *l)
{
	size_t size = l->mask ? (l->mask + 1) * 2 : 64;
	l->slots = arena_alloc(l->arena, size * sizeof *l->slots);
	l->mask = size - 1;
	for (size_t i = 0; i < l->v.n; i++)
		put(l, i);
}

struct leader *leader_find(const struct leaders *l, uint64_t addr)
{
	if (!l->mask)
		return NULL;
	for (size_t h = addr & l->mask; l->slots[h]; h = (h + 1) & l->mask)
		if (l->v.v[l->slots[h] - 1]->addr == addr)
			return l->v.v[l->slots[h] - 1];
	return NULL;
}

struct leader *leader_add(struct leaders *l, uint64_t addr, const struct state *s)
{
	struct leader *fresh = arena_alloc(l->arena, sizeof *fresh);
	*fresh = (struct leader){.addr = addr, .state = *s, .pending = true};
	if (!l->mask || (l->v.n + 1) * 2 > l->mask)
		grow(l);
	VEC_PUSH(l->arena, &l->v, fresh);
	put(l, l->v.n - 1);
	return fresh;
}

static int by_address(const void *va, const void *vb)
{
	const struct leader *const *a = va, *const *b = vb;
	return (*a)->addr < (*b)->addr ? -1 : (*a)->addr > (*b)->addr;
}

bool leaders_reopen(struct leaders *l)
{
	size_t n = l->v.n;
	bool any = false;
	struct leader **sorted = arena_alloc(l->arena, n * sizeof *sorted);
	memcpy(sorted, l->v.v, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_address);
	for (size_t i = 0; i + 1 < n; i++) {
		if (sorted[i]->end <= sorted[i + 1]->addr || sorted[i]->known == n)
			continue;
		sorted[i]->pending = any = true;
	}
	return any;
}
