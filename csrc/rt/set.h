/* set.h: a set of bytes, for strspn and its like. */
#ifndef NEARCALL_RT_SET_H
#define NEARCALL_RT_SET_H

#include <stddef.h>
#include <stdint.h>

struct set {
	uint64_t bits[4];
};

/* set_of has the bytes of a string, and its 0 if ending is set. */
static inline struct set set_of(const char *s, int ending)
{
	struct set v = {{ending != 0, 0, 0, 0}};

	for (const unsigned char *p = (const unsigned char *)s; *p; p++)
		v.bits[*p >> 6] |= UINT64_C(1) << (*p & 63);
	return v;
}

static inline int in_set(const struct set *v, unsigned char c)
{
	return v->bits[c >> 6] >> (c & 63) & 1;
}

/* span counts the bytes from s on that are in the set, or are not. */
static inline size_t span(const char *s, const struct set *v, int in)
{
	size_t n = 0;

	while (in_set(v, (unsigned char)s[n]) == in)
		n++;
	return n;
}

#endif
