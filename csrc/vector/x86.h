/*
 * x86.h: sums of products of signed bytes by SSE2, AVX2 and AVX-512.
 *
 * add_products multiplies BYTES signed bytes at x and y, and adds them to the lanes of s,
 * 32 bits each: LANE_PRODUCTS to each lane.
 */
#include <immintrin.h>

#if defined __AVX512BW__
#define BYTES 32
typedef __m512i sums;
static inline sums madd(const int8_t *x, const int8_t *y)
{
	return _mm512_madd_epi16(_mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)x)),
	                         _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)y)));
}
#define ADD _mm512_add_epi32
#elif defined __AVX2__
#define BYTES 16
typedef __m256i sums;
static inline sums madd(const int8_t *x, const int8_t *y)
{
	return _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)x)),
	                         _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)y)));
}
#define ADD _mm256_add_epi32
#else
#define BYTES 8
typedef __m128i sums;
static inline sums wide(const int8_t *x)
{
	__m128i v = _mm_loadl_epi64((const __m128i *)x);
	return _mm_srai_epi16(_mm_unpacklo_epi8(v, v), 8);
}
static inline sums madd(const int8_t *x, const int8_t *y)
{
	return _mm_madd_epi16(wide(x), wide(y));
}
#define ADD _mm_add_epi32
#endif
#define LANE_PRODUCTS 2

static inline sums add_products(sums s, const int8_t *x, const int8_t *y)
{
	return ADD(s, madd(x, y));
}
