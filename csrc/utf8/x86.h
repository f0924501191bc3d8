/*
 * x86.h: what utf8.c does with vectors, by SSSE3, AVX2 and AVX-512.
 *
 * vec16 are 16 bytes, wide as many as the level has.
 */
#include <immintrin.h>

/*
 * DEFINE_ERRORS makes a function that tells where bytes b, those one, two and three
 * before them known, end what is no UTF-8. A third byte, or a fourth, makes TWO_CONTS
 * right, and its absence wrong.
 */
#define DEFINE_ERRORS(NAME, V, MM, BROADCAST) \
	static inline V NAME(V b, V b1, V b2, V b3) \
	{ \
		const V low = MM##_set1_epi8(15); \
		V two = MM##_shuffle_epi8(BROADCAST(tables[0]), MM##_srli_epi16(b1, 4) & low) & \
		        MM##_shuffle_epi8(BROADCAST(tables[1]), b1 & low) & \
		        MM##_shuffle_epi8(BROADCAST(tables[2]), MM##_srli_epi16(b, 4) & low); \
		V more = MM##_subs_epu8(b2, MM##_set1_epi8(0xe0 - 0x80)) | MM##_subs_epu8(b3, MM##_set1_epi8(0xf0 - 0x80)); \
		return (more & MM##_set1_epi8((char)0x80)) ^ two; \
	}

#ifdef __AVX512BW__
#include "avx512.h"
#else

#define BROADCAST128(t) _mm_load_si128((const __m128i *)(t))
typedef __m128i vec16;
DEFINE_ERRORS(errors16, __m128i, _mm, BROADCAST128)

static inline vec16 load16(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

static inline vec16 errors16_at(const uint8_t *p)
{
	return errors16(load16(p), load16(p - 1), load16(p - 2), load16(p - 3));
}

#ifdef __AVX2__
#define WIDE 32
typedef __m256i wide;
#define BROADCAST256(t) _mm256_broadcastsi128_si256(BROADCAST128(t))
DEFINE_ERRORS(errors32, __m256i, _mm256, BROADCAST256)

static inline wide load_wide(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)p);
}

static inline wide errors_wide_at(const uint8_t *p)
{
	return errors32(load_wide(p), load_wide(p - 1), load_wide(p - 2), load_wide(p - 3));
}

static inline bool high_bits(wide v)
{
	return _mm256_movemask_epi8(v) != 0;
}

static inline vec16 narrow(wide v)
{
	return _mm256_castsi256_si128(v) | _mm256_extracti128_si256(v, 1);
}
#else
#define WIDE 16
typedef vec16 wide;
#define load_wide load16
#define errors_wide_at errors16_at

static inline bool high_bits(wide v)
{
	return _mm_movemask_epi8(v) != 0;
}

static inline vec16 narrow(wide v)
{
	return v;
}
#endif

/* none tells that all of v is zero. */
static inline bool none(vec16 v)
{
	return _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_setzero_si128())) == 0xffff;
}

#endif
