/*
 * nearcall_malloc.h: malloc, calloc, realloc and free in memory that Go passes.
 *
 * Include it in one C file of the package, beside the functions that Go calls.
 * These functions say where the memory is, and then call what allocates:
 *
 *	uint64_t hash(void *room, size_t size, const uint8_t *p, size_t n)
 *	{
 *		NEARCALL_MALLOC_FROM(room, size);
 *		return library_hash(p, n);
 *	}
 *
 * There is no static data and nothing of a thread: the arena lies in the frame
 * of hash, at a multiple of NEARCALL_MALLOC_DEPTH, and what hash calls finds it
 * at one of the next NEARCALL_MALLOC_REACH such addresses above its own frame.
 * Variables of hash may lie below it, and a compiler takes whole multiples for
 * them. So they and what hash calls may use less stack than both numbers'
 * product; nearcall stack tells how much it is. Where there is no arena, or the
 * stack is deeper, the program ends with an illegal instruction. Each call of
 * hash begins with empty memory, of its own if the room is.
 *
 * Blocks are aligned to 16 bytes and taken one behind the other, 16 bytes
 * between them. What is freed can be used again when all behind it is free too.
 */
#ifndef NEARCALL_MALLOC_H
#define NEARCALL_MALLOC_H

#include <stddef.h>
#include <stdint.h>

#ifndef NEARCALL_MALLOC_DEPTH
#define NEARCALL_MALLOC_DEPTH 16384 /* bytes, a power of two */
#endif
#ifndef NEARCALL_MALLOC_REACH
#define NEARCALL_MALLOC_REACH 4 /* times that */
#endif

struct nearcall_block {
	size_t size; /* bytes behind it, a multiple of 16; one more when it is free */
	struct nearcall_block *below;
};

struct nearcall_arena {
	uintptr_t self; /* tells it from other data */
	char *at, *end;
	struct nearcall_block *top;
};

_Static_assert((NEARCALL_MALLOC_DEPTH & (NEARCALL_MALLOC_DEPTH - 1)) == 0, "a power of two");
_Static_assert(sizeof(struct nearcall_block) == 16, "blocks stay aligned");

#define NEARCALL_MALLOC_FROM(room, size) \
	_Alignas(NEARCALL_MALLOC_DEPTH) __attribute__((cleanup(nearcall_arena_end))) struct nearcall_arena nearcall_arena_; \
	nearcall_arena_begin(&nearcall_arena_, room, size)

static inline void nearcall_arena_begin(volatile struct nearcall_arena *a, void *room, size_t size)
{
	size_t gap = -(uintptr_t)room & 15;
	a->self = ~(uintptr_t)a;
	a->at = (char *)room + (gap < size ? gap : size);
	a->end = (char *)room + size;
	a->top = NULL;
}

/* As long as this is to be called, so long the frame stays. */
static inline void nearcall_arena_end(volatile struct nearcall_arena *a)
{
	a->self = 0;
}

/* Called, its frame is below that of the function with the arena. */
static __attribute__((noinline)) struct nearcall_arena *nearcall_arena_here(void)
{
	uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
	uintptr_t at = (frame | (NEARCALL_MALLOC_DEPTH - 1)) + 1;
	for (int i = 0; i < NEARCALL_MALLOC_REACH; i++, at += NEARCALL_MALLOC_DEPTH)
		if (((struct nearcall_arena *)at)->self == ~at)
			return (struct nearcall_arena *)at;
	__builtin_trap();
}

void *malloc(size_t size)
{
	struct nearcall_arena *a = nearcall_arena_here();
	size_t left = (size_t)(a->end - a->at);
	if (left < sizeof(struct nearcall_block) || size > ((left - sizeof(struct nearcall_block)) & ~(size_t)15))
		return NULL;
	struct nearcall_block *b = (struct nearcall_block *)a->at;
	b->size = (size + 15) & ~(size_t)15;
	b->below = a->top;
	a->top = b;
	a->at += sizeof *b + b->size;
	return b + 1;
}

void free(void *p)
{
	struct nearcall_arena *a = nearcall_arena_here();
	if (!p)
		return;
	((struct nearcall_block *)p - 1)->size |= 1;
	for (; a->top && a->top->size & 1; a->top = a->top->below)
		a->at = (char *)a->top;
}

void *calloc(size_t n, size_t size)
{
	size_t bytes;
	void *p = __builtin_mul_overflow(n, size, &bytes) ? NULL : malloc(bytes);
	return p ? __builtin_memset(p, 0, bytes) : NULL;
}

void *realloc(void *p, size_t size)
{
	size_t old = p ? ((struct nearcall_block *)p - 1)->size : 0;
	if (p && size <= old)
		return p;
	void *q = malloc(size);
	if (!q || !p)
		return q;
	__builtin_memcpy(q, p, old);
	free(p);
	return q;
}

#endif
