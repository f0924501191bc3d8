/*
 * x86.h: crc.c's instructions by SSE4.2, PCLMUL and VPCLMULQDQ.
 */
#ifdef __PCLMUL__
#include <immintrin.h>

#define FOLDS
#define STEPS

/* What is folded: 128 bits. */
typedef __m128i pair;

static inline pair load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

static inline pair two_words(const uint64_t k[2])
{
	return _mm_set_epi64x((long long)k[1], (long long)k[0]);
}

static inline pair from_word(uint64_t w)
{
	return _mm_cvtsi64_si128((long long)w);
}

static inline uint64_t low_word(pair v)
{
	return (uint64_t)_mm_cvtsi128_si64(v);
}

static inline uint64_t high_word(pair v)
{
	return (uint64_t)_mm_extract_epi64(v, 1);
}

/* fold moves v ahead by what k has the factors of, and adds it to next. */
static inline pair fold(pair v, pair k, pair next)
{
	return _mm_clmulepi64_si128(v, k, 0x00) ^ _mm_clmulepi64_si128(v, k, 0x11) ^ next;
}

/* fold_low moves the low word alone, by the factor of the high one, and adds the high word. */
static inline pair fold_low(pair v, pair k)
{
	return _mm_clmulepi64_si128(v, k, 0x10) ^ _mm_srli_si128(v, 8);
}

#ifdef __VPCLMULQDQ__

static inline __m512i load512(const uint8_t *p)
{
	return _mm512_loadu_si512(p);
}

static inline __m512i fold512(__m512i v, __m512i k, __m512i next)
{
	return _mm512_ternarylogic_epi64(_mm512_clmulepi64_epi128(v, k, 0x00), _mm512_clmulepi64_epi128(v, k, 0x11), next,
	                                 0x96);
}

/* gather adds the four parts of v up in its last. */
static inline pair gather(__m512i v, const struct factors *f)
{
	pair s = _mm512_extracti64x2_epi64(v, 3);

	s = fold(_mm512_extracti64x2_epi64(v, 0), two_words(f->by384), s);
	s = fold(_mm512_extracti64x2_epi64(v, 1), two_words(f->by256), s);
	return fold(_mm512_extracti64x2_epi64(v, 2), two_words(f->by128), s);
}

/* fold_256s folds n bytes at p, at least 256 and a multiple of 64; the first are added to crc. */
static inline pair fold_256s(const uint8_t *p, size_t n, uint64_t crc, const struct factors *f)
{
	__m512i k = _mm512_broadcast_i64x2(two_words(f->by2048));
	__m512i a = load512(p) ^ _mm512_zextsi128_si512(_mm_cvtsi64_si128((long long)crc));
	__m512i b = load512(p + 64), c = load512(p + 128), d = load512(p + 192);

	for (p += 256, n -= 256; n >= 256; p += 256, n -= 256) {
		a = fold512(a, k, load512(p));
		b = fold512(b, k, load512(p + 64));
		c = fold512(c, k, load512(p + 128));
		d = fold512(d, k, load512(p + 192));
	}
	k = _mm512_broadcast_i64x2(two_words(f->by512));
	a = fold512(fold512(fold512(a, k, b), k, c), k, d);
	for (; n; p += 64, n -= 64)
		a = fold512(a, k, load512(p));
	return gather(a, f);
}

#endif

/* reduce gives what 64 bits are, modulo a polynomial of degree 64, when 64 bits follow. */
static inline uint64_t reduce(uint64_t w, const struct factors *f)
{
	pair v = from_word(w), k = _mm_set_epi64x((long long)f->p, (long long)f->mu);
	pair m = _mm_clmulepi64_si128(v, k, 0x00);
	pair q = v ^ _mm_add_epi64(m, m);
	pair r = _mm_clmulepi64_si128(q, k, 0x10);

	return high_word(r) << 1 | low_word(r) >> 63;
}

/* step8 and the like continue a CRC-32C over so many bytes. */
static inline uint64_t step8(uint64_t c, uint64_t w)
{
	return _mm_crc32_u64(c, w);
}

static inline uint64_t step4(uint64_t c, uint32_t w)
{
	return _mm_crc32_u32((uint32_t)c, w);
}

static inline uint64_t step1(uint64_t c, uint8_t w)
{
	return _mm_crc32_u8((uint32_t)c, w);
}

/* ahead moves a CRC-32C over as many zeros as by says: x to the bits less 33. */
static inline uint64_t ahead(uint64_t c, uint32_t by)
{
	pair v = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)c), _mm_cvtsi32_si128((int)by), 0x00);

	return step8(0, low_word(v));
}

#endif
