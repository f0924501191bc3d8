// round.h - sizes that are multiples of others.
#ifndef NEARCALL_ROUND_H
#define NEARCALL_ROUND_H

#include <stdint.h>

// round_up is the least multiple of `to` that is at least n; n when `to` is 0, as
// is the alignment of a type of which nothing is known.
static inline uint64_t round_up(uint64_t n, uint64_t to)
{
	return to ? (n + to - 1) / to * to : n;
}

#endif
