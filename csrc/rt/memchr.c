/* memchr: the first byte of an area that is c, or NULL. */
#include "block.h"

void *memchr(const void *s, int c, size_t n)
{
	return (void *)find_in(s, (uint8_t)c, n);
}
