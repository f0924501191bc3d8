/*
 * crc: CRC-32C (Castagnoli) and CRC-64 (ECMA-182 and ISO 3309), all bit-reflected.
 *
 * Where there is carry-less multiplication, input is folded: what lies D bits ahead
 * of the end is multiplied by x^D modulo the polynomial, and added there. After
 * Gopal, Ozturk, Guilford, Wolrich, Feghali, Dixon and Karakoyunlu: Fast CRC
 * Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009. What
 * is left of a CRC-64 is reduced as Barrett does it. For CRC-32C SSE4.2 and the CRC
 * extension of Armv8 have an instruction, which is faster than folding 128 bits at once.
 * Without, it is a table of half a byte.
 *
 * Reflected, bit i of a word of n bits is the coefficient of x^(n-1-i): the product
 * of two words of 64 bits comes out multiplied by x.
 *
 * x86.h and arm64.h have the instructions. FOLDS tells that there is carry-less
 * multiplication, STEPS that there is an instruction for CRC-32C.
 */
#include <stddef.h>
#include <stdint.h>

static inline uint64_t load64(const uint8_t *p)
{
	uint64_t w;

	__builtin_memcpy(&w, p, 8);
	return w;
}

/*
 * by* are the factors that move 128 bits ahead by so many: x^(D+63) for the low
 * word, which is ahead by 64 as it is, and x^(D-1) for the high word. mu is
 * x^128 / P without its x^64, p is P without its x^64.
 */
struct factors {
	uint64_t by128[2], by256[2], by384[2], by512[2], by2048[2], mu, p;
};

#ifdef __aarch64__
#include "arm64.h"
#else
#include "x86.h"
#endif

#ifdef FOLDS

static const struct factors castagnoli = {
	.by128 = {0x3743f7bd00000000, 0x3171d43000000000},
	.by256 = {0x33ccbbbc00000000, 0xa2158b3400000000},
	.by384 = {0xa46ef4aa00000000, 0x6051243f00000000},
	.by512 = {0x1c19243b00000000, 0x75bba45b00000000},
	.by2048 = {0xe9a5d8be00000000, 0x1426a81500000000},
};

static const struct factors ecma = {
	.by128 = {0xe05dd497ca393ae4, 0xdabe95afc7875f40},
	.by256 = {0x60095b008a9efa44, 0x3be653a30fe1af51},
	.by384 = {0xb5ea1af9c013aca4, 0x69a35d91c3730254},
	.by512 = {0x6ae3efbb9dd441f3, 0x081f6054a7842df4},
	.by2048 = {0x8260adf2381ad81c, 0xf31fd9271e228b79},
	.mu = 0x4e1f23360b94b1ea,
	.p = 0xc96c5795d7870f42,
};

static const struct factors iso = {
	.by128 = {0x6b70000000000001, 0xf500000000000001},
	.by256 = {0x1b1ab00000000001, 0xa011000000000001},
	.by384 = {0x76db6c7000000001, 0xe145150000000001},
	.by512 = {0x01b001b1b0000001, 0xb100010100000001},
	.by2048 = {0x6b700000f5000000, 0x45000000b0000000},
	.mu = 0xd800000000000000,
	.p = 0xd800000000000000,
};

/* fold_64s folds n bytes at p, at least 64 and a multiple of it; the first are added to crc. */
static inline pair fold_64s(const uint8_t *p, size_t n, uint64_t crc, const struct factors *f)
{
	pair k = two_words(f->by512), a = load(p) ^ from_word(crc);
	pair b = load(p + 16), c = load(p + 32), d = load(p + 48);

	for (p += 64, n -= 64; n; p += 64, n -= 64) {
		a = fold(a, k, load(p));
		b = fold(b, k, load(p + 16));
		c = fold(c, k, load(p + 32));
		d = fold(d, k, load(p + 48));
	}
	k = two_words(f->by128);
	return fold(fold(fold(a, k, b), k, c), k, d);
}

/* fold_all folds n bytes at p, at least 16 and a multiple of it, to 128 bits; the first are added to crc. */
static inline pair fold_all(const uint8_t *p, size_t n, uint64_t crc, const struct factors *f)
{
	const uint8_t *end = p + n;
	size_t wide = n & -(size_t)64;
	pair k = two_words(f->by128), v;

#ifdef __VPCLMULQDQ__
	if (wide >= 256)
		v = fold_256s(p, wide, crc, f);
	else
#endif
	if (wide)
		v = fold_64s(p, wide, crc, f);
	else
		v = load(p) ^ from_word(crc);
	p += wide ? wide : 16;
#pragma clang loop unroll(disable)
	for (; p < end; p += 16)
		v = fold(v, k, load(p));
	return v;
}

