/* strlen: how many bytes stand before the first 0. */
#include "block.h"

size_t strlen(const char *s)
{
	return (size_t)(find_end(s, 0, 0) - (const unsigned char *)s);
}
