/*
 * nearcall.h: how Go's strings and slices look from C.
 *
 * A C function behind a Go stub may take a string or a slice in two ways: as
 * separate arguments, (const char *, size_t) or (T *, size_t[, size_t]), or as
 * one of the types below. Both are free of cost; these keep signatures short.
 *
 * Freestanding, needs no library, usable from C11 and from C++.
 */
#ifndef NEARCALL_H
#define NEARCALL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * go_string is the header of a Go string: two words, in this order.
 *
 * The bytes are read-only (Go may share them or keep them in read-only
 * memory), are not terminated by a zero, and may contain zeros. Of an empty
 * string, ptr may be null or point anywhere: look at len first.
 */
typedef struct go_string {
	const char *ptr; /* first byte */
	size_t len;      /* bytes */
} go_string;

/*
 * go_slice is the header of a Go slice of any element type: three words, in
 * this order. ptr points at elements of the type that the Go declaration
 * names; len and cap count elements, not bytes; len <= cap, and both fit in a
 * ptrdiff_t. Memory between len and cap is the slice's, too, but what is in
 * it is Go's business.
 *
 * As with strings, ptr of an empty slice means nothing.
 *
 * The memory is good until the call returns: C must not keep ptr, and must
 * not store Go pointers in memory, for the garbage collector would not see
 * them.
 */
typedef struct go_slice {
	void *ptr;  /* first element */
	size_t len; /* elements in use */
	size_t cap; /* elements allocated */
} go_slice;

/*
 * nearcall_guard is what a function behind //nearcall:yield gets as its last
 * argument, which the Go declaration does not have, and nearcall_should_yield
 * asks it: does the scheduler want the goroutine, to collect garbage perhaps?
 *
 *	struct found { long at; _Bool more; };
 *	struct found find(const char *p, size_t n, char c, long from, const nearcall_guard *guard)
 *	{
 *		for (size_t i = from; i < n; i++) {
 *			if (p[i] == c)
 *				return (struct found){i, 0};
 *			if (i % 16384 == 0 && i > from && nearcall_should_yield(guard))
 *				return (struct found){i, 1};
 *		}
 *		return (struct found){-1, 0};
 *	}
 *
 * A load and a compare: ask every few microseconds, say every 16 KiB. A function
 * that is told to come back does at least one piece of work before it asks, or
 * it would never end. The answer may be no for good, on versions of Go that
 * nearcall was not tested with. The address must not outlive the call.
 */
typedef struct nearcall_guard {
	intptr_t stack; /* negative when somebody waits: no address of a stack is */
} nearcall_guard;

static inline int nearcall_should_yield(const nearcall_guard *guard)
{
	return *(const volatile intptr_t *)&guard->stack < 0;
}

#ifdef __cplusplus
}
#endif

#endif
