/* memcpy: copy between areas that do not overlap. */
#include "word.h"

/*
 * memcpy copies n bytes from src to dst and returns dst. The areas must not
 * overlap.
 *
 * Up to 128 bytes are moved by two groups of loads, one counted from the head
 * and one from the tail, that meet or overlap in the middle: no loop, and only
 * the comparison of n to branch on.
 */
void *memcpy(void *restrict dst, const void *restrict src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	if (n < 16) {
		if (n >= 8) {
			uint64_t a = LD(w8, s), b = LD(w8, s + n - 8);
			ST(w8, d, a);
			ST(w8, d + n - 8, b);
		} else if (n >= 4) {
			uint32_t a = LD(w4, s), b = LD(w4, s + n - 4);
			ST(w4, d, a);
			ST(w4, d + n - 4, b);
		} else if (n >= 2) {
			uint16_t a = LD(w2, s), b = LD(w2, s + n - 2);
			ST(w2, d, a);
			ST(w2, d + n - 2, b);
		} else if (n) {
			*d = *s;
		}
		return dst;
	}

	if (n <= 128) {
		w16 a = LD(w16, s), z = LD(w16, s + n - 16);
		if (n > 32) {
			w16 b = LD(w16, s + 16), y = LD(w16, s + n - 32);
			if (n > 64) {
				w16 c = LD(w16, s + 32), x = LD(w16, s + n - 48);
				w16 e = LD(w16, s + 48), w = LD(w16, s + n - 64);
				ST(w16, d + 32, c);
				ST(w16, d + 48, e);
				ST(w16, d + n - 64, w);
				ST(w16, d + n - 48, x);
			}
			ST(w16, d + 16, b);
			ST(w16, d + n - 32, y);
		}
		ST(w16, d, a);
		ST(w16, d + n - 16, z);
		return dst;
	}

	/*
	 * Head and tail unaligned; between them whole lines whose stores are
	 * aligned, for a store that straddles two cache lines costs more than
	 * a load that does.
	 */
	unsigned char *end = d + n;
	const unsigned char *send = s + n;
	size_t skip = 16 - ((uintptr_t)d & 15);

	ST(w16, d, LD(w16, s));
	d += skip;
	s += skip;
	for (; end - d > 64; d += 64, s += 64) {
		w16 a = LD(w16, s), b = LD(w16, s + 16);
		w16 c = LD(w16, s + 32), e = LD(w16, s + 48);
		ST(w16, d, a);
		ST(w16, d + 16, b);
		ST(w16, d + 32, c);
		ST(w16, d + 48, e);
	}
	ST(w16, end - 64, LD(w16, send - 64));
	ST(w16, end - 48, LD(w16, send - 48));
	ST(w16, end - 32, LD(w16, send - 32));
	ST(w16, end - 16, LD(w16, send - 16));
	return dst;
}
