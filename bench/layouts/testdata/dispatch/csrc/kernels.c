/*
 * kernels: functions that are called in as many ways as there are; each but the last has other code at each level
 * of the CPU.
 */
#include <stddef.h>
#include <stdint.h>

#if defined __AVX512F__
#define LEVEL 4
#elif defined __AVX2__
#define LEVEL 3
#else
#define LEVEL 1
#endif

/* One instruction, but for the lowest level, and so that all differ. */
uint64_t pop(uint64_t x)
{
	return (uint64_t)__builtin_popcountll(x) + LEVEL;
}

int64_t sum(const int64_t *x, size_t n)
{
	int64_t s = 0;

	for (size_t i = 0; i < n; i++)
		s += x[i];
	return s;
}

double mul_add(double x, double y, double z)
{
	return x * y + z + LEVEL;
}

float dot(const float *x, size_t n, const float *y, size_t m)
{
	float s = 0;

	(void)m;
	for (size_t i = 0; i < n; i++)
		s += x[i] * y[i];
	return s;
}

static __attribute__((noinline)) uint64_t callee(uint64_t x, uint64_t y)
{
	return (x << y) + LEVEL;
}

uint64_t calls(uint64_t x, uint64_t y)
{
	return callee(x, y) + callee(y, x & 7);
}

static __attribute__((noinline)) int64_t add(int64_t x, int64_t y)
{
	return x + y + LEVEL;
}

/* Arguments on C's stack, and a call. */
int64_t nine(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	return add(a, b) + add(c, d) + add(e, f) + add(g, h) + i;
}

uint64_t alike(uint64_t x)
{
	return x + 1;
}
