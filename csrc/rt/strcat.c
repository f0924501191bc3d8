/* strcat: put a string behind another. */
#include "calls.h"

char *strcat(char *restrict dst, const char *restrict src)
{
	memcpy(dst + strlen(dst), src, strlen(src) + 1);
	return dst;
}
