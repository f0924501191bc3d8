/*
 * invert.h: 1/f modulo p, by the division steps of Bernstein and Yang ("Fast
 * constant-time gcd computation and modular inversion", 2019), in the variant
 * that starts at delta = 1/2, of which 590 steps do for numbers of 256 bits
 * (as Pieter Wuille has shown, github.com/sipa/safegcd-bounds).
 * Raising f to the power of p - 2 takes half as long again.
 *
 * Numbers are five signed limbs of 62 bits, lowest first. p is then short:
 * -19 + 128 * 2^248.
 */
#ifndef EDWARDS25519_INVERT_H
#define EDWARDS25519_INVERT_H

#include "bytes.h"
#include "field.h"

typedef __int128 i128;
typedef struct big { int64_t v[5]; } big;
typedef struct matrix { int64_t u, v, q, r; } matrix;

#define M62 ((int64_t)(~UINT64_C(0) >> 2))
#define P_TOP 128
#define P_INVERSE 0x39435e50d79435e5 /* 1/p modulo 2^62 */

enum { STEPS = 59, ROUNDS = 10 };

/*
 * steps does 59 division steps on the low bits of f and g, and returns the
 * matrix that does the same to all of them, times 2^62. zeta is -(delta + 1/2).
 *
 * A step: if delta > 0 and g is odd, (delta, f, g) = (1 - delta, g, (g - f) / 2),
 * or else (1 + delta, f, (g + (g mod 2) f) / 2). Here g gets f's multiple first,
 * and f is made of the new g.
 */
INLINE int64_t steps(int64_t zeta, uint64_t f, uint64_t g, matrix *t)
{
	/* 59 of 62 doublings will be done: the other three beforehand. */
	uint64_t u = 8, v = 0, q = 0, r = 8;

	for (int i = 0; i < STEPS; i++) {
		uint64_t positive = hide((uint64_t)(zeta >> 63)); /* of delta */
		uint64_t odd = hide(0 - (g & 1));

		g += ((f ^ positive) - positive) & odd;
		q += ((u ^ positive) - positive) & odd;
		r += ((v ^ positive) - positive) & odd;
		positive &= odd;
		zeta = (zeta ^ (int64_t)positive) - 1;
		f += g & positive;
		u += q & positive;
		v += r & positive;
		g >>= 1;
		u <<= 1;
		v <<= 1;
	}
	*t = (matrix){ (int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r };
	return zeta;
}

/* apply replaces (f, g) by t (f, g) / 2^62, which leaves no remainder. */
INLINE void apply(big *f, big *g, const matrix *t)
{
	i128 a = (i128)t->u * f->v[0] + (i128)t->v * g->v[0];
	i128 b = (i128)t->q * f->v[0] + (i128)t->r * g->v[0];

	for (int i = 1; i < 5; i++) {
		a = (a >> 62) + (i128)t->u * f->v[i] + (i128)t->v * g->v[i];
		b = (b >> 62) + (i128)t->q * f->v[i] + (i128)t->r * g->v[i];
		f->v[i - 1] = (int64_t)a & M62;
		g->v[i - 1] = (int64_t)b & M62;
	}
	f->v[4] = (int64_t)(a >> 62);
	g->v[4] = (int64_t)(b >> 62);
}

/*
 * apply_mod does the same to (d, e) modulo p: multiples of p are added that
 * make the low 62 bits zero, and keep d and e between -2p and p.
 */
INLINE void apply_mod(big *d, big *e, const matrix *t)
{
	int64_t minus_d = d->v[4] >> 63, minus_e = e->v[4] >> 63;
	int64_t md = (t->u & minus_d) + (t->v & minus_e);
	int64_t me = (t->q & minus_d) + (t->r & minus_e);
	i128 a = (i128)t->u * d->v[0] + (i128)t->v * e->v[0];
	i128 b = (i128)t->q * d->v[0] + (i128)t->r * e->v[0];

	md -= (int64_t)((P_INVERSE * (uint64_t)a + (uint64_t)md) & (uint64_t)M62);
	me -= (int64_t)((P_INVERSE * (uint64_t)b + (uint64_t)me) & (uint64_t)M62);
	a -= (i128)md * 19;
	b -= (i128)me * 19;
	for (int i = 1; i < 5; i++) {
		a = (a >> 62) + (i128)t->u * d->v[i] + (i128)t->v * e->v[i];
		b = (b >> 62) + (i128)t->q * d->v[i] + (i128)t->r * e->v[i];
		if (i == 4) {
			a += (i128)md * P_TOP;
			b += (i128)me * P_TOP;
		}
		d->v[i - 1] = (int64_t)a & M62;
		e->v[i - 1] = (int64_t)b & M62;
	}
	d->v[4] = (int64_t)(a >> 62);
	e->v[4] = (int64_t)(b >> 62);
}

/* add_p adds p where mask says so, and carries. */
INLINE void add_p(big *d, int64_t mask)
{
	d->v[0] += -19 & mask;
	d->v[4] += P_TOP & mask;
	for (int i = 0; i < 4; i++) {
		d->v[i + 1] += d->v[i] >> 62;
		d->v[i] &= M62;
	}
}

/* invert returns 1/x, or 0 of 0. x is tight. */
NOINLINE fe invert(fe x)
{
	uint64_t w[4];
	int64_t zeta = -1;
	big f = { { -19, 0, 0, 0, P_TOP } }, g, d = { { 0 } }, e = { { 1 } };

	freeze(w, x);
	g = (big){ {
		(int64_t)w[0] & M62,
		(int64_t)(w[0] >> 62 | w[1] << 2) & M62,
		(int64_t)(w[1] >> 60 | w[2] << 4) & M62,
		(int64_t)(w[2] >> 58 | w[3] << 6) & M62,
		(int64_t)(w[3] >> 56),
	} };
	for (int i = 0; i < ROUNDS; i++) {
		matrix t;

		/* Limbs of f and g are not negative, but for the highest; of its low 62 bits two's complement is right. */
		zeta = steps(zeta, (uint64_t)f.v[0] | (uint64_t)f.v[1] << 62, (uint64_t)g.v[0] | (uint64_t)g.v[1] << 62, &t);
		apply_mod(&d, &e, &t);
		apply(&f, &g, &t);
	}

	/* g is 0 and f is 1 or -1: d is 1/x or -1/x, between -2p and p. */
	int64_t minus = f.v[4] >> 63;
	add_p(&d, d.v[4] >> 63);
	for (int i = 0; i < 5; i++)
		d.v[i] = (d.v[i] ^ minus) - minus;
	add_p(&d, 0);
	add_p(&d, d.v[4] >> 63);
	return (fe){ {
		(uint64_t)d.v[0] & LIMB,
		((uint64_t)d.v[0] >> 51 | (uint64_t)d.v[1] << 11) & LIMB,
		((uint64_t)d.v[1] >> 40 | (uint64_t)d.v[2] << 22) & LIMB,
		((uint64_t)d.v[2] >> 29 | (uint64_t)d.v[3] << 33) & LIMB,
		(uint64_t)d.v[3] >> 18 | (uint64_t)d.v[4] << 44,
	} };
}

#endif
