/*
 * base64: the encoding of RFC 4648, section 4.
 *
 * With SSSE3 and AVX2 after Mula and Lemire: Faster Base64 Encoding and Decoding Using
 * AVX2 Instructions, ACM Transactions on the Web 12 (3), 2018. With AVX-512 VBMI, which
 * has tables of 64 and 128 bytes, after the same: Base64 Encoding and Decoding at
 * Almost the Speed of a Memory Copy, Software: Practice and Experience 50 (2), 2020.
 */
#include <immintrin.h>
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

/* The bytes of a triple as they are shifted from: each six bits lie in two neighbours. */
#define TRIPLE(i) 3 * (i) + 1, 3 * (i), 3 * (i) + 2, 3 * (i) + 1
#define QUAD(i) 4 * (i) + 2, 4 * (i) + 1, 4 * (i)
#define FOUR(X, i) X(i), X((i) + 1), X((i) + 2), X((i) + 3)
static const uint8_t apart[64] __attribute__((aligned(64))) = {
	FOUR(TRIPLE, 0), FOUR(TRIPLE, 4), FOUR(TRIPLE, 8), FOUR(TRIPLE, 12),
};
static const uint8_t together[64] __attribute__((aligned(64))) = {
	FOUR(QUAD, 0), FOUR(QUAD, 4), FOUR(QUAD, 8), FOUR(QUAD, 12),
};

/* first gives a mask of the first n bytes, 1 to 64. */
static inline __mmask64 first(size_t n)
{
	return ~0ull >> (64 - n);
}

/* encode_wide encodes whole triples, and returns how many bytes those were. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	const __m512i order = _mm512_load_si512(apart), letters = _mm512_load_si512(alphabet);
	const __m512i shifts = _mm512_set1_epi64(0x3036242a1016040a);
	size_t i = 0;

	while (n - i >= 3) {
		size_t k = n - i < 48 ? (n - i) / 3 * 3 : 48;
		__m512i in = _mm512_permutexvar_epi8(order, _mm512_maskz_loadu_epi8(first(k), src + i));
		in = _mm512_permutexvar_epi8(_mm512_multishift_epi64_epi8(shifts, in), letters);
		_mm512_mask_storeu_epi8(dst, first(k / 3 * 4), in);
		dst += k / 3 * 4;
		i += k;
	}
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	const __m512i order = _mm512_load_si512(together);
	const __m512i low = _mm512_load_si512(values), high = _mm512_load_si512(values + 64);
	size_t i = 0;

	while (n - i >= 4) {
		size_t k = n - i < 64 ? (n - i) & -(size_t)4 : 64;
		__m512i in = _mm512_maskz_loadu_epi8(first(k), src + i), v = _mm512_permutex2var_epi8(low, in, high);
		if (_mm512_movepi8_mask(in | v) & first(k))
			break;
		v = _mm512_madd_epi16(_mm512_maddubs_epi16(v, _mm512_set1_epi32(0x01400140)), _mm512_set1_epi32(0x00011000));
		_mm512_mask_storeu_epi8(dst, first(k / 4 * 3), _mm512_permutexvar_epi8(order, v));
		dst += k / 4 * 3;
		i += k;
	}
	return i;
}

#elif defined __SSSE3__

/* DEFINE_STEPS makes what encodes 3/4 of a vector, and decodes one; BC repeats 16 bytes. */
#define DEFINE_STEPS(V, MM, BC) \
	static inline V to_letters(V in) \
	{ \
		const V order = BC(_mm_set_epi8(10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2, 0, 1)); \
		const V shift = BC(_mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, \
		                                 '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0)); \
		in = MM##_shuffle_epi8(in, order); \
		V odd = MM##_mulhi_epu16(in & MM##_set1_epi32(0x0fc0fc00), MM##_set1_epi32(0x04000040)); \
		V even = MM##_mullo_epi16(in & MM##_set1_epi32(0x003f03f0), MM##_set1_epi32(0x01000010)); \
		V six = odd | even; \
		V kind = MM##_subs_epu8(six, MM##_set1_epi8(51)); /* 0 for both cases of letters */ \
		kind |= MM##_cmpgt_epi8(MM##_set1_epi8(26), six) & MM##_set1_epi8(13); \
		return MM##_add_epi8(six, MM##_shuffle_epi8(shift, kind)); \
	} \
	/* from_letters gives the bytes of each lane in its first 12; where bad is not zero, there are other characters. */ \
	static inline V from_letters(V in, V *bad) \
	{ \
		const V by_low = BC(_mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, \
		                                  0x1b, 0x1b, 0x1b, 0x1a)); \
		const V by_high = BC(_mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, \
		                                   0x10, 0x10, 0x10, 0x10)); \
		const V roll = BC(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0)); \
		const V order = BC(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)); \
		const V slash = MM##_set1_epi8('/'), nibble = MM##_set1_epi8(15); \
		V high = MM##_srli_epi32(in, 4) & nibble; \
		*bad = MM##_shuffle_epi8(by_low, in & nibble) & MM##_shuffle_epi8(by_high, high); \
		in = MM##_add_epi8(in, MM##_shuffle_epi8(roll, MM##_add_epi8(MM##_cmpeq_epi8(in, slash), high))); \
		in = MM##_madd_epi16(MM##_maddubs_epi16(in, MM##_set1_epi32(0x01400140)), MM##_set1_epi32(0x00011000)); \
		return MM##_shuffle_epi8(in, order); \
	}

static inline __m128i load16(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)p);
}

#ifdef __AVX2__

DEFINE_STEPS(__m256i, _mm256, _mm256_broadcastsi128_si256)

/* encode_wide encodes whole triples, and returns how many bytes those were. It reads no further than n. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 28; i += 24, dst += 32) {
		__m256i in = _mm256_inserti128_si256(_mm256_castsi128_si256(load16(src + i)), load16(src + i + 12), 1);
		_mm256_storeu_si256((__m256i *)dst, to_letters(in));
	}
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. It writes no more than 3/4 n bytes. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 44; i += 32, dst += 24) {
		__m256i bad, v = from_letters(_mm256_loadu_si256((const __m256i *)(src + i)), &bad);
		if (!_mm256_testz_si256(bad, bad))
			break;
		v = _mm256_permutevar8x32_epi32(v, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
		_mm256_storeu_si256((__m256i *)dst, v);
	}
	return i;
}

#else

#define SAME(v) (v)
DEFINE_STEPS(__m128i, _mm, SAME)

/* encode_wide encodes whole triples, and returns how many bytes those were. It reads no further than n. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 16; i += 12, dst += 16)
		_mm_storeu_si128((__m128i *)dst, to_letters(load16(src + i)));
	return i;
}

/* decode_wide decodes characters as long as all are good, and returns how many. It writes no more than 3/4 n bytes. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	for (; n - i >= 24; i += 16, dst += 12) {
		__m128i bad, v = from_letters(load16(src + i), &bad);
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(bad, _mm_setzero_si128())) != 0xffff)
			break;
		_mm_storeu_si128((__m128i *)dst, v);
	}
	return i;
}

#endif

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
