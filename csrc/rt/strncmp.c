/* strncmp: the order of two strings of which n bytes count. */
#include "strings.h"

int strncmp(const char *p, const char *q, size_t n)
{
	return n ? compare_strings((const unsigned char *)p, (const unsigned char *)q, n) : 0;
}
