/*
 * field.h: arithmetic modulo p = 2^255 - 19.
 *
 * A number is five limbs of 51 bits, lowest first: v[0] + v[1]*2^51 + ... .
 * Limbs may be larger than that for a while. Three sizes matter:
 *
 *	tight   below 2^51 + 2^14: what mul and sqr return
 *	loose   below 2^54: what mul and sqr take
 *	any     sums and differences; each function says what it needs
 *
 * Nothing here branches on a number or takes an address from one.
 */
#ifndef EDWARDS25519_FIELD_H
#define EDWARDS25519_FIELD_H

#include "bytes.h"

typedef struct fe { uint64_t v[5]; } fe;

#define LIMB ((UINT64_C(1) << 51) - 1)

/* p in limbs; twice this is what differences of tight numbers borrow from. */
#define P0 (LIMB - 18)
#define P1 LIMB

/* add returns f + g, limb by limb. */
INLINE fe add(fe f, fe g)
{
	for (int i = 0; i < 5; i++)
		f.v[i] += g.v[i];
	return f;
}

/* sub returns f - g + 2p, limb by limb; g's limbs are at most 2p's. */
INLINE fe sub(fe f, fe g)
{
	for (int i = 0; i < 5; i++)
		f.v[i] += 2 * (i ? P1 : P0) - g.v[i];
	return f;
}

/*
 * carry makes tight limbs of r / 2^13, where r is what the products of mul and
 * sqr add up to: r0 < 77 * 2^121, the others less, r4 < 5 * 2^121. All limbs hand
 * on their high bits at once, twice; one after the other they would wait for each
 * other. The factor of 2^13 makes each limb's carry the high half of a product,
 * which saves the shifts over two words that are slow on many machines.
 */
INLINE fe carry(u128 r0, u128 r1, u128 r2, u128 r3, u128 r4)
{
	uint64_t a = ((uint64_t)r0 >> 13) + 19 * (uint64_t)(r4 >> 64);
	uint64_t b = ((uint64_t)r1 >> 13) + (uint64_t)(r0 >> 64);
	uint64_t c = ((uint64_t)r2 >> 13) + (uint64_t)(r1 >> 64);
	uint64_t d = ((uint64_t)r3 >> 13) + (uint64_t)(r2 >> 64);
	uint64_t e = ((uint64_t)r4 >> 13) + (uint64_t)(r3 >> 64);

	return (fe){ {
		(a & LIMB) + 19 * (e >> 51),
		(b & LIMB) + (a >> 51),
		(c & LIMB) + (b >> 51),
		(d & LIMB) + (c >> 51),
		(e & LIMB) + (d >> 51),
	} };
}

#define M(a, b) ((u128)(a) * (b))

/* The common part of multiplications: f and g hold factors of which one or both have been scaled, 2^13 in all. */
INLINE fe product(fe f, fe g)
{
	uint64_t f0 = f.v[0], f1 = f.v[1], f2 = f.v[2], f3 = f.v[3], f4 = f.v[4];
	uint64_t g0 = g.v[0], g1 = g.v[1], g2 = g.v[2], g3 = g.v[3], g4 = g.v[4];
	/* 2^255 = 19 */
	uint64_t h1 = 19 * g1, h2 = 19 * g2, h3 = 19 * g3, h4 = 19 * g4;

	return carry(M(f0, g0) + M(f1, h4) + M(f2, h3) + M(f3, h2) + M(f4, h1),
	             M(f0, g1) + M(f1, g0) + M(f2, h4) + M(f3, h3) + M(f4, h2),
	             M(f0, g2) + M(f1, g1) + M(f2, g0) + M(f3, h4) + M(f4, h3),
	             M(f0, g3) + M(f1, g2) + M(f2, g1) + M(f3, g0) + M(f4, h4),
	             M(f0, g4) + M(f1, g3) + M(f2, g2) + M(f3, g1) + M(f4, g0));
}

