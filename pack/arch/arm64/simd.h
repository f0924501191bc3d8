// simd.h - rows of vector instructions. All write a vector register, and none,
// but for the few that copy from or to a general one, has to do with anything else.
//
// What there is of them depends on the element's size and on Q, the length: eight
// sizes, element by element of 8, 16, 32 and 64 bits, each of 64 and of 128 bits.
// A scalar has Q set.
#ifndef NEARCALL_ARM64_SIMD_H
#define NEARCALL_ARM64_SIMD_H

#include "arch/arm64/fields.h"

// Sets of sizes, 1 << (2 * size + Q).
enum {
	SIMD_B = 0x03, SIMD_H = 0x0c, SIMD_S = 0x30, SIMD_D = 0x80,
	SIMD_HS = SIMD_H | SIMD_S,
	SIMD_BHS = SIMD_B | SIMD_HS,
	SIMD_ALL = SIMD_BHS | SIMD_D,
	SIMD_EVERY = 0xff,    // one of 64 bits too
	SIMD_LOW = 0x03 | 0x08,  // floating point with bit 23 clear: 32 bits, 64 bits of two lanes
	SIMD_HIGH = 0x30 | 0x80, // with bit 23 set
	SIMD_Q = 0xaa,        // 128 bits, or a scalar
};

// By the size in bits 23 and 22; by the first bit set of bits 22 to 19; by the first of bits 16 to 20.
arm64_fill simd_by_size, simd_by_shift, simd_by_index;

#endif
