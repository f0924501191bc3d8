/*
 * streamvbyte: Stream VByte after Lemire, Kurz, Rupp: Stream VByte, faster byte-oriented
 * integer compression, Information Processing Letters 130, 2018.
 *
 * Of each number its lowest bytes are kept, as few as it needs. How many, a control byte
 * tells for four numbers: two bits each, the first in the lowest. All control bytes come
 * first. With SSSE3, a table tells for each control byte where bytes go. With AVX-512 VBMI2
 * there are instructions that leave bytes out and put them back, for sixteen numbers.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

#if defined __AVX512VBMI2__ && defined __AVX512BW__

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

#else

#define AT_ONCE 4

/* Of four numbers with a control byte: bytes of number i, and bytes before it. */
#define LENGTH(c, i) (((c) >> (2 * (i)) & 3) + 1)
#define BEFORE(c, i) \
	(((i) > 0 ? LENGTH(c, 0) : 0) + ((i) > 1 ? LENGTH(c, 1) : 0) + ((i) > 2 ? LENGTH(c, 2) : 0) + \
	 ((i) > 3 ? LENGTH(c, 3) : 0))

#ifdef __SSSE3__

#define ALL4(f, c) f(c), f((c) + 1), f((c) + 2), f((c) + 3)
#define ALL16(f, c) ALL4(f, c), ALL4(f, (c) + 4), ALL4(f, (c) + 8), ALL4(f, (c) + 12)
#define ALL64(f, c) ALL16(f, c), ALL16(f, (c) + 16), ALL16(f, (c) + 32), ALL16(f, (c) + 48)
#define ALL256(f) {ALL64(f, 0), ALL64(f, 64), ALL64(f, 128), ALL64(f, 192)}

/* Where byte k of number i comes from; 255 makes a zero. */
#define FROM(c, i, k) ((k) < LENGTH(c, i) ? BEFORE(c, i) + (k) : 255)
#define NUMBER(c, i) FROM(c, i, 0), FROM(c, i, 1), FROM(c, i, 2), FROM(c, i, 3)
#define SPREAD(c) {NUMBER(c, 0), NUMBER(c, 1), NUMBER(c, 2), NUMBER(c, 3)}
static const uint8_t spread[256][16] __attribute__((aligned(16))) = ALL256(SPREAD);

/* And the way back: where byte k of the four numbers' bytes comes from. */
#define KEPT(c, k) \
	((k) < BEFORE(c, 1)   ? (k) \
	 : (k) < BEFORE(c, 2) ? 4 + (k) - BEFORE(c, 1) \
	 : (k) < BEFORE(c, 3) ? 8 + (k) - BEFORE(c, 2) \
	 : (k) < BEFORE(c, 4) ? 12 + (k) - BEFORE(c, 3) \
	                      : 255)
#define KEPT4(c, k) KEPT(c, k), KEPT(c, (k) + 1), KEPT(c, (k) + 2), KEPT(c, (k) + 3)
#define GATHER(c) {KEPT4(c, 0), KEPT4(c, 4), KEPT4(c, 8), KEPT4(c, 12)}
static const uint8_t gather[256][16] __attribute__((aligned(16))) = ALL256(GATHER);

#define BYTES(c) BEFORE(c, 4)
static const uint8_t bytes[256] = ALL256(BYTES);

/* encode_four writes the control byte of four numbers, and 16 bytes at p. It returns what is behind those that count. */
INLINE uint8_t *encode_four(const uint32_t *in, uint8_t *control, uint8_t *p, uint32_t before, int delta)
{
	const __m128i weights = _mm_setr_epi8(0, 1, 1, 1, 0, 4, 4, 4, 0, 16, 16, 16, 0, 64, 64, 64);
	__m128i v = _mm_loadu_si128((const __m128i *)in), zero = _mm_setzero_si128();

	if (delta)
		v = _mm_sub_epi32(v, _mm_or_si128(_mm_slli_si128(v, 4), _mm_cvtsi32_si128((int)before)));
	/* A byte is kept if it or one above it is not zero. */
	__m128i some = _mm_or_si128(v, _mm_srli_epi32(v, 8));
	some = _mm_or_si128(some, _mm_srli_epi32(some, 16));
	__m128i sum = _mm_sad_epu8(_mm_andnot_si128(_mm_cmpeq_epi8(some, zero), weights), zero);
	uint32_t c = (uint32_t)_mm_cvtsi128_si32(sum) + (uint32_t)_mm_extract_epi16(sum, 4);
	*control = (uint8_t)c;
	_mm_storeu_si128((__m128i *)p, _mm_shuffle_epi8(v, _mm_load_si128((const __m128i *)gather[c])));
	return p + bytes[c];
}

