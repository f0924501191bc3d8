/*
 * x86.h: 12 or 24 bytes, or 16 or 32 characters, at once by SSSE3 or AVX2.
 */
#include <immintrin.h>

/* DEFINE_STEPS makes what encodes 3/4 of a vector, and decodes one; BC repeats 16 bytes. */
#define DEFINE_STEPS(V, MM, BC) \
	static inline V to_letters(V in) \
	{ \
		const V order = BC(_mm_set_epi8(10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2, 0, 1)); \
		const V shift = BC(_mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, \
		                                 '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0)); \
		in = MM##_shuffle_epi8(in, order); \
		V odd = MM##_mulhi_epu16(in & MM##_set1_epi32(0x0fc0fc00), MM##_set1_epi32(0x04000040)); \
		V even = MM##_mullo_epi16(in & MM##_set1_epi32(0x003f03f0), MM##_set1_epi32(0x01000010)); \
		V six = odd | even; \
		V kind = MM##_subs_epu8(six, MM##_set1_epi8(51)); /* 0 for both cases of letters */ \
		kind |= MM##_cmpgt_epi8(MM##_set1_epi8(26), six) & MM##_set1_epi8(13); \
		return MM##_add_epi8(six, MM##_shuffle_epi8(shift, kind)); \
	} \
	/* from_letters gives the bytes of each lane in its first 12; where bad is not zero, there are other characters. */ \
	static inline V from_letters(V in, V *bad) \
	{ \
		const V by_low = BC(_mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, \
		                                  0x1b, 0x1b, 0x1b, 0x1a)); \
		const V by_high = BC(_mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, \
		                                   0x10, 0x10, 0x10, 0x10)); \
		const V roll = BC(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0)); \
		const V order = BC(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)); \
		const V slash = MM##_set1_epi8('/'), nibble = MM##_set1_epi8(15); \
		V high = MM##_srli_epi32(in, 4) & nibble; \
		*bad = MM##_shuffle_epi8(by_low, in & nibble) & MM##_shuffle_epi8(by_high, high); \
		in = MM##_add_epi8(in, MM##_shuffle_epi8(roll, MM##_add_epi8(MM##_cmpeq_epi8(in, slash), high))); \
		in = MM##_madd_epi16(MM##_maddubs_epi16(in, MM##_set1_epi32(0x01400140)), MM##_set1_epi32(0x00011000)); \
		return MM##_shuffle_epi8(in, order); \
	}

static inline __m128i load16(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

#ifdef __AVX2__

DEFINE_STEPS(__m256i, _mm256, _mm256_broadcastsi128_si256)

/* encode_wide encodes whole triples, and returns how many bytes those were. It reads no further than n. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 28; i += 24, dst += 32) {
		__m256i in = _mm256_inserti128_si256(_mm256_castsi128_si256(load16(src + i)), load16(src + i + 12), 1);
		_mm256_storeu_si256((__m256i *)dst, to_letters(in));
	}
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. It writes no more than 3/4 n bytes. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 44; i += 32, dst += 24) {
		__m256i bad, v = from_letters(_mm256_loadu_si256((const __m256i *)(src + i)), &bad);
		if (!_mm256_testz_si256(bad, bad))
			break;
		v = _mm256_permutevar8x32_epi32(v, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
		_mm256_storeu_si256((__m256i *)dst, v);
	}
	return i;
}

#else

#define SAME(v) (v)
DEFINE_STEPS(__m128i, _mm, SAME)

/* encode_wide encodes whole triples, and returns how many bytes those were. It reads no further than n. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 16; i += 12, dst += 16)
		_mm_storeu_si128((__m128i *)dst, to_letters(load16(src + i)));
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. It writes no more than 3/4 n bytes. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 24; i += 16, dst += 12) {
		__m128i bad, v = from_letters(load16(src + i), &bad);
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(bad, _mm_setzero_si128())) != 0xffff)
			break;
		_mm_storeu_si128((__m128i *)dst, v);
	}
	return i;
}

#endif
