// kernel.h - a slow hash of 64-bit numbers, some 10 ns for each.
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

enum { ROUNDS = 8, ASK = 512 /* numbers between two questions: 4 KiB */ };

static inline uint64_t mix(uint64_t acc, uint64_t x)
{
	acc ^= x;
	for (int k = 0; k < ROUNDS; k++) {
		acc ^= acc << 13;
		acc ^= acc >> 7;
		acc ^= acc << 17;
	}
	return acc;
}

#endif
