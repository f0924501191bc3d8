/*
 * scalar_base_mult: a multiple of edwards25519's base point B, in constant
 * time: which instructions run and which addresses are used does not depend
 * on the scalar.
 *
 * The scalar becomes 51 digits of -16 to 16 in radix 32. Multiples of B for the
 * digits at even places lie in a table; those at odd places use the same
 * table, and the sum over them is multiplied by 32 before the even ones join.
 * (Radix 16 needs 13 additions more and a table of 24 KB instead of 39, and is
 * slower by a twentieth; radix 64 gains little and needs 66 KB.)
 */
#include "bytes.h"
#include "field.h"
#include "invert.h"

/*
 * entry is a point (x, y) as addition wants it: y + x, y - x, 2dxy, reduced. A
 * word has one limb of 51 bits, and above it 13 bits of the fifth limb.
 */
struct entry {
	uint64_t sum[4], difference[4], product[4];
} __attribute__((aligned(16)));

#include "table.h"

/* A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. All are tight. */
struct point {
	fe x, y, z, t;
};

/* The same as entry in limbs, times 2^13; the point's sign may have been changed. */
struct addend {
	fe sum, difference, product;
};

/* A vector of what every machine has; SSE2 can compare elements of this type. */
typedef uint32_t vec __attribute__((vector_size(16), may_alias));
typedef uint64_t vec64 __attribute__((vector_size(16), may_alias));
enum { VECS = sizeof(struct entry) / sizeof(vec), DIGITS = 51, COLUMNS = 16 };

/* hide for vectors; left to itself, clang makes a scalar comparison of each vector's. */
INLINE vec hide_vec(vec v)
{
#if defined __x86_64__
	__asm__("" : "+x"(v));
#elif defined __aarch64__
	__asm__("" : "+w"(v));
#endif
	return v;
}

/* unpack makes limbs, times 2^13, of an entry's number. */
INLINE fe unpack(vec low, vec high)
{
	uint64_t a = ((vec64)low)[0], b = ((vec64)low)[1], c = ((vec64)high)[0], d = ((vec64)high)[1];

	return (fe){ {
		a << 13, b << 13, c << 13, d << 13,
		a >> 51 << 13 | b >> 51 << 26 | c >> 51 << 39 | d >> 51 << 52,
	} };
}

/*
 * pick returns digit * 2^(10i) * B from row i. It reads the whole row: the digit
 * decides over masks only.
 */
INLINE struct addend pick(const struct entry row[COLUMNS], uint32_t digit)
{
	uint32_t sign = (uint32_t)((int32_t)digit >> 31); /* all ones below 0 */
	uint32_t index = (digit ^ sign) - sign;
	vec want = hide_vec((vec){ index, index, index, index });
	vec minus = hide_vec((vec){ sign, sign, sign, sign });
	vec at = { 0, 0, 0, 0 }, ones = { 1, 1, 1, 1 }, v[VECS];

	/* The neutral element (0, 1) has sums of 1 and product 0. */
	for (int i = 0; i < VECS; i++)
		v[i] = (vec){ i == 0 || i == 2, 0, 0, 0 } & (vec)(want == at);
	for (int j = 0; j < COLUMNS; j++) {
		const vec *from = (const vec *)&row[j];

		at += ones;
		vec mask = hide_vec((vec)(want == at));
		for (int i = 0; i < VECS; i++)
			v[i] |= from[i] & mask;
	}

	/* -(x, y) is (-x, y): sum and difference change places, ... */
	for (int i = 0; i < 2; i++) {
		vec swap = (v[i] ^ v[i + 2]) & minus;
		v[i] ^= swap;
		v[i + 2] ^= swap;
	}
	/* ... and the product n becomes p - n: limbs of ones, less 18 in the lowest, minus n's. The table has no limb too large for that. */
	const vec64 all = { ~UINT64_C(0), ~UINT64_C(0) }, top = { ~UINT64_C(0), ~UINT64_C(0) >> 1 }, low = { 18, 0 };
	v[4] = (vec)((vec64)(v[4] ^ ((vec)all & minus)) - (low & (vec64)minus));
	v[5] ^= (vec)top & minus;
	return (struct addend){ unpack(v[0], v[1]), unpack(v[2], v[3]), unpack(v[4], v[5]) };
}

