/*
 * word.h: unaligned loads and stores of 2, 4, 8 and 16 bytes, for the
 * functions of this folder.
 *
 * The types carry aligned(1), so that the compiler picks instructions without
 * an alignment need, and may_alias, so that memory of any type can be read
 * through them. Nothing here goes through memcpy, as is usual elsewhere: the
 * compiler may turn that into a call of the very function it is used in.
 */
#ifndef NEARCALL_RT_WORD_H
#define NEARCALL_RT_WORD_H

#include <stddef.h>
#include <stdint.h>

typedef uint16_t w2 __attribute__((aligned(1), may_alias));
typedef uint32_t w4 __attribute__((aligned(1), may_alias));
typedef uint64_t w8 __attribute__((aligned(1), may_alias));
typedef uint64_t w16 __attribute__((vector_size(16), aligned(1), may_alias));

/* Macros, since at -O0 even a static inline function would cost a call. */
#define LD(type, p) (*(const type *)(p))
#define ST(type, p, v) ((void)(*(type *)(p) = (v)))

/* BE swaps a loaded word so that comparing numbers compares bytes in order. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BE16(x) __builtin_bswap16(x)
#define BE32(x) __builtin_bswap32(x)
#define BE64(x) __builtin_bswap64(x)
#else
#define BE16(x) (x)
#define BE32(x) (x)
#define BE64(x) (x)
#endif

#endif
