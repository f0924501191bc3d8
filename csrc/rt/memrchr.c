/* memrchr: the last byte of an area that is c, or NULL. */
#include "block.h"

void *memrchr(const void *s, int c, size_t n)
{
	const b16 v = ALL(c);
	const unsigned char *from = s, *end = from + n;

	if (!n)
		return NULL;
	const unsigned char *p = BLOCK(end - 1);
	unsigned m = zeros(LD(b16, p) ^ v) & (0xffffu >> (15 - WITHIN(end - 1)));

	while (!m) {
		if (p <= from)
			return NULL;
		p -= 16;
		m = zeros(LD(b16, p) ^ v);
	}
	p += last(m);
	return p >= from ? (void *)p : NULL;
}
