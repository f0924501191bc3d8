/* memcmp: the order of two areas. */
#include "block.h"

/* order is -1, 0 or 1 as x is less than, equal to or greater than y. */
INLINE int order(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

INLINE b16 equal(const unsigned char *p, const unsigned char *q)
{
	return (b16)(LD(b16, p) == LD(b16, q));
}

/* Compares four blocks, the first where p and q point and the others so far on. */
INLINE int compare_four(const unsigned char *p, const unsigned char *q, size_t second, size_t third, size_t fourth)
{
	b16 a = equal(p, q), b = equal(p + second, q + second);
	b16 c = equal(p + third, q + third), d = equal(p + fourth, q + fourth);
	size_t at = 0;

	if (bits(a & b & c & d) == 0xffff)
		return 0;
	if (bits(a) == 0xffff)
		at = second, a = b;
	if (bits(a) == 0xffff)
		at = third, a = c;
	if (bits(a) == 0xffff)
		at = fourth, a = d;
	at += first(~bits(a));
	return p[at] - q[at];
}

/*
 * Under 16 bytes: eight of them with the first as the most significant compare
 * like a string does; shorter pieces are put together to one such number. Where
 * head and tail overlap, the shared bytes only count if the head was equal, and
 * then they are equal too.
 */
INLINE int compare_few(const unsigned char *p, const unsigned char *q, size_t n)
{
	if (n >= 8) {
		if (LD(w8, p) != LD(w8, q))
			return order(BE64(LD(w8, p)), BE64(LD(w8, q)));
		return order(BE64(LD(w8, p + n - 8)), BE64(LD(w8, q + n - 8)));
	}
	if (n >= 4)
		return order((uint64_t)BE32(LD(w4, p)) << 32 | BE32(LD(w4, p + n - 4)),
		             (uint64_t)BE32(LD(w4, q)) << 32 | BE32(LD(w4, q + n - 4)));
	if (n >= 2)
		return order((uint32_t)BE16(LD(w2, p)) << 16 | BE16(LD(w2, p + n - 2)),
		             (uint32_t)BE16(LD(w2, q)) << 16 | BE16(LD(w2, q + n - 2)));
	return n ? *p - *q : 0;
}

/*
 * memcmp compares the n bytes at a and at b as unsigned numbers, from the
 * first on. It returns less than, equal to or more than 0 as a is less than,
 * equal to or greater than b.
 */
int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;
	int d;

	if (n < 16)
		return compare_few(p, q, n);
	if (n <= 64) {
		size_t half = n <= 32 ? 0 : 16;
		return compare_four(p, q, half, n - 16 - half, n - 16);
	}
	for (; n > 64; n -= 64, p += 64, q += 64) {
		d = compare_four(p, q, 16, 32, 48);
		if (d)
			return d;
	}
	/* The last 64 bytes: some of them are known to be equal. */
	return compare_four(p + n - 64, q + n - 64, 16, 32, 48);
}
