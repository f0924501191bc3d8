/*
 * ssse3.h: four numbers at once by SSSE3, by streamvbyte.c's tables.
 */
#include <immintrin.h>

typedef __m128i quad;

INLINE quad four_times(uint32_t x)
{
	return _mm_set1_epi32((int)x);
}

INLINE uint32_t lowest(quad v)
{
	return (uint32_t)_mm_cvtsi128_si32(v);
}

/* encode_four writes the control byte of four numbers, and 16 bytes at p. It returns what is behind those that count. */
INLINE uint8_t *encode_four(const uint32_t *in, uint8_t *control, uint8_t *p, uint32_t before, int delta)
{
	const __m128i weights = _mm_setr_epi8(0, 1, 1, 1, 0, 4, 4, 4, 0, 16, 16, 16, 0, 64, 64, 64);
	__m128i v = _mm_loadu_si128((const __m128i *)in), zero = _mm_setzero_si128();

	if (delta)
		v = _mm_sub_epi32(v, _mm_or_si128(_mm_slli_si128(v, 4), _mm_cvtsi32_si128((int)before)));
	/* A byte is kept if it or one above it is not zero. */
	__m128i some = _mm_or_si128(v, _mm_srli_epi32(v, 8));
	some = _mm_or_si128(some, _mm_srli_epi32(some, 16));
	__m128i sum = _mm_sad_epu8(_mm_andnot_si128(_mm_cmpeq_epi8(some, zero), weights), zero);
	uint32_t c = (uint32_t)_mm_cvtsi128_si32(sum) + (uint32_t)_mm_extract_epi16(sum, 4);
	*control = (uint8_t)c;
	_mm_storeu_si128((__m128i *)p, _mm_shuffle_epi8(v, _mm_load_si128((const __m128i *)gather[c])));
	return p + bytes[c];
}

/* decode_four reads 16 bytes at p, and returns what is behind those that four numbers have. */
INLINE const uint8_t *decode_four(uint32_t *out, uint8_t control, const uint8_t *p, quad *last, int delta)
{
	__m128i v = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p), _mm_load_si128((const __m128i *)spread[control]));

	if (delta) {
		v = _mm_add_epi32(v, _mm_slli_si128(v, 4));
		v = _mm_add_epi32(v, _mm_slli_si128(v, 8));
		v = _mm_add_epi32(v, *last);
		*last = _mm_shuffle_epi32(v, 0xff);
	}
	_mm_storeu_si128((__m128i *)out, v);
	return p + bytes[control];
}
