/*
 * crc: CRC-32C (Castagnoli) and CRC-64 (ECMA-182 and ISO 3309), all bit-reflected.
 *
 * Where there is carry-less multiplication, input is folded: what lies D bits ahead
 * of the end is multiplied by x^D modulo the polynomial, and added there. After
 * Gopal, Ozturk, Guilford, Wolrich, Feghali, Dixon and Karakoyunlu: Fast CRC
 * Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009. What
 * is left of a CRC-64 is reduced as Barrett does it. For CRC-32C SSE4.2 has an
 * instruction, which is faster than folding 128 bits at once. Without, it is a table of
 * half a byte.
 *
 * Reflected, bit i of a word of n bits is the coefficient of x^(n-1-i): the product
 * of two words of 64 bits comes out multiplied by x.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

static inline uint64_t load64(const uint8_t *p)
{
	uint64_t w;

	__builtin_memcpy(&w, p, 8);
	return w;
}

#ifdef __PCLMUL__

/*
 * by* are the factors that move 128 bits ahead by so many: x^(D+63) for the low
 * word, which is ahead by 64 as it is, and x^(D-1) for the high word. mu is
 * x^128 / P without its x^64, p is P without its x^64.
 */
struct poly {
	uint64_t by128[2], by256[2], by384[2], by512[2], by2048[2], mu, p;
};

static const struct poly castagnoli = {
	.by128 = {0x3743f7bd00000000, 0x3171d43000000000},
	.by256 = {0x33ccbbbc00000000, 0xa2158b3400000000},
	.by384 = {0xa46ef4aa00000000, 0x6051243f00000000},
	.by512 = {0x1c19243b00000000, 0x75bba45b00000000},
	.by2048 = {0xe9a5d8be00000000, 0x1426a81500000000},
};

static const struct poly ecma = {
	.by128 = {0xe05dd497ca393ae4, 0xdabe95afc7875f40},
	.by256 = {0x60095b008a9efa44, 0x3be653a30fe1af51},
	.by384 = {0xb5ea1af9c013aca4, 0x69a35d91c3730254},
	.by512 = {0x6ae3efbb9dd441f3, 0x081f6054a7842df4},
	.by2048 = {0x8260adf2381ad81c, 0xf31fd9271e228b79},
	.mu = 0x4e1f23360b94b1ea,
	.p = 0xc96c5795d7870f42,
};

static const struct poly iso = {
	.by128 = {0x6b70000000000001, 0xf500000000000001},
	.by256 = {0x1b1ab00000000001, 0xa011000000000001},
	.by384 = {0x76db6c7000000001, 0xe145150000000001},
	.by512 = {0x01b001b1b0000001, 0xb100010100000001},
	.by2048 = {0x6b700000f5000000, 0x45000000b0000000},
	.mu = 0xd800000000000000,
	.p = 0xd800000000000000,
};

static inline __m128i load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

static inline __m128i factors(const uint64_t k[2])
{
	return _mm_set_epi64x((long long)k[1], (long long)k[0]);
}

