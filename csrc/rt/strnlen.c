/* strnlen: how many of the first n bytes stand before the first 0. */
#include "block.h"

size_t strnlen(const char *s, size_t n)
{
	const unsigned char *at = find_in(s, 0, n);

	return at ? (size_t)(at - (const unsigned char *)s) : n;
}
