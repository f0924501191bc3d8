#include <stdint.h>

// An object with methods that lives in Go's memory.
struct reducer {
	int64_t (*step)(struct reducer *, int64_t);
	int64_t total, n;
};

static int64_t add(struct reducer *r, int64_t x) { return r->total += x; }
static int64_t most(struct reducer *r, int64_t x)
{
	volatile int64_t seen[32]; // more of the stack than add takes
	seen[r->n++ & 31] = x;
	return r->total = r->total > x ? r->total : seen[(r->n - 1) & 31];
}

void start(struct reducer *r, int32_t kind) { *r = (struct reducer){.step = kind ? most : add}; }

int64_t reduce(struct reducer *r, const int64_t *xs, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		r->step(r, xs[i]);
	return r->total;
}