static inline __m128i fold(__m128i v, __m128i k, __m128i next)
{
	return _mm_clmulepi64_si128(v, k, 0x00) ^ _mm_clmulepi64_si128(v, k, 0x11) ^ next;
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
static inline __m128i gather(__m512i v, const struct poly *f)
{
	__m128i s = _mm512_extracti64x2_epi64(v, 3);

	s = fold(_mm512_extracti64x2_epi64(v, 0), factors(f->by384), s);
	s = fold(_mm512_extracti64x2_epi64(v, 1), factors(f->by256), s);
	return fold(_mm512_extracti64x2_epi64(v, 2), factors(f->by128), s);
}

/* fold_256s folds n bytes at p, at least 256 and a multiple of 64; the first are added to crc. */
static inline __m128i fold_256s(const uint8_t *p, size_t n, uint64_t crc, const struct poly *f)
{
	__m512i k = _mm512_broadcast_i64x2(factors(f->by2048));
	__m512i a = load512(p) ^ _mm512_zextsi128_si512(_mm_cvtsi64_si128((long long)crc));
	__m512i b = load512(p + 64), c = load512(p + 128), d = load512(p + 192);

	for (p += 256, n -= 256; n >= 256; p += 256, n -= 256) {
		a = fold512(a, k, load512(p));
		b = fold512(b, k, load512(p + 64));
		c = fold512(c, k, load512(p + 128));
		d = fold512(d, k, load512(p + 192));
	}
	k = _mm512_broadcast_i64x2(factors(f->by512));
	a = fold512(fold512(fold512(a, k, b), k, c), k, d);
	for (; n; p += 64, n -= 64)
		a = fold512(a, k, load512(p));
	return gather(a, f);
}

#endif

/* fold_64s folds n bytes at p, at least 64 and a multiple of it; the first are added to crc. */
static inline __m128i fold_64s(const uint8_t *p, size_t n, uint64_t crc, const struct poly *f)
{
	__m128i k = factors(f->by512), a = load(p) ^ _mm_cvtsi64_si128((long long)crc);
	__m128i b = load(p + 16), c = load(p + 32), d = load(p + 48);

	for (p += 64, n -= 64; n; p += 64, n -= 64) {
		a = fold(a, k, load(p));
		b = fold(b, k, load(p + 16));
		c = fold(c, k, load(p + 32));
		d = fold(d, k, load(p + 48));
	}
	k = factors(f->by128);
	return fold(fold(fold(a, k, b), k, c), k, d);
}

/* fold_all folds n bytes at p, at least 16 and a multiple of it, to 128 bits; the first are added to crc. */
static inline __m128i fold_all(const uint8_t *p, size_t n, uint64_t crc, const struct poly *f)
{
	const uint8_t *end = p + n;
	size_t wide = n & -(size_t)64;
	__m128i k = factors(f->by128), v;

#ifdef __VPCLMULQDQ__
	if (wide >= 256)
		v = fold_256s(p, wide, crc, f);
	else
#endif
	if (wide)
		v = fold_64s(p, wide, crc, f);
	else
		v = load(p) ^ _mm_cvtsi64_si128((long long)crc);
	p += wide ? wide : 16;
#pragma clang loop unroll(disable)
	for (; p < end; p += 16)
		v = fold(v, k, load(p));
	return v;
}

/* reduce gives what 64 bits are, modulo a polynomial of degree 64, when 64 bits follow. */
static inline uint64_t reduce(uint64_t w, const struct poly *f)
{
	__m128i v = _mm_cvtsi64_si128((long long)w), k = _mm_set_epi64x((long long)f->p, (long long)f->mu);
	__m128i m = _mm_clmulepi64_si128(v, k, 0x00);
	__m128i q = v ^ _mm_add_epi64(m, m);
	__m128i r = _mm_clmulepi64_si128(q, k, 0x10);

	return (uint64_t)_mm_extract_epi64(r, 1) << 1 | (uint64_t)_mm_cvtsi128_si64(r) >> 63;
}

static inline uint64_t crc64(uint64_t crc, const uint8_t *p, size_t n, const struct poly *f)
{
	crc = ~crc;
	if (n >= 16) {
		size_t whole = n & -(size_t)16;
		__m128i v = fold_all(p, whole, crc, f);
		/* The low word moves ahead by 128, the high one by 64. */
		v = _mm_clmulepi64_si128(v, factors(f->by128), 0x10) ^ _mm_srli_si128(v, 8);
		crc = reduce((uint64_t)_mm_cvtsi128_si64(v), f) ^ (uint64_t)_mm_extract_epi64(v, 1);
		p += whole;
		n -= whole;
	}
	if (n >= 8) {
		crc = reduce(crc ^ load64(p), f);
		p += 8;
		n -= 8;
	}
	if (n) {
		uint64_t w = 0;
		for (size_t i = n; i-- > 0;)
			w = w << 8 | p[i];
		crc = reduce((crc ^ w) << (64 - 8 * n), f) ^ crc >> 8 * n;
	}
	return ~crc;
}

/* ahead moves a CRC-32C over as many zeros as by says: x to the bits less 33. */
static inline uint64_t ahead(uint64_t c, uint32_t by)
{
	__m128i v = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)c), _mm_cvtsi32_si128((int)by), 0x00);

	return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(v));
}

/*
 * three_parts continues c over three parts of so many bytes at p. The instruction
 * takes three cycles, and may be started in each: the parts are done at once.
 */
