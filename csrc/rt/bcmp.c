/* bcmp: whether two areas differ. */
#include "word.h"

/*
 * bcmp returns 0 if the n bytes at a and at b are the same, and 1 if not.
 * Compilers call it where a program uses memcmp only as a yes or no.
 *
 * No order is asked for, so head and tail are compared at once.
 */
int bcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;

	if (n < 16) {
		uint64_t d = 0;

		if (n >= 8)
			d = (LD(w8, p) ^ LD(w8, q)) |
			    (LD(w8, p + n - 8) ^ LD(w8, q + n - 8));
		else if (n >= 4)
			d = (LD(w4, p) ^ LD(w4, q)) |
			    (LD(w4, p + n - 4) ^ LD(w4, q + n - 4));
		else if (n >= 2)
			d = (LD(w2, p) ^ LD(w2, q)) |
			    (LD(w2, p + n - 2) ^ LD(w2, q + n - 2));
		else if (n)
			d = *p ^ *q;
		return d != 0;
	}

	const unsigned char *end = p + n, *qend = q + n;
	w16 d = LD(w16, end - 16) ^ LD(w16, qend - 16);

	for (; end - p >= 64; p += 64, q += 64) {
		d |= (LD(w16, p) ^ LD(w16, q)) |
		     (LD(w16, p + 16) ^ LD(w16, q + 16)) |
		     (LD(w16, p + 32) ^ LD(w16, q + 32)) |
		     (LD(w16, p + 48) ^ LD(w16, q + 48));
		if (d[0] | d[1])
			return 1;
	}
	for (; end - p >= 16; p += 16, q += 16)
		d |= LD(w16, p) ^ LD(w16, q);
	return (d[0] | d[1]) != 0;
}
