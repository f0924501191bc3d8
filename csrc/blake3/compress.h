/*
 * One compression, by rows: section 2.2 of the paper with the state as four vectors. The
 * critical path is what counts here; so b, the last to be ready, is not moved between
 * columns and diagonals, but a, c and d are, and the message with them.
 */
#ifndef COMPRESS_H
#define COMPRESS_H

#include "blake3.h"

typedef words4 row;
typedef unaligned4 row_unaligned;

#define ROW_LANES(x, i) __builtin_shufflevector(x, x, (i) & 3, ((i) + 1) & 3, ((i) + 2) & 3, ((i) + 3) & 3)

/* rows_mix is G on four columns at once; a has x in it already. */
INLINE void rows_mix(row *a, row *b, row *c, row *d, row y)
{
	*a += *b;
	*d = ror4(*d ^ *a, 16);
	*c += *d;
	*b = ror4(*b ^ *c, 12);
	*a += y;
	*a += *b;
	*d = ror4(*d ^ *a, 8);
	*c += *d;
	*b = ror4(*b ^ *c, 7);
}

/*
 * rows is the message as the rounds take it: words 0 2 4 6, 1 3 5 7, 14 8 10 12 and
 * 15 9 11 13, the latter two beginning with the diagonal that lane 0 has.
 */
struct rows {
	row x, y, z, w;
};

INLINE struct rows rows_of(const uint8_t block[BLOCK])
{
	const row_unaligned *p = (const row_unaligned *)block;
	row m0 = p[0], m4 = p[1], m8 = p[2], m12 = p[3];

	return (struct rows){
		__builtin_shufflevector(m0, m4, 0, 2, 4, 6),
		__builtin_shufflevector(m0, m4, 1, 3, 5, 7),
		__builtin_shufflevector(m8, m12, 6, 0, 2, 4),
		__builtin_shufflevector(m8, m12, 7, 1, 3, 5),
	};
}

/* rows_permuted is table 2 on the message in this order. */
INLINE struct rows rows_permuted(struct rows m)
{
	row w2_0 = __builtin_shufflevector(m.x, m.z, 3, 6, 0, 0);   /* 6 10 0 . */
	row w15_12 = __builtin_shufflevector(m.w, m.z, 0, 0, 7, 1); /* 15 . 12 9 */
	row w8_14 = __builtin_shufflevector(m.z, m.w, 1, 6, 1, 0);  /* 8 11 . 14 */

	return (struct rows){
		__builtin_shufflevector(m.x, m.y, 1, 5, 7, 2),    /* 2 3 7 4 */
		__builtin_shufflevector(w2_0, m.w, 0, 1, 2, 7),   /* 6 10 0 13 */
		__builtin_shufflevector(w15_12, m.y, 0, 4, 2, 3), /* 15 1 12 9 */
		__builtin_shufflevector(w8_14, m.y, 0, 1, 6, 3),  /* 8 11 5 14 */
	};
}

/* compress gives the state after the rounds: 16 words. */
INLINE void compress(row state[4], const uint32_t value[8], const uint8_t block[BLOCK], uint64_t counter,
                     uint32_t length, uint32_t flags)
{
	row a = *(const row_unaligned *)value, b = *(const row_unaligned *)(value + 4);
	row c = {IV0, IV1, IV2, IV3}, d = {(uint32_t)counter, (uint32_t)(counter >> 32), length, flags};
	struct rows m = rows_of(block);

#pragma GCC unroll 7
	for (int i = 0; i < ROUNDS; i++) {
		if (i > 0)
			m = rows_permuted(m);
		a += m.x;
		rows_mix(&a, &b, &c, &d, m.y);
		a = ROW_LANES(a, 3) + m.z;
		c = ROW_LANES(c, 1);
		d = ROW_LANES(d, 2);
		rows_mix(&a, &b, &c, &d, m.w);
		a = ROW_LANES(a, 1);
		c = ROW_LANES(c, 3);
		d = ROW_LANES(d, 2);
	}
	state[0] = a, state[1] = b, state[2] = c, state[3] = d;
}

/* chain replaces a chaining value by the next. */
INLINE void chain(uint32_t value[8], const uint8_t block[BLOCK], uint64_t counter, uint32_t length, uint32_t flags)
{
	row s[4];

	compress(s, value, block, counter, length, flags);
	((row_unaligned *)value)[0] = s[0] ^ s[2];
	((row_unaligned *)value)[1] = s[1] ^ s[3];
}

#endif
