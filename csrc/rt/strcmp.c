/* strcmp: the order of two strings, as unsigned bytes. */
#include "strings.h"

int strcmp(const char *p, const char *q)
{
	return compare_strings((const unsigned char *)p, (const unsigned char *)q, SIZE_MAX);
}
