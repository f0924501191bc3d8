/*
 * Arithmetic modulo L = 2^252 + 27742317777372353535851937790883648493, the
 * order of edwards25519's base point, for signatures: in constant time, and
 * for any input, reduced or not. Bytes are in little-endian order.
 */
#include "bytes.h"

static const uint64_t order[5] = { 0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000, 0 };

/* floor(2^512 / L), for Barrett's reduction */
static const uint64_t inverse[5] = { 0xed9ce5a30a2c131b, 0x2106215d086329a7, 0xffffffffffffffeb,
	                             0xffffffffffffffff, 0xf };

/* multiply_add adds the product of a and b to r, which has n + m words and room for it. */
INLINE void multiply_add(uint64_t *r, const uint64_t *a, int n, const uint64_t *b, int m)
{
	for (int i = 0; i < n; i++) {
		u128 x = 0;
		int j = 0;

		for (; j < m; j++) {
			x += (u128)a[i] * b[j] + r[i + j];
			r[i + j] = (uint64_t)x;
			x >>= 64;
		}
		for (; i + j < n + m; j++) {
			x += r[i + j];
			r[i + j] = (uint64_t)x;
			x >>= 64;
		}
	}
}

/*
 * reduce writes x mod L. As in the Handbook of Applied Cryptography, 14.42, with
 * words of 64 bits: the quotient is estimated from the high words, at most 2 too
 * small, so that r comes out below 3L.
 */
static void reduce(uint8_t out[32], const uint64_t x[8])
{
	uint64_t q[10] = { 0 }, multiple[10] = { 0 }, r[5], less[5];
	uint64_t borrow = 0;
	u128 t;

	multiply_add(q, x + 3, 5, inverse, 5);
	multiply_add(multiple, q + 5, 5, order, 5);
	for (int i = 0; i < 5; i++) {
		t = (u128)x[i] - multiple[i] - borrow;
		r[i] = (uint64_t)t;
		borrow = (uint64_t)(t >> 64) & 1;
	}
	for (int round = 0; round < 2; round++) {
		borrow = 0;
		for (int i = 0; i < 5; i++) {
			t = (u128)r[i] - order[i] - borrow;
			less[i] = (uint64_t)t;
			borrow = (uint64_t)(t >> 64) & 1;
		}
		uint64_t keep = hide(0 - borrow);
		for (int i = 0; i < 5; i++)
			r[i] = less[i] ^ ((less[i] ^ r[i]) & keep);
	}
	for (int i = 0; i < 4; i++)
		store64(out + 8 * i, r[i]);
}

/* scalar_reduce writes wide mod L to out. */
void scalar_reduce(uint8_t out[32], const uint8_t wide[64])
{
	uint64_t x[8];

	for (int i = 0; i < 8; i++)
		x[i] = load64(wide + 8 * i);
	reduce(out, x);
}

/* scalar_mul_add writes a * b + c mod L to out, which may be the memory of any of them. */
void scalar_mul_add(uint8_t out[32], const uint8_t a[32], const uint8_t b[32], const uint8_t c[32])
{
	uint64_t x[8] = { 0 }, y[4], z[4];

	for (int i = 0; i < 4; i++) {
		y[i] = load64(a + 8 * i);
		z[i] = load64(b + 8 * i);
		x[i] = load64(c + 8 * i);
	}
	multiply_add(x, y, 4, z, 4);
	reduce(out, x);
}
