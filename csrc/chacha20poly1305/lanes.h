/*
 * ChaCha20, RFC 8439 section 2.3, many blocks at once: one in each lane of the vectors.
 * It is included once for each number of lanes that the level has, with LANES being that.
 */
#include "../wide.h"

INLINE void OF(quarter)(words *a, words *b, words *c, words *d)
{
	*a += *b;
	*d = OF(ror)(*d ^ *a, 16);
	*c += *d;
	*b = OF(ror)(*b ^ *c, 20);
	*a += *b;
	*d = OF(ror)(*d ^ *a, 24);
	*c += *d;
	*b = OF(ror)(*b ^ *c, 25);
}

INLINE void OF(double_round)(words v[16])
{
#pragma GCC unroll 4
	for (int k = 0; k < 4; k++)
		OF(quarter)(&v[k], &v[4 + k], &v[8 + k], &v[12 + k]);
#pragma GCC unroll 4
	for (int k = 0; k < 4; k++)
		OF(quarter)(&v[k], &v[4 + (k + 1) % 4], &v[8 + (k + 2) % 4], &v[12 + (k + 3) % 4]);
}

/* OF(initial) gives word i of the state, counter being that of lane 0. */
INLINE words OF(initial)(const struct state *s, int i)
{
	words v = (words){0} + s->word[i];

	return i == COUNTER ? v + *(const words *)iota : v;
}

/* OF(parts) writes a block of 64 bytes for each 16 bytes that the vectors have: these of a, b, c and d. */
INLINE void OF(parts)(uint8_t *out, size_t stride, const words r[4], size_t apart)
{
#if LANES == 16
	__m512i a = (__m512i)r[0], b = (__m512i)r[apart], c = (__m512i)r[2 * apart], d = (__m512i)r[3 * apart];
	__m512i ab02 = _mm512_shuffle_i32x4(a, b, 0x88), ab13 = _mm512_shuffle_i32x4(a, b, 0xdd);
	__m512i cd02 = _mm512_shuffle_i32x4(c, d, 0x88), cd13 = _mm512_shuffle_i32x4(c, d, 0xdd);
	_mm512_storeu_si512(out, _mm512_shuffle_i32x4(ab02, cd02, 0x88));
	_mm512_storeu_si512(out + stride, _mm512_shuffle_i32x4(ab13, cd13, 0x88));
	_mm512_storeu_si512(out + 2 * stride, _mm512_shuffle_i32x4(ab02, cd02, 0xdd));
	_mm512_storeu_si512(out + 3 * stride, _mm512_shuffle_i32x4(ab13, cd13, 0xdd));
#elif LANES == 8
#pragma GCC unroll 2
	for (int h = 0; h < 2; h++) {
		__m256i a = (__m256i)r[2 * h * apart], b = (__m256i)r[(2 * h + 1) * apart];
		_mm256_storeu_si256((__m256i *)out + h, _mm256_permute2x128_si256(a, b, 0x20));
		_mm256_storeu_si256((__m256i *)(out + stride) + h, _mm256_permute2x128_si256(a, b, 0x31));
	}
#else
	(void)stride;
#pragma GCC unroll 4
	for (int q = 0; q < 4; q++)
		((OF(unaligned) *)out)[q] = r[q * apart];
#endif
}

/* OF(write) makes blocks of the lanes' columns. */
INLINE void OF(write)(uint8_t *out, words v[16])
{
#pragma GCC unroll 4
	for (int q = 0; q < 4; q++)
		OF(turn)(v + 4 * q);
#pragma GCC unroll 4
	for (int j = 0; j < 4; j++) /* lanes j, j+4, j+8 and j+12 */
		OF(parts)(out + j * BLOCK, 4 * BLOCK, v + j, 4);
}

/*
 * OF(stream) writes as many blocks of key stream as there are lanes. Between the rounds,
 * which keep the vector units busy, it folds n pieces at p into the authenticator.
 */
static __attribute__((noinline)) void OF(stream)(const struct state *s, uint8_t *out, struct poly *poly,
                                                 const uint8_t *p, size_t n)
{
	struct poly local = *poly;
	words v[16];

#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		v[i] = OF(initial)(s, i);
	for (int i = 0; i < DOUBLE_ROUNDS; i++) {
		OF(double_round)(v);
		p = poly_some(&local, p, n / DOUBLE_ROUNDS);
	}
	poly_some(&local, p, n % DOUBLE_ROUNDS);
	*poly = local;
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		v[i] += OF(initial)(s, i);
	OF(write)(out, v);
}

#if LANES == WIDEST
#define SETS (4 * FEW / LANES)

/* What is a column after it was a diagonal, or the other way round. b stays, for it is the last to be ready. */
#define MOVE(r, a, c) ((r)[0] = ROTATED((r)[0], a), (r)[2] = ROTATED((r)[2], c), (r)[3] = ROTATED((r)[3], 2))

/*
 * few writes FEW blocks of key stream, by rows: each 16 bytes of a vector are a row of another
 * block's state. It folds in n pieces at p as well.
 */
static __attribute__((noinline)) void few(const struct state *s, uint8_t *out, struct poly *poly, const uint8_t *p,
                                          size_t n)
{
	struct poly local = *poly;
	words v[SETS][4], first[SETS][4];

#pragma GCC unroll 4
	for (int i = 0; i < SETS; i++) {
#pragma GCC unroll 4
		for (int q = 0; q < 4; q++) {
			const uint32_t *w = s->word + 4 * q;
			v[i][q] = (words){EACH(w[0], w[1], w[2], w[3])};
		}
#pragma GCC unroll 4
		for (int k = 0; k < LANES / 4; k++)
			v[i][3][4 * k] += (uint32_t)(i * LANES / 4 + k);
#pragma GCC unroll 4
		for (int q = 0; q < 4; q++)
			first[i][q] = v[i][q];
	}
	for (int round = 0; round < DOUBLE_ROUNDS; round++) {
#pragma GCC unroll 4
		for (int i = 0; i < SETS; i++)
			OF(quarter)(&v[i][0], &v[i][1], &v[i][2], &v[i][3]);
#pragma GCC unroll 4
		for (int i = 0; i < SETS; i++)
			MOVE(v[i], 3, 1);
#pragma GCC unroll 4
		for (int i = 0; i < SETS; i++)
			OF(quarter)(&v[i][0], &v[i][1], &v[i][2], &v[i][3]);
#pragma GCC unroll 4
		for (int i = 0; i < SETS; i++)
			MOVE(v[i], 1, 3);
		p = poly_some(&local, p, n / DOUBLE_ROUNDS);
	}
	poly_some(&local, p, n % DOUBLE_ROUNDS);
	*poly = local;
#pragma GCC unroll 4
	for (int i = 0; i < SETS; i++) {
#pragma GCC unroll 4
		for (int q = 0; q < 4; q++)
			v[i][q] += first[i][q];
		OF(parts)(out + i * (LANES / 4) * BLOCK, BLOCK, v[i], 1);
	}
}
#undef SETS
#undef MOVE
#endif

#undef LANES
