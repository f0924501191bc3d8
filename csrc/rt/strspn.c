/* strspn: how many bytes a string begins with that are of a set. */
#include "set.h"

size_t strspn(const char *s, const char *accept)
{
	const struct set v = set_of(accept, 0);

	return span(s, &v, 1);
}
