/* The called ones jump on, so that nobody puts them into a trampoline; the jump counts as theirs. */
#include <stdint.h>

#define BOTH(name, result, args, passed, is)                                                                           \
	__attribute__((noinline)) result leaf_##name args                                                              \
	{                                                                                                              \
		return is;                                                                                             \
	}                                                                                                              \
	result called_##name args                                                                                      \
	{                                                                                                              \
		return leaf_##name passed;                                                                             \
	}

BOTH(int1, uint64_t, (uint64_t x), (x), x + 1)
BOTH(int2, uint64_t, (uint64_t x, uint64_t b), (x, b), b + x)
BOTH(int4, uint64_t, (uint64_t x, uint64_t b, uint64_t c, uint64_t d), (x, b, c, d), ((b + c) ^ d) + x)
BOTH(int8, uint64_t,
     (uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h),
     (x, b, c, d, e, f, g, h), ((((((b + c) ^ d) + e) ^ f) + g) ^ h) + x)
BOTH(float4, double, (double x, double b, double c, double d), (x, b, c, d), b + c + d + x)
