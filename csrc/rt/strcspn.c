/* strcspn: how many bytes a string begins with that are not of a set. */
#include "set.h"

size_t strcspn(const char *s, const char *reject)
{
	const struct set v = set_of(reject, 1);

	return span(s, &v, 0);
}
