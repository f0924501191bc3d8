/*
 * What goes wrong is marked with its name and AT, calls with the name of the
 * function they stand in: the tests look for these lines in traces.
 */
#include <stddef.h>
#include <stdint.h>

#define NOINLINE __attribute__((noinline))
#define use(p) __asm__ volatile("" : : "r"(p) : "memory")

enum { NONE, LOAD, STORE, DIVIDE, OVERFLOW, TRAP };

static NOINLINE uint64_t inner(int32_t kind, volatile uint64_t *p, uint64_t x)
{
	uint64_t t[4] = { x, ~x, 3, 5 };

	use(t);
	switch (kind) {
	case LOAD:
		t[1] += *p; /* AT load */
		break;
	case STORE:
		*p = x; /* AT store */
		break;
	case DIVIDE:
		t[2] = t[3] / x; /* AT divide */
		break;
	case OVERFLOW:
		t[3] = (uint64_t)(INT64_MIN / (int64_t)x); /* AT overflow */
		break;
	case TRAP:
		__builtin_trap(); /* AT trap */
	}
	use(t);
	return t[0] + t[1] + t[2] + t[3];
}

static NOINLINE uint64_t middle(int32_t kind, volatile uint64_t *p, uint64_t x)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < 3; i++)
		sum = sum * 3 + inner(i == 1 ? kind : NONE, p, x); /* AT middle */
	return sum;
}

uint64_t outer(int32_t kind, volatile uint64_t *p, uint64_t x)
{
	uint64_t t[2] = { x, 1 };

	use(t);
	t[1] += middle(kind, p, x); /* AT outer */
	use(t);
	return t[0] + t[1];
}

uint64_t big(int32_t kind, volatile uint64_t *p, uint64_t x)
{
	uint64_t t[1024];

	for (size_t i = 0; i < 1024; i++)
		t[i] = i * x;
	use(t);
	t[1] += middle(kind, p, x); /* AT big */
	use(t);
	return t[1] + t[x & 1023];
}

static NOINLINE void put(volatile uint64_t *p, uint64_t x)
{
	*p = x; /* AT put */
}

size_t scatter(uint64_t *out, size_t n, uint64_t *bad)
{
	for (size_t i = 0; i < n; i++) {
		if (i == n / 2)
			put(bad, 0); /* AT scatter */
		put(&out[i], i);
	}
	return n;
}
