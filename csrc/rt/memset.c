/* memset: fill an area with one byte. */
#include "word.h"

/*
 * memset sets the n bytes at dst to the low byte of c and returns dst.
 *
 * As in memcpy, stores from the head and from the tail meet in the middle.
 */
void *memset(void *dst, int c, size_t n)
{
	unsigned char *d = dst;
	uint64_t x = UINT64_C(0x0101010101010101) * (unsigned char)c;

	if (n < 16) {
		if (n >= 8) {
			ST(w8, d, x);
			ST(w8, d + n - 8, x);
		} else if (n >= 4) {
			ST(w4, d, (uint32_t)x);
			ST(w4, d + n - 4, (uint32_t)x);
		} else if (n >= 2) {
			ST(w2, d, (uint16_t)x);
			ST(w2, d + n - 2, (uint16_t)x);
		} else if (n) {
			*d = (unsigned char)c;
		}
		return dst;
	}

	w16 v = { x, x };
	unsigned char *end = d + n;

	ST(w16, d, v);
	ST(w16, end - 16, v);
	if (n <= 32)
		return dst;
	ST(w16, d + 16, v);
	ST(w16, end - 32, v);
	if (n <= 64)
		return dst;
	ST(w16, d + 32, v);
	ST(w16, d + 48, v);
	ST(w16, end - 48, v);
	ST(w16, end - 64, v);

	/* 64 bytes are done at either end; aligned lines between them. */
	unsigned char *p = d + 64 - ((uintptr_t)d & 15);
	for (; end - p > 64; p += 64) {
		ST(w16, p, v);
		ST(w16, p + 16, v);
		ST(w16, p + 32, v);
		ST(w16, p + 48, v);
	}
	return dst;
}
