/*
 * shani.h: compress by SHA-NI, after Gulley, Gopal, Yap, Feghali, Guilford and Wolrich,
 * Intel SHA Extensions, 2013.
 */
#include <immintrin.h>

/*
 * compress folds n blocks at p into the state. The instructions keep it as ABEF and
 * CDGH, from the highest word to the lowest.
 */
static inline void compress(uint32_t state[8], const uint8_t *p, size_t n)
{
	const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
	__m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
	__m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
	__m128i abef = _mm_alignr_epi8(badc, hgfe, 8), cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);

	for (; n; n--, p += BLOCK) {
		__m128i w[4], abef_before = abef, cdgh_before = cdgh;
#pragma GCC unroll 16
		for (int i = 0; i < 16; i++) {
			__m128i *this = &w[i & 3], before = w[(i + 3) & 3];
			if (i < 4) {
				*this = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p + i), swap);
			} else {
				*this = _mm_sha256msg1_epu32(*this, w[(i + 1) & 3]);
				*this = _mm_add_epi32(*this, _mm_alignr_epi8(before, w[(i + 2) & 3], 4));
				*this = _mm_sha256msg2_epu32(*this, before);
			}
			__m128i wk = _mm_add_epi32(*this, _mm_load_si128((const __m128i *)K + i));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(wk, 0x0e));
		}
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
