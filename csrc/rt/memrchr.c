/* memrchr: the last byte of an area that is c, or NULL. */
#include "block.h"

void *memrchr(const void *s, int c, size_t n)
{
	const b16 v = ALL(c);
	const unsigned char *from = s, *end, *p, *at;
	unsigned m;

	if (!n)
		return NULL;
	end = from + n;
	p = BLOCK(end - 1);
	m = zeros(LD(b16, p) ^ v) & (0xffffu >> (15 - WITHIN(end - 1)));
	if (m)
		goto found;
	for (; (uintptr_t)p & 63;) {
		if (p <= from)
			return NULL;
		p -= 16;
		m = zeros(LD(b16, p) ^ v);
		if (m)
			goto found;
	}
	while (p > from) { /* 64 bytes, all on one page */
		p -= 64;
		b16 a = LD(b16, p) ^ v, b = LD(b16, p + 16) ^ v;
		b16 d = LD(b16, p + 32) ^ v, e = LD(b16, p + 48) ^ v;

		if (zeros(least(least(a, b), least(d, e)))) {
			at = p + last_of_64(a, b, d, e);
			return at >= from ? (void *)at : NULL;
		}
	}
	return NULL;
found:
	at = p + last(m);
	return at >= from ? (void *)at : NULL;
}
