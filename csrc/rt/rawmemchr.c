/* rawmemchr: the first byte that is c; there must be one. */
#include "block.h"

void *rawmemchr(const void *s, int c)
{
	return (void *)find_end(s, (uint8_t)c, 0);
}
