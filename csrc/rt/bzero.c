/* bzero: fill an area with zeros. */
#include "calls.h"

void bzero(void *dst, size_t n)
{
	memset(dst, 0, n);
}
