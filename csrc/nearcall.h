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

#ifdef __cplusplus
}
#endif

#endif
