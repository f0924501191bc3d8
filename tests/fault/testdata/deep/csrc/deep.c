/*
 * Three calls deep, each with a frame, saved registers and a loop. Words are
 * read through the pointer in every one of them: a bad one is a fault there.
 */
#include "shapes.h"

static NOINLINE uint64_t inner(const uint64_t *p, size_t n, uint64_t seed)
{
	uint64_t a = seed, b = ~seed, c = seed << 7, keep[3];

	for (size_t i = 0; i < n; i++) {
		a = rotate(a ^ p[i], 29) * K1;
		b += rotate(a + c, 31) ^ b >> 3;
		c = c * K2 + b;
		keep[i % 3] = c;
		use(keep);
	}
	return a ^ b ^ c;
}

static NOINLINE uint64_t middle(const uint64_t *p, size_t n, uint64_t seed, uint64_t *seen)
{
	uint64_t local[5] = { seed }, sum = 0;

	for (int i = 0; i < 4; i++) {
		sum += inner(p, n, seed + i);
		local[i + 1] = sum ^ local[i];
		use(local);
	}
	*seen += 1;
	return local[4];
}

uint64_t outer(const uint64_t *p, size_t n, uint64_t rounds)
{
	uint64_t seen = 0, sum = 0;

	for (uint64_t i = 0; i < rounds; i++)
		sum = rotate(sum, 1) + middle(p, n, i, &seen);
	return sum + seen;
}
