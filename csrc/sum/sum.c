/* sum: add up numbers. */
#include <stddef.h>
#include <stdint.h>

/*
 * sum_u64 returns the sum of the n numbers at xs, modulo 2^64. xs may be null
 * if n is 0.
 *
 * Wrapping addition may be done in any order, so the compiler is free to add
 * several lanes at once; written out by hand it would be no faster.
 */
uint64_t sum_u64(const uint64_t *xs, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += xs[i];
	return sum;
}
