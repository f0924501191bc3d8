/*
 * avx512.h: sixteen numbers at once by AVX-512 VBMI2. All loads and stores are masked at the ends.
 */
#include <immintrin.h>

#define AT_ONCE 16
#define NIBBLES 0x1111111111111111ull /* the lowest bit of each: there are four bits for a number's four bytes */

/* bytes_kept tells which of sixteen numbers' bytes are kept. */
INLINE uint64_t bytes_kept(uint32_t control)
{
	uint64_t c = _pdep_u64(control, 3 * NIBBLES), low = c & NIBBLES, high = c >> 1 & NIBBLES;

	return NIBBLES | (low | high) << 1 | high << 2 | (low & high) << 3;
}

/* control_of is its inverse. */
INLINE uint32_t control_of(uint64_t kept)
{
	uint64_t two = kept >> 1 & NIBBLES, three = kept >> 2 & NIBBLES, four = kept >> 3 & NIBBLES;

	return (uint32_t)_pext_u64((two ^ three ^ four) | three << 1, 3 * NIBBLES);
}

/* first gives the lowest n bits, n from 0 to 64. */
INLINE uint64_t first(size_t n)
{
	return n < 64 ? _bzhi_u64(~0ull, (uint32_t)n) : ~0ull;
}

INLINE __m512i sums(__m512i v, __m512i before)
{
	const __m512i zero = _mm512_setzero_si512();

	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 15));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 14));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 12));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 8));
	return _mm512_add_epi32(v, before);
}

INLINE uint8_t *encode(const uint32_t *in, size_t n, uint8_t *out, uint32_t before, int delta)
{
	uint8_t *p = out + n / 4 + (n % 4 != 0);
	__m512i last = _mm512_set1_epi32((int)before);

	for (size_t i = 0; i < n; i += AT_ONCE) {
		size_t here = n - i < AT_ONCE ? n - i : AT_ONCE, controls = here / 4 + (here % 4 != 0);
		__m512i v = _mm512_maskz_loadu_epi32((__mmask16)first(here), in + i), whole = v;
		if (delta)
			v = _mm512_sub_epi32(v, _mm512_alignr_epi32(v, last, 15));
		last = whole;
		v = _mm512_maskz_mov_epi32((__mmask16)first(here), v);
		/* A byte is kept if it or one above it is not zero; and the lowest. */
		__m512i some = _mm512_or_si512(v, _mm512_srli_epi32(v, 8));
		some = _mm512_or_si512(some, _mm512_srli_epi32(some, 16));
		uint64_t kept = _mm512_test_epi8_mask(some, some) | NIBBLES;
		uint32_t control = control_of(kept);
		kept &= first(4 * here);
		v = _mm512_maskz_compress_epi8(kept, v);
		size_t size = (size_t)__builtin_popcountll(kept);
		if (here == AT_ONCE) {
			__builtin_memcpy(out + i / 4, &control, 4);
			_mm512_storeu_si512(p, v); /* room for four bytes each is there, and what is too much written over */
		} else {
			_mm_mask_storeu_epi8(out + i / 4, (__mmask16)first(controls), _mm_cvtsi32_si128((int)control));
			_mm512_mask_storeu_epi8(p, first(size), v);
		}
		p += size;
	}
	return p;
}

INLINE const uint8_t *decode(uint32_t *out, size_t n, const uint8_t *in, const uint8_t *p, const uint8_t *end,
                             uint32_t before, int delta)
{
	__m512i last = _mm512_set1_epi32((int)before);

	for (size_t i = 0; i < n; i += AT_ONCE) {
		size_t here = n - i < AT_ONCE ? n - i : AT_ONCE, controls = here / 4 + (here % 4 != 0);
		uint32_t control = (uint32_t)_mm_cvtsi128_si32(_mm_maskz_loadu_epi8((__mmask16)first(controls), in + i / 4));
		uint64_t kept = bytes_kept(control) & first(4 * here);
		size_t size = (size_t)__builtin_popcountll(kept);
		if ((size_t)(end - p) < size)
			return 0;
		__m512i v = _mm512_maskz_expand_epi8(kept, _mm512_maskz_loadu_epi8(first(size), p));
		if (delta) {
			v = sums(v, last);
			last = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), v);
		}
		_mm512_mask_storeu_epi32(out + i, (__mmask16)first(here), v);
		p += size;
	}
	return p;
}