static inline uint64_t crc64(uint64_t crc, const uint8_t *p, size_t n, const struct factors *f)
{
	crc = ~crc;
	if (n >= 16) {
		size_t whole = n & -(size_t)16;
		pair v = fold_all(p, whole, crc, f);
		/* The low word moves ahead by 128, the high one by 64. */
		v = fold_low(v, two_words(f->by128));
		crc = reduce(low_word(v), f) ^ high_word(v);
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

/*
 * three_parts continues c over three parts of so many bytes at p. The instruction
 * takes three cycles, and may be started in each: the parts are done at once.
 */
static inline uint64_t three_parts(uint64_t c, const uint8_t *p, size_t part, uint32_t by_two, uint32_t by_one)
{
	uint64_t d = 0, e = 0;

#pragma clang loop unroll_count(4)
	for (size_t i = 0; i < part; i += 8) {
		c = step8(c, load64(p + i));
		d = step8(d, load64(p + part + i));
		e = step8(e, load64(p + 2 * part + i));
	}
	return ahead(c, by_two) ^ ahead(d, by_one) ^ e;
}

#endif

#ifdef STEPS

/* crc32c continues a CRC-32C over n more bytes at p. */
uint32_t crc32c(uint32_t crc, const uint8_t *p, size_t n)
{
	uint64_t c = (uint32_t)~crc;

#ifdef __VPCLMULQDQ__
	if (n >= 256) {
		size_t whole = n & -(size_t)64;
		pair v = fold_256s(p, whole, c, &castagnoli);
		c = step8(step8(0, low_word(v)), high_word(v));
		p += whole;
		n -= whole;
	}
#elif defined FOLDS
	for (; n >= 3 * 1024; n -= 3 * 1024, p += 3 * 1024)
		c = three_parts(c, p, 1024, 0xa51b6135, 0x170076fa);
#endif
#ifdef FOLDS
	for (; n >= 3 * 64; n -= 3 * 64, p += 3 * 64)
		c = three_parts(c, p, 64, 0x0d3b6092, 0x9e4addf8);
#endif
#pragma clang loop unroll(disable)
	for (; n >= 8; n -= 8, p += 8)
		c = step8(c, load64(p));
	if (n & 4) {
		uint32_t w;
		__builtin_memcpy(&w, p, 4);
		c = step4(c, w);
		p += 4;
	}
#pragma clang loop unroll(disable)
	for (n &= 3; n; n--, p++)
		c = step1(c, *p);
	return ~(uint32_t)c;
}

#else

static const uint32_t castagnoli_nibble[16] = {
	0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
	0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

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

#endif

#ifndef FOLDS

/* What half a byte adds. */
typedef uint64_t table[16];

static const table ecma = {
	0x0000000000000000, 0x7d9ba13851336649, 0xfb374270a266cc92, 0x86ace348f355aadb,
	0x64b62bcaebc387a1, 0x192d8af2baf0e1e8, 0x9f8169ba49a54b33, 0xe21ac88218962d7a,
	0xc96c5795d7870f42, 0xb4f7f6ad86b4690b, 0x325b15e575e1c3d0, 0x4fc0b4dd24d2a599,
	0xadda7c5f3c4488e3, 0xd041dd676d77eeaa, 0x56ed3e2f9e224471, 0x2b769f17cf112238,
};

static const table iso = {
	0x0000000000000000, 0x1b00000000000000, 0x3600000000000000, 0x2d00000000000000,
	0x6c00000000000000, 0x7700000000000000, 0x5a00000000000000, 0x4100000000000000,
	0xd800000000000000, 0xc300000000000000, 0xee00000000000000, 0xf500000000000000,
	0xb400000000000000, 0xaf00000000000000, 0x8200000000000000, 0x9900000000000000,
};

static inline uint64_t crc64(uint64_t crc, const uint8_t *p, size_t n, const table *f)
{
	crc = ~crc;
	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		crc = crc >> 4 ^ (*f)[crc & 15];
		crc = crc >> 4 ^ (*f)[crc & 15];
	}
	return ~crc;
}

#endif

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
