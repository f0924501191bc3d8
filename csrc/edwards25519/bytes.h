/* bytes.h: words of bytes in little-endian order, and how to keep a mask a mask. */
#ifndef EDWARDS25519_BYTES_H
#define EDWARDS25519_BYTES_H

#include <stdint.h>
#include <string.h>

typedef unsigned __int128 u128;

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))

/*
 * At any address, with one instruction. Compilers make that of shifts as well for
 * a load, but not for every store: hence a copy, for machines of this byte order.
 */
INLINE uint64_t load64(const uint8_t *b)
{
	uint64_t x;

	memcpy(&x, b, sizeof x);
	return x;
}

INLINE void store64(uint8_t *b, uint64_t x)
{
	memcpy(b, &x, sizeof x);
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are copied");

/*
 * hide returns x. What x was computed from is then unknown to the compiler,
 * which so cannot turn the arithmetic on a mask back into a branch.
 */
INLINE uint64_t hide(uint64_t x)
{
	__asm__("" : "+r"(x));
	return x;
}

#endif
