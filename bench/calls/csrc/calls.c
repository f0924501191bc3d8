/*
 * calls: see calls.h. The argument x, which carries the chain from one call to
 * the next, is added last: the others meet while x is on its way. Sums are
 * broken by xors, or a compiler would load two 8-byte arguments as one vector,
 * and that load would wait for the stores: a cost of its own, not of the call.
 */
#include "calls.h"

#include <emmintrin.h>

uint64_t calls_int0(void)
{
	return 1;
}

uint64_t calls_int1(uint64_t x)
{
	return x + 1;
}

uint64_t calls_int2(uint64_t x, uint64_t b)
{
	return b + x;
}

uint64_t calls_int4(uint64_t x, uint64_t b, uint64_t c, uint64_t d)
{
	return ((b + c) ^ d) + x;
}

uint64_t calls_int6(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	return ((((b + c) ^ d) + e) ^ f) + x;
}

uint64_t calls_int8(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t h, uint64_t i)
{
	return ((((((b + c) ^ d) + e) ^ f) + h) ^ i) + x;
}

uint64_t calls_int12(uint64_t x, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t h, uint64_t i,
                     uint64_t j, uint64_t k, uint64_t l, uint64_t m)
{
	return ((((((((((b + c) ^ d) + e) ^ f) + h) ^ i) + j) ^ k) + l) ^ m) + x;
}

double calls_float1(double x)
{
	return x + 1;
}

double calls_float4(double x, double b, double c, double d)
{
	return b + c + d + x;
}

double calls_float8(double x, double b, double c, double d, double e, double f, double h, double i)
{
	return b + c + d + e + f + h + i + x;
}

/* The chain goes through the length. */
uint64_t calls_slice(const uint64_t *xs, size_t n)
{
	return xs[n - 1];
}

uint64_t calls_struct16(struct s16 s)
{
	return s.b + s.a;
}

uint64_t calls_struct48(struct s48 s)
{
	return ((((s.b + s.c) ^ s.d) + s.e) ^ s.f) + s.a;
}

/*
 * More than the red zone holds, and every store wants its 16 bytes aligned. The
 * array is cleared because in Go it would be. Its neighbour's element is read,
 * a zero, so that no compiler can do without the array.
 */
uint64_t calls_frame(uint64_t x)
{
	__m128i slots[16] = { 0 };

	slots[x & 15] = _mm_set1_epi64x((long long)x);
	/* What is in memory, the compiler is not to know. */
	__asm__("" : "+m"(slots));
	return (uint64_t)_mm_cvtsi128_si64(slots[(x + 1) & 15]) + x + 1;
}
