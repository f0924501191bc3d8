#include "base/arena.h"

#include "base/giveup.h"
#include "base/round.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK_BYTES = 4 * 1024, CHUNK_BYTES = 64 * 1024, ALIGN_BYTES = 16 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t data[];
};

struct arena {
	struct chunk *chunks;
};

static void *must_calloc(size_t n)
{
	void *p = calloc(1, n);
	if (!p)
		give_up_memory();
	return p;
}

struct arena *arena_new(void)
{
	return must_calloc(sizeof(struct arena));
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->chunks;
	if (n > SIZE_MAX / 2)
		n = SIZE_MAX / 2; // lets calloc refuse it
	n = round_up(n, ALIGN_BYTES);
	if (!c || c->size - c->used < n) {
		// small arenas stay small
		size_t size = !c ? FIRST_CHUNK_BYTES : c->size < CHUNK_BYTES / 2 ? c->size * 2 : CHUNK_BYTES;
		size = n > size ? n : size;
		c = must_calloc(sizeof *c + size);
		c->size = size;
		c->next = a->chunks;
		a->chunks = c;
	}
	void *p = (char *)c->data + c->used;
	c->used += n;
	return p;
}

void *arena_grow(struct arena *a, const void *old, size_t *cap, size_t elem_size)
{
	size_t n = *cap ? *cap * 2 : 8;
	void *p = arena_alloc(a, n * elem_size);
	if (*cap)
		memcpy(p, old, *cap * elem_size);
	*cap = n;
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);
	memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	char *p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
