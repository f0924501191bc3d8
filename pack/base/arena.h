// arena.h - one owner for everything a build allocates.
//
// Every stage allocates its results from the arena of the build; nothing is
// freed before the build ends. Running out of memory ends the program: there
// is no useful way to report a refusal without memory.
#ifndef NEARCALL_ARENA_H
#define NEARCALL_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);

// arena_alloc returns n zeroed bytes, aligned for any object; never NULL.
void *arena_alloc(struct arena *a, size_t n);

// arena_grow returns a larger copy of an array of *cap elements, doubling
// *cap. The old array stays valid (and unused) until the arena is freed.
void *arena_grow(struct arena *a, const void *old, size_t *cap, size_t elem_size);

char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

// VEC declares a growable array; VEC_PUSH appends a value to it, which may
// depend on how many there are.
#define VEC(T)                                                                                     \
	struct {                                                                                   \
		T *v;                                                                              \
		size_t n, cap;                                                                     \
	}
#define VEC_PUSH(a, vec, ...)                                                                      \
	do {                                                                                       \
		__typeof__(*(vec)->v) pushed_ = (__VA_ARGS__);                                     \
		if ((vec)->n == (vec)->cap)                                                        \
			(vec)->v = arena_grow((a), (vec)->v, &(vec)->cap, sizeof *(vec)->v);       \
		(vec)->v[(vec)->n++] = pushed_;                                                    \
	} while (0)

#endif
