/*
 * wide.h: vectors of 32-bit words, for kernels that do the same work in each lane.
 *
 * It is a template: with LANES defined as 4, 8 or 16, it defines words4, turn4, ror4
 * and so on, and the macros words and OF(name), which are the names for these LANES.
 * Include it again for other LANES. Without LANES, there are the macros alone.
 */
#include <immintrin.h>
#include <stdint.h>

#ifndef WIDE_H
#define WIDE_H
#define INLINE static inline __attribute__((always_inline))
#define GLUE(a, b) a##b
#define PASTE(a, b) GLUE(a, b)
#define OF(name) PASTE(name, LANES)
#define words OF(words)
/* An intrinsic of these vectors' width on two of them, named without _mm, _mm256 or _mm512. */
#define ON(name, a, b) ((words)PASTE(OF(MM), name)((OF(bits))(a), (OF(bits))(b)))
#define MM4 _mm
#define MM8 _mm256
#define MM16 _mm512
/* What is the same in each 16 bytes. */
#define EACH(...) OF(TIMES)(__VA_ARGS__)
#define TIMES4(...) __VA_ARGS__
#define TIMES8(...) __VA_ARGS__, __VA_ARGS__
#define TIMES16(...) __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__
#endif

#ifdef LANES
typedef uint32_t words __attribute__((vector_size(4 * LANES)));
typedef uint32_t OF(unaligned) __attribute__((vector_size(4 * LANES), aligned(1), may_alias));
typedef long long OF(bits) __attribute__((vector_size(4 * LANES)));

/* OF(ror) rotates each lane to the right by n, a constant from 1 to 31. */
INLINE words OF(ror)(words x, int n)
{
#if defined __SSSE3__ && !defined __AVX512VL__
	if (n % 8 == 0) {
		const uint32_t one = 0x03020100u >> n | 0x03020100u << (32 - n);
		const words moved = (words){EACH(0, 0x04040404, 0x08080808, 0x0c0c0c0c)} + one;
		return ON(_shuffle_epi8, x, moved);
	}
#elif !defined __AVX512VL__
	if (n == 16)
		return (words)_mm_shufflehi_epi16(_mm_shufflelo_epi16((__m128i)x, 0xb1), 0xb1);
#endif
	return x >> n | x << (32 - n);
}

/*
 * OF(turn) makes columns of rows, four by four. Each vector has a part of 16 bytes
 * for each fourth lane; within these parts the words change places.
 */
INLINE void OF(turn)(words r[4])
{
	words a = ON(_unpacklo_epi32, r[0], r[1]), b = ON(_unpacklo_epi32, r[2], r[3]);
	words c = ON(_unpackhi_epi32, r[0], r[1]), d = ON(_unpackhi_epi32, r[2], r[3]);

	r[0] = ON(_unpacklo_epi64, a, b);
	r[1] = ON(_unpackhi_epi64, a, b);
	r[2] = ON(_unpacklo_epi64, c, d);
	r[3] = ON(_unpackhi_epi64, c, d);
}
#endif
