/* memcmp: the order of two areas. */
#include "word.h"

/*
 * memcmp compares the n bytes at a and at b as unsigned numbers, from the
 * first on. It returns -1, 0 or 1 if a is less than, equal to or greater
 * than b.
 *
 * Eight bytes with the first as the most significant compare like a string
 * does; shorter pieces are put together to one such number. Where head and
 * tail overlap, the shared bytes only count if the head was equal, and then
 * they are equal too.
 */
int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;
	uint64_t x = 0, y = 0;

	if (n < 8) {
		if (n >= 4) {
			x = (uint64_t)BE32(LD(w4, p)) << 32 | BE32(LD(w4, p + n - 4));
			y = (uint64_t)BE32(LD(w4, q)) << 32 | BE32(LD(w4, q + n - 4));
		} else if (n >= 2) {
			x = (uint32_t)BE16(LD(w2, p)) << 16 | BE16(LD(w2, p + n - 2));
			y = (uint32_t)BE16(LD(w2, q)) << 16 | BE16(LD(w2, q + n - 2));
		} else if (n) {
			x = *p;
			y = *q;
		}
		return (x > y) - (x < y);
	}

	const unsigned char *end = p + n;

	/* Skip what is equal, 64 bytes at a time. */
	for (; end - p >= 64; p += 64, q += 64) {
		w16 d = (LD(w16, p) ^ LD(w16, q)) |
			(LD(w16, p + 16) ^ LD(w16, q + 16)) |
			(LD(w16, p + 32) ^ LD(w16, q + 32)) |
			(LD(w16, p + 48) ^ LD(w16, q + 48));
		if (d[0] | d[1])
			break;
	}

	for (; end - p >= 8; p += 8, q += 8) {
		x = LD(w8, p);
		y = LD(w8, q);
		if (x != y)
			goto differ;
	}
	if (p == end)
		return 0;

	/* Under 8 bytes are left, but n >= 8: step back over equal ones. */
	q -= 8 - (end - p);
	x = LD(w8, end - 8);
	y = LD(w8, q);
differ:
	x = BE64(x);
	y = BE64(y);
	return (x > y) - (x < y);
}
