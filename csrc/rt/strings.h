/* strings.h: the comparison of two strings, which strcmp and strncmp share. */
#ifndef NEARCALL_RT_STRINGS_H
#define NEARCALL_RT_STRINGS_H

#include "block.h"

/* How many blocks of 16 can be read at p and at q before one of them may leave its page. */
INLINE size_t blocks_on_page(const unsigned char *p, const unsigned char *q)
{
	size_t a = PAGE - ((uintptr_t)p & (PAGE - 1));
	size_t b = PAGE - ((uintptr_t)q & (PAGE - 1));

	return (a < b ? a : b) / 16;
}

/* parts has a bit for each byte in which x and y differ, or x ends. */
INLINE unsigned parts(b16 x, b16 y)
{
	/* The bytes that are the same keep their value, the others become 0. */
	return zeros(x & (b16)(x == y));
}

/*
 * compare_strings returns the difference of the first two bytes that are not
 * the same, before a 0 and among the first n.
 */
INLINE int compare_strings(const unsigned char *p, const unsigned char *q, size_t n)
{
	for (;;) {
		for (size_t k = blocks_on_page(p, q); k; k--, p += 16, q += 16, n -= 16) {
			unsigned m = parts(LD(b16, p), LD(b16, q));

			if (m) {
				unsigned i = first(m);
				return i < n ? p[i] - q[i] : 0;
			}
			if (n <= 16)
				return 0;
		}
		/* One block that goes over the edge. */
		for (size_t i = 0; i < 16; i++, p++, q++, n--)
			if (!n || *p != *q || !*p)
				return n ? *p - *q : 0;
		if (!n) /* the next byte may be on no page */
			return 0;
	}
}

#endif
