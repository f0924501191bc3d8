// kernel.c - the kernel behind each way of calling.
#include "kernel.h"
#include "nearcall.h"

uint64_t hash(uint64_t acc, const uint64_t *xs, long n)
{
	for (long i = 0; i < n; i++)
		acc = mix(acc, xs[i]);
	return acc;
}

struct part {
	long next;
	uint64_t acc;
	_Bool more;
};

struct part hash_yielding(const uint64_t *xs, long n, long from, uint64_t acc, const nearcall_guard *guard)
{
	while (from < n) {
		long end = n - from < ASK ? n : from + ASK;
		for (; from < end; from++)
			acc = mix(acc, xs[from]);
		if (from < n && nearcall_should_yield(guard))
			return (struct part){from, acc, 1};
	}
	return (struct part){n, acc, 0};
}
