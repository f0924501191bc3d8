/*
 * Arithmetic modulo L = 2^252 + 27742317777372353535851937790883648493, the
 * order of edwards25519's base point, for signatures: in constant time, and
 * for any input, reduced or not. Bytes are in little-endian order.
 */
#include <stdbool.h>

#include "bytes.h"

#define EXCESS_LOW 0x5812631a5cf5d3ed
#define EXCESS_HIGH 0x14def9dea2f79cd6

/* L, and L - 2^252 */
static const uint64_t order[4] = { EXCESS_LOW, EXCESS_HIGH, 0, 0x1000000000000000 };
static const uint64_t excess[2] = { EXCESS_LOW, EXCESS_HIGH };
static const uint64_t all = ~(uint64_t)0;

/*
 * multiply sets r to the product of a and b, of n and m words. It completes one
 * word of r after the other, so that few registers are in use at a time.
 */
INLINE void multiply(uint64_t *r, const uint64_t *a, int n, const uint64_t *b, int m)
{
	u128 sum = 0;

	for (int k = 0; k < n + m - 1; k++) {
		uint64_t carry = 0;

		for (int i = 0; i < n; i++)
			if (i <= k && k - i < m)
				carry += __builtin_add_overflow(sum, (u128)a[i] * b[k - i], &sum);
		r[k] = (uint64_t)sum;
		sum = sum >> 64 | (u128)carry << 64;
	}
	r[n + m - 1] = (uint64_t)sum;
}

/*
 * subtract takes b from a, of n words, and returns what was borrowed: 0 or 1.
 * Compilers know a chain of borrows in this form.
 */
INLINE uint64_t subtract(uint64_t *a, const uint64_t *b, int n)
{
	bool borrow = false;

	for (int i = 0; i < n; i++) {
		bool less = __builtin_sub_overflow(a[i], b[i], &a[i]);
		borrow = less | __builtin_sub_overflow(a[i], borrow, &a[i]);
	}
	return borrow;
}

/* add adds those bits of b that mask has to a, of n words. */
INLINE void add(uint64_t *a, const uint64_t *b, int n, uint64_t mask)
{
	bool carry = false;

	for (int i = 0; i < n; i++) {
		bool more = __builtin_add_overflow(a[i], b[i] & mask, &a[i]);
		carry = more | __builtin_add_overflow(a[i], carry, &a[i]);
	}
}

/* split moves the bits of x from 2^252 on, of n words, to high, which has n - 3. */
INLINE void split(uint64_t *high, uint64_t *x, int n)
{
	for (int i = 3; i < n; i++)
		high[i - 3] = x[i] >> 60 | (i + 1 < n ? x[i + 1] << 4 : 0);
	x[3] &= 0x0fffffffffffffff;
}

/*
 * reduce writes x + c mod L. Modulo L, 2^252 is -excess: what a number has from
 * there on is multiplied by excess and taken away, which leaves some 127 bits less.
 */
INLINE void reduce(uint8_t out[32], uint64_t x[8], const uint64_t c[5])
{
	uint64_t high[5], y[7], z[5];

	/* x is now x - y; y is below 2^385 */
	split(high, x, 8);
	multiply(y, high, 5, excess, 2);

	/* and y is y - z. The sum x + L - y + z + c is above 0 and below 2^259. */
	split(high, y, 7);
	multiply(z, high, 3, excess, 2);
	add(x, order, 4, all);
	subtract(x, y, 4);
	x[4] = 0;
	add(x, z, 5, all);
	add(x, c, 5, all);

	/* high is below 2^7, and z below L: if there is a borrow, one L is missing */
	split(high, x, 5);
	multiply(z, high, 1, excess, 2);
	z[3] = 0;
	uint64_t missing = hide(0 - subtract(x, z, 4));
	add(x, order, 4, missing);
	for (int i = 0; i < 4; i++)
		store64(out + 8 * i, x[i]);
}

/* scalar_reduce writes wide mod L to out. */
void scalar_reduce(uint8_t out[32], const uint8_t wide[64])
{
	static const uint64_t zero[5];
	uint64_t x[8];

	for (int i = 0; i < 8; i++)
		x[i] = load64(wide + 8 * i);
	reduce(out, x, zero);
}

/* scalar_mul_add writes a * b + c mod L to out, which may be the memory of any of them. */
void scalar_mul_add(uint8_t out[32], const uint8_t a[32], const uint8_t b[32], const uint8_t c[32])
{
	uint64_t x[8], y[4], z[4], w[5] = { 0 };

	for (int i = 0; i < 4; i++) {
		y[i] = load64(a + 8 * i);
		z[i] = load64(b + 8 * i);
		w[i] = load64(c + 8 * i);
	}
	multiply(x, y, 4, z, 4);
	reduce(out, x, w);
}
