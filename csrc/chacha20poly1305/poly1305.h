/*
 * Poly1305, RFC 8439 section 2.5: two words of 64 bits and what is above them. The key's
 * clear bits make the products so small that little has to be carried.
 */
#ifndef POLY1305_H
#define POLY1305_H

#include <stddef.h>
#include <stdint.h>

#include "../wide.h"

#define PIECE 16 /* bytes that are folded at once */

typedef unsigned __int128 wide;

/* The authenticator: h is h0 and h1 and h2 in words, and carry, which is still to be added. */
struct poly {
	uint64_t h0, h1, h2, carry, r0, r1, s0, s1;
};

INLINE uint64_t load64(const uint8_t *p)
{
	uint64_t x;

	__builtin_memcpy(&x, p, 8);
	return x;
}

/* A piece of the message: 16 bytes as two numbers. */
struct piece {
	uint64_t low, high;
};

INLINE struct piece whole_piece(const uint8_t *p)
{
	return (struct piece){load64(p), load64(p + 8)};
}

/* part_piece reads n bytes, from 1 to 15, and zeros behind: no memory in between, which would take its time. */
INLINE struct piece part_piece(const uint8_t *p, size_t n)
{
	uint32_t a, b;

	if (n >= 8)
		return (struct piece){load64(p), n == 8 ? 0 : load64(p + n - 8) >> (8 * (16 - n))};
	if (n < 4)
		return (struct piece){p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) | (uint64_t)p[n - 1] << (8 * (n - 1)), 0};
	__builtin_memcpy(&a, p, 4);
	__builtin_memcpy(&b, p + n - 4, 4);
	return (struct piece){a | (uint64_t)b << (8 * (n - 4)), 0};
}

INLINE struct poly poly_start(const uint8_t key[32])
{
	return (struct poly){
		.r0 = load64(key) & 0x0ffffffc0fffffff, .r1 = load64(key + 8) & 0x0ffffffc0ffffffc,
		.s0 = load64(key + 16), .s1 = load64(key + 24),
	};
}

/*
 * poly_piece folds in a piece: h = (h + m + 2^128) r, short of a full reduction by
 * 2^130-5. r1 is a multiple of 4: so r1 times 2^128 is 5/4 r1. One piece has to wait for
 * the other: the carry, which is known last, is added last.
 */
INLINE void poly_piece(struct poly *p, struct piece m)
{
	uint64_t r1 = p->r1, r1_up = r1 + (r1 >> 2);
	wide sum = (wide)p->h0 + m.low;
	uint64_t t0 = (uint64_t)sum;
	sum = (wide)p->h1 + m.high + (uint64_t)(sum >> 64);
	uint64_t t1 = (uint64_t)sum, t2 = p->h2 + 1 + (uint64_t)(sum >> 64);

	sum = (wide)t0 + p->carry;
	uint64_t h0 = (uint64_t)sum;
	sum = (wide)t1 + (uint64_t)(sum >> 64);
	uint64_t h1 = (uint64_t)sum, h2 = t2 + (uint64_t)(sum >> 64);

	wide d0 = (wide)h0 * p->r0 + (wide)h1 * r1_up;
	wide d1 = (wide)h0 * r1 + h2 * r1_up + (wide)h1 * p->r0 + (uint64_t)(d0 >> 64);
	uint64_t d2 = h2 * p->r0 + (uint64_t)(d1 >> 64);

	p->h0 = (uint64_t)d0;
	p->h1 = (uint64_t)d1;
	p->h2 = d2 & 3;
	p->carry = (d2 >> 2) * 5; /* what is above 2^130 */
}

/* poly_some folds in n pieces at p, and returns what is behind them. */
INLINE const uint8_t *poly_some(struct poly *poly, const uint8_t *p, size_t n)
{
#pragma clang loop unroll(disable)
	for (; n > 0; n--, p += PIECE)
		poly_piece(poly, whole_piece(p));
	return p;
}

/* poly_end writes the tag: h modulo 2^130-5, plus s, modulo 2^128. */
INLINE void poly_end(const struct poly *p, uint64_t tag[2])
{
	wide sum = (wide)p->h0 + p->carry;
	uint64_t h0 = (uint64_t)sum;
	sum = (wide)p->h1 + (uint64_t)(sum >> 64);
	uint64_t h1 = (uint64_t)sum, h2 = p->h2 + (uint64_t)(sum >> 64);

	/* h + 5 reaches 2^130 just if h is not below 2^130 - 5. */
	sum = (wide)h0 + 5;
	uint64_t g0 = (uint64_t)sum;
	sum = (wide)h1 + (uint64_t)(sum >> 64);
	uint64_t g1 = (uint64_t)sum, over = -((h2 + (uint64_t)(sum >> 64)) >> 2 & 1);

	sum = (wide)((h0 & ~over) | (g0 & over)) + p->s0;
	tag[0] = (uint64_t)sum;
	tag[1] = ((h1 & ~over) | (g1 & over)) + p->s1 + (uint64_t)(sum >> 64);
}

#endif
