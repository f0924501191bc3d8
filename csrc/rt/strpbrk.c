/* strpbrk: the first byte of a string that is of a set, or NULL. */
#include "set.h"

char *strpbrk(const char *s, const char *accept)
{
	const struct set v = set_of(accept, 1);
	const char *at = s + span(s, &v, 0);

	return *at ? (char *)at : NULL;
}
