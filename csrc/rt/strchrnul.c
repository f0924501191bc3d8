/* strchrnul: the first byte of a string that is c, or else its 0. */
#include "block.h"

char *strchrnul(const char *s, int c)
{
	return (char *)find_end(s, (uint8_t)c, 1);
}
