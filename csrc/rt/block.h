/*
 * block.h: 16 bytes at a time, for the functions of this folder that search.
 *
 * A search reads whole blocks, most at addresses that are multiples of 16. Such a
 * block lies on one page, so that one with a byte of the caller's in it can be
 * read as a whole; what lies outside is masked away, or is not looked at.
 */
#ifndef NEARCALL_RT_BLOCK_H
#define NEARCALL_RT_BLOCK_H

#include "word.h"

typedef uint8_t b16 __attribute__((vector_size(16), aligned(1), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* The block that p lies in, and where in it. */
#define BLOCK(p) ((const unsigned char *)((uintptr_t)(p) & ~(uintptr_t)15))
#define WITHIN(p) ((unsigned)((uintptr_t)(p) & 15))

/* ALL is a block of 16 times c. */
#define ALL(c) ((b16){} + (uint8_t)(c))

#ifdef __SSE2__
#include <emmintrin.h>

/* bits has bit i set where byte i of m, all ones or all zeros, is set. */
INLINE unsigned bits(b16 m)
{
	return (unsigned)_mm_movemask_epi8((__m128i)m);
}

INLINE b16 least(b16 a, b16 b)
{
	return (b16)_mm_min_epu8((__m128i)a, (__m128i)b);
}
#else
INLINE unsigned bits(b16 m)
{
	w16 w = (w16)m & UINT64_C(0x0101010101010101);
	unsigned low = (unsigned)(w[0] * UINT64_C(0x0102040810204080) >> 56);
	unsigned high = (unsigned)(w[1] * UINT64_C(0x0102040810204080) >> 56);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#error "byte i of a word is taken for its i-th lowest"
#endif
	return low | high << 8;
}

INLINE b16 least(b16 a, b16 b)
{
	b16 m = (b16)(a < b);

	return (a & m) | (b & ~m);
}
#endif

/* zeros has a bit for each byte that is 0. */
INLINE unsigned zeros(b16 v)
{
	return bits((b16)(v == ALL(0)));
}

INLINE unsigned first(unsigned m)
{
	return (unsigned)__builtin_ctz(m);
}

INLINE unsigned last(unsigned m)
{
	return 31 - (unsigned)__builtin_clz(m);
}

/* wanted is 0 where a byte of x is that of v or, where stops is set, 0. */
INLINE b16 wanted(b16 x, b16 v, int stops)
{
	return stops ? least(x ^ v, x) : (b16)(x ^ v);
}

INLINE uint64_t zeros_of_64(b16 a, b16 b, b16 c, b16 d)
{
	return zeros(a) | (uint64_t)zeros(b) << 16 | (uint64_t)zeros(c) << 32 | (uint64_t)zeros(d) << 48;
}

/* The place of the first 0, or the last, in four blocks; there must be one. */
INLINE unsigned first_of_64(b16 a, b16 b, b16 c, b16 d)
{
	return (unsigned)__builtin_ctzll(zeros_of_64(a, b, c, d));
}

INLINE unsigned last_of_64(b16 a, b16 b, b16 c, b16 d)
{
	return 63 - (unsigned)__builtin_clzll(zeros_of_64(a, b, c, d));
}

enum { PAGE = 4096 }; /* of any machine, or a part of it */

/* Whether the 32 bytes at p are on one page. */
INLINE int stays_on_page(const void *p)
{
	return ((uintptr_t)p & (PAGE - 1)) <= PAGE - 32;
}

/*
 * find_end returns the first byte from s on that is c or, where stops is set,
 * 0. There must be one. Its loop looks at 64 bytes at a time, all on one page.
 */
INLINE const unsigned char *find_end(const void *s, uint8_t c, int stops)
{
#define WANTED(p) wanted(LD(b16, p), v, stops)
	const b16 v = ALL(c);
	const unsigned char *from = s, *p = BLOCK(s);
	unsigned m;

	if (stays_on_page(from)) {
		m = zeros(WANTED(from)) | zeros(WANTED(from + 16)) << 16;
		if (m)
			return from + first(m);
		p += 16;
	} else {
		m = zeros(WANTED(p)) >> WITHIN(s);
		if (m)
			return from + first(m);
	}
	for (p += 16; (uintptr_t)p & 63; p += 16) {
		m = zeros(WANTED(p));
		if (m)
			return p + first(m);
	}
	for (;; p += 64) {
		b16 a = WANTED(p), b = WANTED(p + 16);
		b16 d = WANTED(p + 32), e = WANTED(p + 48);

		if (zeros(least(least(a, b), least(d, e))))
			return p + first_of_64(a, b, d, e);
	}
#undef WANTED
}

/* find_in returns the first c in the n bytes at s, or NULL. */
INLINE const unsigned char *find_in(const void *s, uint8_t c, size_t n)
{
	const b16 v = ALL(c);
	const unsigned char *p = BLOCK(s), *from = s, *at;
	/* A number, as n may be SIZE_MAX for "as far as it takes": no pointer may be that far off. */
	uintptr_t end = (uintptr_t)from + n < n ? UINTPTR_MAX : (uintptr_t)from + n;
	unsigned m;

	if (!n)
		return NULL;
	if (stays_on_page(from)) {
		m = zeros(LD(b16, from) ^ v) | zeros(LD(b16, from + 16) ^ v) << 16;
		p += 16;
	} else {
		m = zeros(LD(b16, p) ^ v) >> WITHIN(s);
	}
	if (m) {
		at = from + first(m);
		return (uintptr_t)at < end ? at : NULL;
	}
	for (p += 16; (uintptr_t)p & 63; p += 16) {
		if ((uintptr_t)p >= end)
			return NULL;
		m = zeros(LD(b16, p) ^ v);
		if (m) {
			at = p + first(m);
			return (uintptr_t)at < end ? at : NULL;
		}
	}
	for (; (uintptr_t)p < end; p += 64) {
		b16 a = LD(b16, p) ^ v, b = LD(b16, p + 16) ^ v;
		b16 d = LD(b16, p + 32) ^ v, e = LD(b16, p + 48) ^ v;

		if (zeros(least(least(a, b), least(d, e)))) {
			at = p + first_of_64(a, b, d, e);
			return (uintptr_t)at < end ? at : NULL;
		}
	}
	return NULL;
}

#endif
