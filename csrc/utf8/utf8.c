/*
 * utf8: is a text valid UTF-8?
 *
 * After Keiser and Lemire: Validating UTF-8 in Less Than One Instruction per Byte,
 * Software: Practice and Experience 51 (5), 2021. Three tables of 16 bytes, looked up
 * by the nibbles of two neighbours, have a bit for each kind of error that two bytes
 * can show; a fourth comparison finds the third and the fourth bytes of a character.
 *
 * Unlike there, the bytes before are loaded again and not kept: with that, the last
 * vector may overlap the one before it, and nothing is copied. With AVX-512, loads are
 * masked, and there are neither first bytes nor last ones to be treated apart.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined __SSSE3__ || defined __ARM_NEON
#define BY_TABLE

enum {
	TOO_SHORT = 1 << 0,      /* a lead byte, and no continuation behind it */
	TOO_LONG = 1 << 1,       /* ASCII, and a continuation behind it */
	OVERLONG_3 = 1 << 2,     /* e0, less than a0 */
	TOO_LARGE = 1 << 3,      /* f4, 90 or more; f5 and up */
	SURROGATE = 1 << 4,      /* ed, a0 or more */
	OVERLONG_2 = 1 << 5,     /* c0, c1 */
	TOO_LARGE_1000 = 1 << 6, /* f5 and up, 80 to 8f */
	OVERLONG_4 = 1 << 6,     /* f0, less than 90 */
	TWO_CONTS = 1 << 7,      /* two continuations: an error if the byte before them is no lead of three */
	CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS, /* what the low nibble of the first byte leaves open */
};

/* By the high and by the low nibble of the first byte, and by the high one of the second. */
static const uint8_t tables[3][16] __attribute__((aligned(16))) = {
	{
		TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
		TWO_CONTS, TWO_CONTS, TWO_CONTS, TWO_CONTS,
		TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
		TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4,
	},
	{
		CARRY | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY,
		CARRY | TOO_LARGE, CARRY | TOO_LARGE | TOO_LARGE_1000,
		CARRY | TOO_LARGE | TOO_LARGE_1000, CARRY | TOO_LARGE | TOO_LARGE_1000,
		CARRY | TOO_LARGE | TOO_LARGE_1000, CARRY | TOO_LARGE | TOO_LARGE_1000,
		CARRY | TOO_LARGE | TOO_LARGE_1000, CARRY | TOO_LARGE | TOO_LARGE_1000,
		CARRY | TOO_LARGE | TOO_LARGE_1000, CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE,
		CARRY | TOO_LARGE | TOO_LARGE_1000, CARRY | TOO_LARGE | TOO_LARGE_1000,
	},
	{
		TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
		TOO_LONG | TWO_CONTS | OVERLONG_2 | OVERLONG_3 | OVERLONG_4 | TOO_LARGE_1000,
		TOO_LONG | TWO_CONTS | OVERLONG_2 | OVERLONG_3 | TOO_LARGE,
		TOO_LONG | TWO_CONTS | OVERLONG_2 | SURROGATE | TOO_LARGE,
		TOO_LONG | TWO_CONTS | OVERLONG_2 | SURROGATE | TOO_LARGE,
		TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
	},
};

/* ends tells that no character goes on behind the n bytes at p. */
static inline bool ends(const uint8_t *p, size_t n)
{
	return !(n > 0 && p[n - 1] >= 0xc0) && !(n > 1 && p[n - 2] >= 0xe0) && !(n > 2 && p[n - 3] >= 0xf0);
}

#ifdef __aarch64__
#include "neon.h"
#else
#include "x86.h"
#endif
#endif

#ifndef __AVX512BW__

static inline uint64_t load64(const uint8_t *p)
{
	uint64_t w;

	__builtin_memcpy(&w, p, 8);
	return w;
}

/* one gives the length of the character at p, of which n bytes are there, at least one; 0 if it is none. */
static inline size_t one(const uint8_t *p, size_t n)
{
	uint8_t a = p[0];

	if (a < 0x80)
		return 1;
	if (a < 0xc2 || a > 0xf4 || n < 2 || (p[1] & 0xc0) != 0x80)
		return 0;
	if (a < 0xe0)
		return 2;
	if (n < 3 || (p[2] & 0xc0) != 0x80)
		return 0;
	if (a < 0xf0)
		return (a == 0xe0 && p[1] < 0xa0) || (a == 0xed && p[1] >= 0xa0) ? 0 : 3;
	if (n < 4 || (p[3] & 0xc0) != 0x80)
		return 0;
	return (a == 0xf0 && p[1] < 0x90) || (a == 0xf4 && p[1] >= 0x90) ? 0 : 4;
}

static inline bool valid_by_one(const uint8_t *p, size_t n)
{
	while (n) {
		size_t k = n >= 8 && !(load64(p) & 0x8080808080808080) ? 8 : one(p, n);
		if (!k)
			return false;
		p += k;
		n -= k;
	}
	return true;
}

#ifdef BY_TABLE

static inline bool ascii_128(const uint8_t *p)
{
	wide all = load_wide(p);

	for (size_t k = WIDE; k < 128; k += WIDE)
		all |= load_wide(p + k);
	return !high_bits(all);
}

/* errors_64 tells of 64 bytes at p; ascii is about the 64 before them, and then about these. */
static inline wide errors_64(const uint8_t *p, bool *ascii)
{
	wide all = load_wide(p), bad = {0};

	for (size_t k = WIDE; k < 64; k += WIDE)
		all |= load_wide(p + k);
	if (high_bits(all)) {
		for (size_t k = 0; k < 64; k += WIDE)
			bad |= errors_wide_at(p + k);
		*ascii = false;
	} else if (!*ascii) {
		bad = errors_wide_at(p);
		*ascii = true;
	}
	return bad;
}

static inline bool valid(const uint8_t *p, size_t n)
{
	wide bad_wide = {0};
	size_t i = 0;

	if (n < 24)
		return valid_by_one(p, n);
	while (n - i >= 128 && ascii_128(p + i))
		i += 128;
	bool ascii = i > 0;
	if (i == n)
		return true;
	/* Vectors look at three bytes before them. */
	if (!i && !(load64(p) & 0x8080808080808080))
		i = 8;
	while (i < 3) {
		size_t k = one(p + i, n - i);
		if (!k)
			return false;
		i += k;
	}
#pragma clang loop unroll(disable)
	for (; n - i >= 64; i += 64)
		bad_wide |= errors_64(p + i, &ascii);
	vec16 bad = narrow(bad_wide);
#pragma clang loop unroll(disable)
	for (; n - i >= 16; i += 16)
		bad |= errors16_at(p + i);
	if (i < n)
		bad |= errors16_at(p + n - 16);
	return none(bad) && ends(p, n);
}

#else

static inline bool valid(const uint8_t *p, size_t n)
{
	return valid_by_one(p, n);
}

#endif
#endif

/* utf8_valid tells whether the n bytes at p are valid UTF-8: no surrogates, nothing longer than need be. */
bool utf8_valid(const uint8_t *p, size_t n)
{
	return valid(p, n);
}

bool utf8_valid_string(const char *p, size_t n)
{
	return valid((const uint8_t *)p, n);
}
