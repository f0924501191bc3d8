/*
 * avx512.h: 48 bytes, or 64 characters, at once by AVX-512 VBMI. Loads and stores are masked.
 */
#include <immintrin.h>

/* The bytes of a triple as they are shifted from: each six bits lie in two neighbours. */
#define TRIPLE(i) 3 * (i) + 1, 3 * (i), 3 * (i) + 2, 3 * (i) + 1
#define QUAD(i) 4 * (i) + 2, 4 * (i) + 1, 4 * (i)
#define FOUR(X, i) X(i), X((i) + 1), X((i) + 2), X((i) + 3)
static const uint8_t apart[64] __attribute__((aligned(64))) = {
	FOUR(TRIPLE, 0), FOUR(TRIPLE, 4), FOUR(TRIPLE, 8), FOUR(TRIPLE, 12),
};
static const uint8_t together[64] __attribute__((aligned(64))) = {
	FOUR(QUAD, 0), FOUR(QUAD, 4), FOUR(QUAD, 8), FOUR(QUAD, 12),
};

/* first gives a mask of the first n bytes, 1 to 64. */
static inline __mmask64 first(size_t n)
{
	return ~0ull >> (64 - n);
}

/* encode_wide encodes whole triples, and returns how many bytes those were. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	const __m512i order = _mm512_load_si512(apart), letters = _mm512_load_si512(alphabet);
	const __m512i shifts = _mm512_set1_epi64(0x3036242a1016040a);
	size_t i = 0;

	while (n - i >= 3) {
		size_t k = n - i < 48 ? (n - i) / 3 * 3 : 48;
		__m512i in = _mm512_permutexvar_epi8(order, _mm512_maskz_loadu_epi8(first(k), src + i));
		in = _mm512_permutexvar_epi8(_mm512_multishift_epi64_epi8(shifts, in), letters);
		_mm512_mask_storeu_epi8(dst, first(k / 3 * 4), in);
		dst += k / 3 * 4;
		i += k;
	}
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	const __m512i order = _mm512_load_si512(together);
	const __m512i low = _mm512_load_si512(values), high = _mm512_load_si512(values + 64);
	size_t i = 0;

	while (n - i >= 4) {
		size_t k = n - i < 64 ? (n - i) & -(size_t)4 : 64;
		__m512i in = _mm512_maskz_loadu_epi8(first(k), src + i), v = _mm512_permutex2var_epi8(low, in, high);
		if (_mm512_movepi8_mask(in | v) & first(k))
			break;
		v = _mm512_madd_epi16(_mm512_maddubs_epi16(v, _mm512_set1_epi32(0x01400140)), _mm512_set1_epi32(0x00011000));
		_mm512_mask_storeu_epi8(dst, first(k / 4 * 3), _mm512_permutexvar_epi8(order, v));
		dst += k / 4 * 3;
		i += k;
	}
	return i;
}
