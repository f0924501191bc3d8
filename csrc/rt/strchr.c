/* strchr: the first byte of a string that is c, its 0 included, or NULL. */
#include "block.h"

char *strchr(const char *s, int c)
{
	const unsigned char *at = find_end(s, (uint8_t)c, 1);

	return *at == (uint8_t)c ? (char *)at : NULL;
}