static inline uint64_t three_parts(uint64_t c, const uint8_t *p, size_t part, uint32_t by_two, uint32_t by_one)
{
	uint64_t d = 0, e = 0;

#pragma clang loop unroll_count(4)
	for (size_t i = 0; i < part; i += 8) {
		c = _mm_crc32_u64(c, load64(p + i));
		d = _mm_crc32_u64(d, load64(p + part + i));
		e = _mm_crc32_u64(e, load64(p + 2 * part + i));
	}
	return ahead(c, by_two) ^ ahead(d, by_one) ^ e;
}

/* crc32c continues a CRC-32C over n more bytes at p. */
uint32_t crc32c(uint32_t crc, const uint8_t *p, size_t n)
{
	uint64_t c = (uint32_t)~crc;

#ifdef __VPCLMULQDQ__
	if (n >= 256) {
		size_t whole = n & -(size_t)64;
		__m128i v = fold_256s(p, whole, c, &castagnoli);
		c = _mm_crc32_u64(_mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(v)), (uint64_t)_mm_extract_epi64(v, 1));
		p += whole;
		n -= whole;
	}
#else
	for (; n >= 3 * 1024; n -= 3 * 1024, p += 3 * 1024)
		c = three_parts(c, p, 1024, 0xa51b6135, 0x170076fa);
#endif
	for (; n >= 3 * 64; n -= 3 * 64, p += 3 * 64)
		c = three_parts(c, p, 64, 0x0d3b6092, 0x9e4addf8);
#pragma clang loop unroll(disable)
	for (; n >= 8; n -= 8, p += 8)
		c = _mm_crc32_u64(c, load64(p));
	if (n & 4) {
		uint32_t w;
		__builtin_memcpy(&w, p, 4);
		c = _mm_crc32_u32((uint32_t)c, w);
		p += 4;
	}
#pragma clang loop unroll(disable)
	for (n &= 3; n; n--, p++)
		c = _mm_crc32_u8((uint32_t)c, *p);
	return ~(uint32_t)c;
}

/* crc64_ecma continues a CRC-64 by the polynomial of ECMA-182 over n more bytes at p. */
uint64_t crc64_ecma(uint64_t crc, const uint8_t *p, size_t n)
{
	return crc64(crc, p, n, &ecma);
}

/* crc64_iso continues a CRC-64 by the polynomial of ISO 3309 over n more bytes at p. */
uint64_t crc64_iso(uint64_t crc, const uint8_t *p, size_t n)
{
	return crc64(crc, p, n, &iso);
}

#else

static const uint32_t castagnoli_nibble[16] = {
	0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
	0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

static const uint64_t ecma_nibble[16] = {
	0x0000000000000000, 0x7d9ba13851336649, 0xfb374270a266cc92, 0x86ace348f355aadb,
	0x64b62bcaebc387a1, 0x192d8af2baf0e1e8, 0x9f8169ba49a54b33, 0xe21ac88218962d7a,
	0xc96c5795d7870f42, 0xb4f7f6ad86b4690b, 0x325b15e575e1c3d0, 0x4fc0b4dd24d2a599,
	0xadda7c5f3c4488e3, 0xd041dd676d77eeaa, 0x56ed3e2f9e224471, 0x2b769f17cf112238,
};

static const uint64_t iso_nibble[16] = {
	0x0000000000000000, 0x1b00000000000000, 0x3600000000000000, 0x2d00000000000000,
	0x6c00000000000000, 0x7700000000000000, 0x5a00000000000000, 0x4100000000000000,
	0xd800000000000000, 0xc300000000000000, 0xee00000000000000, 0xf500000000000000,
	0xb400000000000000, 0xaf00000000000000, 0x8200000000000000, 0x9900000000000000,
};

static inline uint64_t crc64(uint64_t crc, const uint8_t *p, size_t n, const uint64_t table[16])
{
	crc = ~crc;
	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

uint32_t crc32c(uint32_t crc, const uint8_t *p, size_t n)
{
	crc = ~crc;
	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		crc = crc >> 4 ^ castagnoli_nibble[crc & 15];
		crc = crc >> 4 ^ castagnoli_nibble[crc & 15];
	}
	return ~crc;
}

uint64_t crc64_ecma(uint64_t crc, const uint8_t *p, size_t n)
{
	return crc64(crc, p, n, ecma_nibble);
}

uint64_t crc64_iso(uint64_t crc, const uint8_t *p, size_t n)
{
	return crc64(crc, p, n, iso_nibble);
}

#endif