/* decode_four reads 16 bytes at p, and returns what is behind those that four numbers have. */
INLINE const uint8_t *decode_four(uint32_t *out, uint8_t control, const uint8_t *p, __m128i *last, int delta)
{
	__m128i v = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p), _mm_load_si128((const __m128i *)spread[control]));

	if (delta) {
		v = _mm_add_epi32(v, _mm_slli_si128(v, 4));
		v = _mm_add_epi32(v, _mm_slli_si128(v, 8));
		v = _mm_add_epi32(v, *last);
		*last = _mm_shuffle_epi32(v, 0xff);
	}
	_mm_storeu_si128((__m128i *)out, v);
	return p + bytes[control];
}

#endif

INLINE uint8_t *encode(const uint32_t *in, size_t n, uint8_t *out, uint32_t before, int delta)
{
	uint8_t *p = out + n / 4 + (n % 4 != 0);
	size_t i = 0;
	uint32_t control = 0;

#ifdef __SSSE3__
	for (; n - i >= AT_ONCE; i += AT_ONCE) {
		p = encode_four(in + i, out + i / 4, p, before, delta);
		before = in[i + 3];
	}
#endif
#pragma clang loop unroll(disable)
	for (; i < n; i++) {
		uint32_t x = delta ? in[i] - before : in[i], more = (x > 0xff) + (x > 0xffff) + (x > 0xffffff);
		before = in[i];
		__builtin_memcpy(p, &x, 4); /* room for four bytes each is there */
		p += 1 + more;
		control |= more << (2 * (i % 4));
		if (i % 4 == 3 || i + 1 == n) {
			out[i / 4] = (uint8_t)control;
			control = 0;
		}
	}
	return p;
}

INLINE const uint8_t *decode(uint32_t *out, size_t n, const uint8_t *in, const uint8_t *p, const uint8_t *end,
                             uint32_t before, int delta)
{
	size_t i = 0;

#ifdef __SSSE3__
	__m128i last = _mm_set1_epi32((int)before);
	for (; n - i >= AT_ONCE && end - p >= 16; i += AT_ONCE)
		p = decode_four(out + i, in[i / 4], p, &last, delta);
	before = (uint32_t)_mm_cvtsi128_si32(last);
#else
	for (; n - i >= AT_ONCE && end - p >= 16; i += AT_ONCE) {
#pragma GCC unroll 4
		for (size_t k = 0; k < 4; k++) {
			size_t length = LENGTH(in[i / 4], k);
			uint32_t x;
			__builtin_memcpy(&x, p, 4);
			x &= 0xffffffffu >> (32 - 8 * length);
			p += length;
			out[i + k] = before = delta ? before + x : x;
		}
	}
#endif
#pragma clang loop unroll(disable)
	for (; i < n; i++) {
		size_t length = LENGTH(in[i / 4], i % 4);
		uint32_t x = 0;
		if ((size_t)(end - p) < length)
			return 0;
#pragma clang loop unroll(disable) vectorize(disable)
		for (size_t k = 0; k < length; k++)
			x |= (uint32_t)*p++ << (8 * k);
		out[i] = before = delta ? before + x : x;
	}
	return p;
}

#endif

/*
 * streamvbyte_encode writes n numbers to out, and returns how many bytes they take. There must be
 * room for a control byte for each four and for four bytes each: all that may be written over.
 */
size_t streamvbyte_encode(const uint32_t *in, size_t n, uint8_t *out, size_t room)
{
	(void)room;
	return (size_t)(encode(in, n, out, 0, 0) - out);
}

/* streamvbyte_encode_delta writes each number less the one before it, that of the first being before. */
size_t streamvbyte_encode_delta(const uint32_t *in, size_t n, uint8_t *out, size_t room, uint32_t before)
{
	(void)room;
	return (size_t)(encode(in, n, out, before, 1) - out);
}

INLINE int64_t checked(uint32_t *out, size_t n, const uint8_t *in, size_t size, uint32_t before, int delta)
{
	size_t controls = n / 4 + (n % 4 != 0);
	const uint8_t *p = controls > size ? 0 : decode(out, n, in, in + controls, in + size, before, delta);

	return p ? p - in : -1;
}

/*
 * streamvbyte_decode reads n numbers, from size bytes at most, and returns how many bytes they took; -1 if
 * these are too few.
 */
int64_t streamvbyte_decode(uint32_t *out, size_t n, const uint8_t *in, size_t size)
{
	return n ? checked(out, n, in, size, 0, 0) : 0;
}

/* streamvbyte_decode_delta reads what streamvbyte_encode_delta writes. */
int64_t streamvbyte_decode_delta(uint32_t *out, size_t n, const uint8_t *in, size_t size, uint32_t before)
{
	return n ? checked(out, n, in, size, before, 1) : 0;
}
