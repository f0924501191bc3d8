/* strrchr: the last byte of a string that is c, its 0 included, or NULL. */
#include "block.h"

/* Looks at the bytes of the block at p that are inside; 1 if the string ends there. */
INLINE int look(const unsigned char *p, b16 v, unsigned inside, const unsigned char **found)
{
	unsigned end = zeros(LD(b16, p)) & inside, at = zeros(LD(b16, p) ^ v) & inside;

	if (end)
		at &= end ^ (end - 1); /* up to the first 0 */
	if (at)
		*found = p + last(at);
	return end != 0;
}

char *strrchr(const char *s, int c)
{
	const b16 v = ALL(c);
	const unsigned char *p = BLOCK(s), *found = NULL;
	unsigned inside = 0xffffu << WITHIN(s);

	if (stays_on_page(s)) { /* a string that ends here costs no branch that depends on where it lies */
		const unsigned char *q = (const unsigned char *)s;
		unsigned end = zeros(LD(b16, q)) | zeros(LD(b16, q + 16)) << 16;
		unsigned at = zeros(LD(b16, q) ^ v) | zeros(LD(b16, q + 16) ^ v) << 16;

		if (end) {
			at &= end ^ (end - 1);
			return at ? (char *)q + last(at) : NULL;
		}
		if (at)
			found = q + last(at);
		p += 32;
		inside = 0xffff;
	}
	for (;;) {
		do {
			if (look(p, v, inside, &found))
				return (char *)found;
			inside = 0xffff;
			p += 16;
		} while ((uintptr_t)p & 63);
		while (!zeros(least(least(wanted(LD(b16, p), v, 1), wanted(LD(b16, p + 16), v, 1)),
		                    least(wanted(LD(b16, p + 32), v, 1), wanted(LD(b16, p + 48), v, 1)))))
			p += 64;
	}
}
