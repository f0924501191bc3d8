/* leaves: loops that a compiler makes much of. They are compiled with -O3 -ffast-math, for several levels of the CPU. */
#include <stddef.h>
#include <stdint.h>

int64_t sum(const int64_t *x, size_t n)
{
	int64_t s = 0;

	for (size_t i = 0; i < n; i++)
		s += x[i];
	return s;
}

float l2(const float *x, size_t n, const float *y, size_t m)
{
	float s = 0;

	(void)m;
	for (size_t i = 0; i < n; i++)
		s += (x[i] - y[i]) * (x[i] - y[i]);
	return s;
}
