#include "base/names.h"

#include <stdint.h>
#include <string.h>

enum { FEWEST = 64 }; // slots; always a power of two, and half of them free

// The slot of a name, or the free one that it would have.
static struct named *slot_of(const struct names *s, const char *name)
{
	uint64_t hash = 0xcbf29ce484222325; // FNV-1a
	for (const char *p = name; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
	size_t i = (hash ^ hash >> 32) & (s->cap - 1);
	while (s->slots[i].name && strcmp(s->slots[i].name, name) != 0)
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static void grow(struct names *s)
{
	struct names old = *s;
	s->cap = old.cap ? 2 * old.cap : FEWEST;
	s->slots = arena_alloc(s->arena, s->cap * sizeof *s->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].name)
			*slot_of(s, old.slots[i].name) = old.slots[i];
}

bool names_add(struct names *s, const char *name, size_t number)
{
	if (2 * s->n >= s->cap)
		grow(s);
	struct named *slot = slot_of(s, name);
	if (slot->name)
		return false;
	*slot = (struct named){name, number};
	s->n++;
	return true;
}

size_t *names_find(const struct names *s, const char *name)
{
	struct named *slot = s->cap ? slot_of(s, name) : NULL;
	return slot && slot->name ? &slot->number : NULL;
}