/* scale shifts all limbs. */
INLINE fe scale(fe f, int bits)
{
	for (int i = 0; i < 5; i++)
		f.v[i] <<= bits;
	return f;
}

/* mul returns f * g, tight, of loose f and g. */
INLINE fe mul(fe f, fe g)
{
	return product(scale(f, 8), scale(g, 5));
}

/* mul_tight is mul of a tight f. */
INLINE fe mul_tight(fe f, fe g)
{
	return product(scale(f, 13), g);
}

/* sqr returns f * f, tight, of a loose f. */
INLINE fe sqr(fe f)
{
	uint64_t f0 = f.v[0], f1 = f.v[1], f2 = f.v[2], f3 = f.v[3], f4 = f.v[4];
	uint64_t d0 = f0 << 9, d1 = f1 << 9, d2 = f2 << 9, d3 = f3 << 9;
	uint64_t g1 = f1 << 5, g2 = f2 << 5, g3 = f3 << 5, g4 = f4 << 5, h3 = 19 * g3, h4 = 19 * g4;

	return carry(M(f0 << 8, f0 << 5) + M(d2, h3) + M(d1, h4),
	             M(d0, g1) + M(d2, h4) + M(f3 << 8, h3),
	             M(d0, g2) + M(f1 << 8, g1) + M(d3, h4),
	             M(d0, g3) + M(d1, g2) + M(f4 << 8, h4),
	             M(d0, g4) + M(d1, g3) + M(f2 << 8, g2));
}

/* sqr_tight is sqr of a tight f. */
INLINE fe sqr_tight(fe f)
{
	uint64_t f0 = f.v[0], f1 = f.v[1], f2 = f.v[2], f3 = f.v[3], f4 = f.v[4];
	uint64_t s0 = f0 << 13, s1 = f1 << 13, s2 = f2 << 13, s3 = f3 << 13, s4 = f4 << 13;
	uint64_t d1 = 2 * f1, d2 = 2 * f2, d3 = 2 * f3, d4 = 2 * f4;
	uint64_t h3 = 19 * f3, h4 = 19 * f4, hh3 = 38 * f3, hh4 = 38 * f4;

	return carry(M(s0, f0) + M(s1, hh4) + M(s2, hh3),
	             M(s0, d1) + M(s2, hh4) + M(s3, h3),
	             M(s0, d2) + M(s1, f1) + M(s3, hh4),
	             M(s0, d3) + M(s1, d2) + M(s4, h4),
	             M(s0, d4) + M(s1, d3) + M(s2, f2));
}

NOINLINE fe mul_call(fe f, fe g) { return mul_tight(f, g); }

/* freeze writes a tight f, reduced to 0 <= f < p, as four words. */
INLINE void freeze(uint64_t w[4], fe f)
{
	/* One round of carries more: f < 2^255 + 2^16. Then f >= p just if f + 19 >= 2^255. */
	uint64_t a = f.v[0], b = f.v[1], c = f.v[2], d = f.v[3], e = f.v[4], q;

	b += a >> 51, a &= LIMB;
	c += b >> 51, b &= LIMB;
	d += c >> 51, c &= LIMB;
	e += d >> 51, d &= LIMB;
	a += 19 * (e >> 51), e &= LIMB;

	q = (a + 19) >> 51;
	q = (b + q) >> 51;
	q = (c + q) >> 51;
	q = (d + q) >> 51;
	q = (e + q) >> 51;

	a += 19 * q; /* and -q * 2^255 below, where e is masked */
	b += a >> 51, a &= LIMB;
	c += b >> 51, b &= LIMB;
	d += c >> 51, c &= LIMB;
	e += d >> 51, d &= LIMB;
	e &= LIMB;

	w[0] = a | b << 51;
	w[1] = b >> 13 | c << 38;
	w[2] = c >> 26 | d << 25;
	w[3] = d >> 39 | e << 12;
}

#endif
