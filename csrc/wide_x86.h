/*
 * wide_x86.h: what wide.h has of each width, by SSE2, AVX2 and AVX-512. It is included as often.
 */
#ifndef WIDE_X86_H
#define WIDE_X86_H
/* An intrinsic of these vectors' width on two of them, named without _mm, _mm256 or _mm512. */
#define ON(name, a, b) ((words)PASTE(OF(MM), name)((OF(bits))(a), (OF(bits))(b)))
#define MM4 _mm
#define MM8 _mm256
#define MM16 _mm512
#define ROTATED(x, by) \
	((words)PASTE(OF(MM), _shuffle_epi32)((OF(bits))(x), _MM_SHUFFLE(((by) + 3) & 3, ((by) + 2) & 3, ((by) + 1) & 3, by)))
#endif

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

INLINE void OF(turn)(words r[4])
{
	words a = ON(_unpacklo_epi32, r[0], r[1]), b = ON(_unpacklo_epi32, r[2], r[3]);
	words c = ON(_unpackhi_epi32, r[0], r[1]), d = ON(_unpackhi_epi32, r[2], r[3]);

	r[0] = ON(_unpacklo_epi64, a, b);
	r[1] = ON(_unpackhi_epi64, a, b);
	r[2] = ON(_unpacklo_epi64, c, d);
	r[3] = ON(_unpackhi_epi64, c, d);
}
