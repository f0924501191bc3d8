/*
 * streamvbyte: Stream VByte after Lemire, Kurz, Rupp: Stream VByte, faster byte-oriented
 * integer compression, Information Processing Letters 130, 2018.
 *
 * Of each number its lowest bytes are kept, as few as it needs. How many, a control byte
 * tells for four numbers: two bits each, the first in the lowest. All control bytes come
 * first. With SSSE3 and NEON, a table tells for each control byte where bytes go. With AVX-512
 * VBMI2 there are instructions that leave bytes out and put them back, for sixteen numbers.
 */
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

#if defined __AVX512VBMI2__ && defined __AVX512BW__

#include "avx512.h"

#else

#define AT_ONCE 4

/* Of four numbers with a control byte: bytes of number i, and bytes before it. */
#define LENGTH(c, i) (((c) >> (2 * (i)) & 3) + 1)
#define BEFORE(c, i) \
	(((i) > 0 ? LENGTH(c, 0) : 0) + ((i) > 1 ? LENGTH(c, 1) : 0) + ((i) > 2 ? LENGTH(c, 2) : 0) + \
	 ((i) > 3 ? LENGTH(c, 3) : 0))

#if defined __SSSE3__ || defined __ARM_NEON
#define BY_TABLE

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

#ifdef __aarch64__
#include "neon.h"
#else
#include "ssse3.h"
#endif

#endif

INLINE uint8_t *encode(const uint32_t *in, size_t n, uint8_t *out, uint32_t before, int delta)
{
	uint8_t *p = out + n / 4 + (n % 4 != 0);
	size_t i = 0;
	uint32_t control = 0;

#ifdef BY_TABLE
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

#ifdef BY_TABLE
	quad last = four_times(before);
	for (; n - i >= AT_ONCE && end - p >= 16; i += AT_ONCE)
		p = decode_four(out + i, in[i / 4], p, &last, delta);
	before = lowest(last);
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
