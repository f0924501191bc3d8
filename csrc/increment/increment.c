/* increment: the smallest function, to measure what a call costs. */
#include <stdint.h>

/* increment returns x + 1, wrapping around at 2^64. */
uint64_t increment(uint64_t x)
{
	return x + 1;
}
