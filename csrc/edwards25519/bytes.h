/* bytes.h: words of bytes in little-endian order, and how to keep a mask a mask. */
#ifndef EDWARDS25519_BYTES_H
#define EDWARDS25519_BYTES_H

#include <stdint.h>

typedef unsigned __int128 u128;

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))

/* At any address; the compiler makes one instruction of each. */
INLINE uint64_t load64(const uint8_t *b)
{
	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
	       (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

INLINE void store64(uint8_t *b, uint64_t x)
{
	for (int i = 0; i < 8; i++)
		b[i] = (uint8_t)(x >> 8 * i);
}

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
