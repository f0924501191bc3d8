/* memccpy: copy up to the first c, and return what follows its copy, or NULL. */
#include "calls.h"

void *memccpy(void *restrict dst, const void *restrict src, int c, size_t n)
{
	const char *at = memchr(src, c, n);

	if (at)
		n = (size_t)(at - (const char *)src) + 1;
	memcpy(dst, src, n);
	return at ? (char *)dst + n : NULL;
}
