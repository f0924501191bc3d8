/* strrchr: the last byte of a string that is c, its 0 included, or NULL. */
#include "block.h"

char *strrchr(const char *s, int c)
{
	const b16 v = ALL(c);
	const unsigned char *p = BLOCK(s), *found = NULL;
	unsigned inside = ~0u << WITHIN(s);

	for (;; p += 16, inside = ~0u) {
		b16 x = LD(b16, p);
		unsigned end = zeros(x) & inside, at = zeros(x ^ v) & inside;

		if (end)
			at &= end ^ (end - 1); /* up to the first 0 */
		if (at)
			found = p + last(at);
		if (end)
			return (char *)found;
	}
}
