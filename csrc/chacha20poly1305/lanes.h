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

/* OF(write) makes blocks of the lanes' columns. */
INLINE void OF(write)(uint8_t *out, words v[16])
{
#pragma GCC unroll 4
	for (int q = 0; q < 4; q++)
		OF(turn)(v + 4 * q);
#pragma GCC unroll 4
	for (int j = 0; j < 4; j++) { /* lanes j, j+4, j+8 and j+12, in quarters of 16 bytes */
#if LANES == 16
		__m512i a = (__m512i)v[j], b = (__m512i)v[4 + j], c = (__m512i)v[8 + j], d = (__m512i)v[12 + j];
		__m512i ab02 = _mm512_shuffle_i32x4(a, b, 0x88), ab13 = _mm512_shuffle_i32x4(a, b, 0xdd);
		__m512i cd02 = _mm512_shuffle_i32x4(c, d, 0x88), cd13 = _mm512_shuffle_i32x4(c, d, 0xdd);
		_mm512_storeu_si512(out + j * BLOCK, _mm512_shuffle_i32x4(ab02, cd02, 0x88));
		_mm512_storeu_si512(out + (4 + j) * BLOCK, _mm512_shuffle_i32x4(ab13, cd13, 0x88));
		_mm512_storeu_si512(out + (8 + j) * BLOCK, _mm512_shuffle_i32x4(ab02, cd02, 0xdd));
		_mm512_storeu_si512(out + (12 + j) * BLOCK, _mm512_shuffle_i32x4(ab13, cd13, 0xdd));
#elif LANES == 8
#pragma GCC unroll 2
		for (int q = 0; q < 2; q++) {
			__m256i a = (__m256i)v[8 * q + j], b = (__m256i)v[8 * q + 4 + j];
			_mm256_storeu_si256((__m256i *)(out + j * BLOCK) + q, _mm256_permute2x128_si256(a, b, 0x20));
			_mm256_storeu_si256((__m256i *)(out + (4 + j) * BLOCK) + q, _mm256_permute2x128_si256(a, b, 0x31));
		}
#else
#pragma GCC unroll 4
		for (int q = 0; q < 4; q++)
			_mm_storeu_si128((__m128i *)(out + j * BLOCK) + q, (__m128i)v[4 * q + j]);
#endif
	}
}

/*
 * OF(stream) writes as many blocks of key stream as there are lanes. Between the rounds,
 * which keep the vector units busy, it folds n pieces at p into the authenticator.
 */
static __attribute__((noinline)) void OF(stream)(const struct state *s, uint8_t *out, struct poly *poly, const uint8_t *p,
                                                 size_t n)
{
	struct poly local = *poly;
	size_t each = n / DOUBLE_ROUNDS;
	words v[16];

#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		v[i] = OF(initial)(s, i);
	for (int i = 0; i < DOUBLE_ROUNDS; i++) {
		OF(double_round)(v);
#pragma clang loop unroll(disable)
		for (size_t k = 0; k < each; k++, p += PIECE)
			poly_piece(&local, whole_piece(p));
	}
	*poly = local;
	poly_pieces(poly, p, n % DOUBLE_ROUNDS * PIECE);
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		v[i] += OF(initial)(s, i);
	OF(write)(out, v);
}

#undef LANES
