/* memmove: copy between areas that may overlap. */
#include "word.h"

/*
 * memmove copies n bytes from src to dst, as if through a third area, and
 * returns dst.
 *
 * Whatever is loaded at a time is stored only after all of it is in
 * registers; so up to 128 bytes overlap does not matter, and above that only
 * the direction of the loop does. Being self-contained costs some bytes over
 * calling memcpy, but makes a call tree one deep.
 */
void *memmove(void *dst, const void *src, size_t n)
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
	 * The end that the loop reaches last may be overwritten by then: load
	 * it first, store it last. The end that the loop starts at is
	 * unaligned and 16 bytes long; from there on stores are aligned.
	 */
	unsigned char *end = d + n;
	const unsigned char *send = s + n;

	/* One comparison for "dst is below src or past its end": it wraps. */
	if ((uintptr_t)d - (uintptr_t)s >= n) {
		w16 p = LD(w16, send - 64), q = LD(w16, send - 48);
		w16 r = LD(w16, send - 32), t = LD(w16, send - 16);
		size_t skip = 16 - ((uintptr_t)d & 15);
		w16 head = LD(w16, s);
		const unsigned char *from = s + skip;
		unsigned char *to = d + skip;

		/*
		 * The first line is loaded before the head is stored, as the
		 * head may lie on it; the rest keeps that one line of lead.
		 */
		w16 a = LD(w16, from), b = LD(w16, from + 16);
		w16 c = LD(w16, from + 32), e = LD(w16, from + 48);
		ST(w16, d, head);
		for (;;) {
			ST(w16, to, a);
			ST(w16, to + 16, b);
			ST(w16, to + 32, c);
			ST(w16, to + 48, e);
			from += 64;
			to += 64;
			if (end - to <= 64)
				break;
			a = LD(w16, from);
			b = LD(w16, from + 16);
			c = LD(w16, from + 32);
			e = LD(w16, from + 48);
		}
		ST(w16, end - 64, p);
		ST(w16, end - 48, q);
		ST(w16, end - 32, r);
		ST(w16, end - 16, t);
		return dst;
	}

	w16 p = LD(w16, s), q = LD(w16, s + 16);
	w16 r = LD(w16, s + 32), t = LD(w16, s + 48);
	size_t skip = (uintptr_t)end & 15;
	w16 tail = LD(w16, send - 16);
	const unsigned char *from = send - skip;
	unsigned char *to = end - skip;

	w16 a = LD(w16, from - 16), b = LD(w16, from - 32);
	w16 c = LD(w16, from - 48), e = LD(w16, from - 64);
	ST(w16, end - 16, tail);
	for (;;) {
		ST(w16, to - 16, a);
		ST(w16, to - 32, b);
		ST(w16, to - 48, c);
		ST(w16, to - 64, e);
		from -= 64;
		to -= 64;
		if (to - d <= 64)
			break;
		a = LD(w16, from - 16);
		b = LD(w16, from - 32);
		c = LD(w16, from - 48);
		e = LD(w16, from - 64);
	}
	ST(w16, d, p);
	ST(w16, d + 16, q);
	ST(w16, d + 32, r);
	ST(w16, d + 48, t);
	return dst;
}
