/*
 * avx512.h: valid by AVX-512, whose loads are masked.
 */

#define BROADCAST512(t) _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(t)))
DEFINE_ERRORS(errors, __m512i, _mm512, BROADCAST512)

static inline __m512i load(__mmask64 m, const uint8_t *p)
{
	return _mm512_maskz_loadu_epi8(m, p);
}

/* errors_at tells of the bytes of m at p; what lies before them, of the text or not, is masked by before. */
static inline __m512i errors_at(const uint8_t *p, __mmask64 m, __mmask64 before)
{
	before &= m;
	return errors(load(m, p), load(before << 1 & m, p - 1), load(before << 2 & m, p - 2), load(before << 3 & m, p - 3));
}

static inline __m256i load32(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)p);
}

static inline bool ascii_128(const uint8_t *p)
{
	return _mm256_movemask_epi8(load32(p) | load32(p + 32) | load32(p + 64) | load32(p + 96)) == 0;
}

/* Loads of half a vector: from the second level of the cache, they have been measured as twice as fast. */
static inline bool ascii_256(const uint8_t *p)
{
	__m256i all = load32(p) | load32(p + 32) | load32(p + 64) | load32(p + 96) | load32(p + 128) | load32(p + 160) |
	              load32(p + 192) | load32(p + 224);

	return _mm256_movemask_epi8(all) == 0;
}

static inline bool valid(const uint8_t *p, size_t n)
{
	__m512i bad = _mm512_setzero_si512();
	bool ascii = true; /* the block before */
	size_t i = 0;

	while (n - i >= 256 && ascii_256(p + i))
		i += 256;
	if (n - i >= 128 && ascii_128(p + i))
		i += 128;
	if (i && i == n)
		return true;
	if (!i && n > 64) {
		bad = errors_at(p, ~0ull, ~0ull);
		ascii = false;
		i = 64;
	}
	for (; n - i > 64; i += 64) {
		while (ascii && n - i > 320 && ascii_256(p + i))
			i += 256;
		bool this = _mm512_movepi8_mask(_mm512_loadu_si512(p + i)) == 0;
		if (!this || !ascii)
			bad |= errors(_mm512_loadu_si512(p + i), _mm512_loadu_si512(p + i - 1), _mm512_loadu_si512(p + i - 2),
			              _mm512_loadu_si512(p + i - 3));
		ascii = this;
	}
	__mmask64 m = n > i ? ~0ull >> (64 - (n - i)) : 0;
	if (i)
		bad |= errors(load(m, p + i), load(m, p + i - 1), load(m, p + i - 2), load(m, p + i - 3));
	else
		bad = errors_at(p, m, ~0ull);
	return _mm512_test_epi8_mask(bad, bad) == 0 && ends(p, n);
}
