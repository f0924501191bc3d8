/*
 * base64: the encoding of RFC 4648, section 4.
 *
 * With SSSE3 and AVX2 after Mula and Lemire: Faster Base64 Encoding and Decoding Using
 * AVX2 Instructions, ACM Transactions on the Web 12 (3), 2018. With AVX-512 VBMI, which
 * has tables of 64 and 128 bytes, after the same: Base64 Encoding and Decoding at
 * Almost the Speed of a Memory Copy, Software: Practice and Experience 50 (2), 2020; NEON has
 * tables of 64 bytes, too.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static const char alphabet[64] __attribute__((aligned(64))) =
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"};

/* The six bits of each character below 128, or BAD. */
#define BAD 0x80
static const uint8_t values[128] __attribute__((aligned(64))) = {
	0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x3e, 0x80, 0x80, 0x80, 0x3f,
	0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e,
	0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28,
	0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32, 0x33, 0x80, 0x80, 0x80, 0x80, 0x80,
};

#if defined __AVX512VBMI__
#include "avx512.h"
#elif defined __SSSE3__
#include "x86.h"
#elif defined __ARM_NEON
#include "neon.h"
#else

static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	(void)dst, (void)src, (void)n;
	return 0;
}

static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	(void)dst, (void)src, (void)n;
	return 0;
}

#endif

/* base64_encode writes the n bytes at src, encoded and padded, to dst: 4 bytes for every 3, or part of them. */
void base64_encode(uint8_t *dst, size_t room, const uint8_t *src, size_t n)
{
	(void)room;
	size_t i = encode_wide(dst, src, n);

#pragma clang loop vectorize(disable) unroll(disable)
	for (dst += i / 3 * 4; n - i >= 3; i += 3, dst += 4) {
		uint32_t w = (uint32_t)src[i] << 16 | (uint32_t)src[i + 1] << 8 | src[i + 2];
		dst[0] = (uint8_t)alphabet[w >> 18];
		dst[1] = (uint8_t)alphabet[w >> 12 & 63];
		dst[2] = (uint8_t)alphabet[w >> 6 & 63];
		dst[3] = (uint8_t)alphabet[w & 63];
	}
	if (i < n) {
		uint32_t w = (uint32_t)src[i] << 16 | (n - i > 1 ? (uint32_t)src[i + 1] << 8 : 0);
		dst[0] = (uint8_t)alphabet[w >> 18];
		dst[1] = (uint8_t)alphabet[w >> 12 & 63];
		dst[2] = n - i > 1 ? (uint8_t)alphabet[w >> 6 & 63] : '=';
		dst[3] = '=';
	}
}

/*
 * base64_decode decodes the n bytes at src, four characters at once, until four are
 * not all of the alphabet, and returns how many it took. dst has room for 3 bytes for
 * every 4, and no more is written.
 */
size_t base64_decode(uint8_t *dst, size_t room, const uint8_t *src, size_t n)
{
	(void)room;
	size_t i = decode_wide(dst, src, n);

#pragma clang loop vectorize(disable) unroll(disable)
	for (dst += i / 4 * 3; n - i >= 4; i += 4, dst += 3) {
		const uint8_t *s = src + i;
		uint8_t a = values[s[0] & 127], b = values[s[1] & 127], c = values[s[2] & 127], d = values[s[3] & 127];
		if ((s[0] | s[1] | s[2] | s[3] | a | b | c | d) & BAD)
			break;
		uint32_t w = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | d;
		dst[0] = (uint8_t)(w >> 16);
		dst[1] = (uint8_t)(w >> 8);
		dst[2] = (uint8_t)w;
	}
	return i;
}