/* plus adds a to p; complete: right for any two points. */
INLINE void plus(struct point *p, struct addend a)
{
	fe A = product(a.difference, sub(p->y, p->x));
	fe B = product(a.sum, add(p->y, p->x));
	fe C = product(a.product, p->t);
	fe D = add(p->z, p->z);
	fe E = sub(B, A), F = sub(D, C), G = add(D, C), H = add(B, A);

	p->x = mul(E, F);
	p->y = mul(G, H);
	p->z = mul(G, F);
	p->t = mul(E, H);
}

/* twice doubles p. */
INLINE void twice(struct point *p)
{
	fe A = sqr_tight(p->x), B = sqr_tight(p->y), Z = sqr_tight(p->z);
	fe H = add(A, B);
	fe E = sub(H, sqr(add(p->x, p->y)));
	fe G = sub(A, B);
	fe F = add(add(Z, Z), G);

	p->x = mul(E, F);
	p->y = mul(G, H);
	p->z = mul(G, F);
	p->t = mul(E, H);
}

/*
 * recode takes any 256-bit n and writes 51 numbers of 5 bits, of which all but
 * the last are the digits plus 16.
 */
INLINE void recode(uint8_t fives[DIGITS], const uint8_t n[32])
{
	/* 8 times the order of B, and 4 times */
	static const uint64_t multiple[2][4] = {
		{ 0xc09318d2e7ae9f68, 0xa6f7cef517bce6b2, 0, 0x8000000000000000 },
		{ 0x60498c6973d74fb4, 0x537be77a8bde7359, 0, 0x4000000000000000 },
	};
	/* 16 at every place but the last */
	static const uint64_t sixteens[4] = { 0x0842108421084210, 0x1084210842108421, 0x2108421084210842, 0x0210842108421084 };
	uint64_t w[4], less[4];
	u128 x;

	for (int i = 0; i < 4; i++)
		w[i] = load64(n + 8 * i);
	/* Below 4 times the order, the last digit is at most 16. */
	for (int round = 0; round < 2; round++) {
		uint64_t borrow = 0;

		for (int i = 0; i < 4; i++) {
			x = (u128)w[i] - multiple[round][i] - borrow;
			less[i] = (uint64_t)x;
			borrow = (uint64_t)(x >> 64) & 1;
		}
		uint64_t keep = hide(0 - borrow);
		for (int i = 0; i < 4; i++)
			w[i] = less[i] ^ ((less[i] ^ w[i]) & keep);
	}

	x = 0;
	for (int i = 0; i < 4; i++) {
		x += (u128)w[i] + sixteens[i];
		w[i] = (uint64_t)x;
		x >>= 64;
	}
	for (int i = 0; i < DIGITS; i++) {
		int at = 5 * i / 64, by = 5 * i % 64;
		uint64_t high = by > 59 && at < 3 ? w[at + 1] << (64 - by) : 0;
		fives[i] = (w[at] >> by | high) & 31;
	}
}

/*
 * scalar_base_mult writes in * B to out, compressed as in RFC 8032, 5.1.2. in
 * is any 256-bit number, lowest byte first. The two may be the same memory.
 */
void scalar_base_mult(uint8_t out[32], const uint8_t in[32])
{
	uint8_t fives[DIGITS];
	struct point p = { .y = { { 1 } }, .z = { { 1 } } };

	recode(fives, in);
	for (int odd = 1;; odd = 0) {
		for (int i = odd; i < DIGITS; i += 2) {
			/* Not the scalar but the place decides whether 16 is to be taken off. */
			uint32_t sixteen = i == DIGITS - 1 ? 0 : 16;
			plus(&p, pick(table[i / 2], fives[i] - sixteen));
		}
		if (!odd)
			break;
		for (int i = 0; i < 5; i++)
			twice(&p);
	}

	uint64_t x[4], y[4];
	fe z = invert(p.z);

	freeze(x, mul_call(p.x, z));
	freeze(y, mul_call(p.y, z));
	y[3] |= x[0] << 63;
	for (int i = 0; i < 4; i++)
		store64(out + 8 * i, y[i]);
}
