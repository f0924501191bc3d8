/*
 * x86.h: a vector of bytes times a coefficient, by SSSE3, AVX2 or GFNI.
 *
 * WIDTH is the bytes of a vector, if there are any; COLUMNS says how the loop over the
 * columns of a matrix is unrolled; AHEAD is how many bytes further on each slice is
 * asked for, where that helps: the caches follow so many slices at once badly.
 */
#include <immintrin.h>

#if defined __GFNI__ && defined __AVX512BW__

#define WIDTH 64
#define COLUMNS _Pragma("clang loop unroll_count(4)") /* of two products, one instruction adds both to a sum */
typedef __m512i vec;
typedef struct { vec bits; } prepared;

static inline prepared prepare(const struct coefficient *c)
{
	long long w;

	__builtin_memcpy(&w, c->bits, 8);
	vec bits = _mm512_set1_epi64(w);
	/* In a register: clang 14 writes a wrong address, 8 times as far, if the instruction has one with 8 bits. */
	__asm__("" : "+v"(bits));
	return (prepared){bits};
}

static inline vec times(prepared c, vec v)
{
	return _mm512_gf2p8affine_epi64_epi8(v, c.bits, 0);
}

#elif defined __AVX2__

#define WIDTH 32
#define AHEAD 2048
#define COLUMNS _Pragma("clang loop unroll(disable)")
typedef __m256i vec;
typedef struct { vec low, high; } prepared;

static inline prepared prepare(const struct coefficient *c)
{
	return (prepared){
		_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)c->low)),
		_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)c->high)),
	};
}

static inline vec times(prepared c, vec v)
{
	const vec nibble = _mm256_set1_epi8(15);

	return _mm256_shuffle_epi8(c.low, v & nibble) ^ _mm256_shuffle_epi8(c.high, _mm256_srli_epi16(v, 4) & nibble);
}

#elif defined __SSSE3__

#define WIDTH 16
#define COLUMNS _Pragma("clang loop unroll(disable)")
typedef __m128i vec;
typedef struct { vec low, high; } prepared;

static inline prepared prepare(const struct coefficient *c)
{
	return (prepared){_mm_loadu_si128((const __m128i *)c->low), _mm_loadu_si128((const __m128i *)c->high)};
}

static inline vec times(prepared c, vec v)
{
	const vec nibble = _mm_set1_epi8(15);

	return _mm_shuffle_epi8(c.low, v & nibble) ^ _mm_shuffle_epi8(c.high, _mm_srli_epi16(v, 4) & nibble);
}

#endif
