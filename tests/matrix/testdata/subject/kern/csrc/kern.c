#include <stddef.h>
#include <stdint.h>

uint64_t mix(uint64_t x) { return (x ^ x >> 29) * 0x9e3779b97f4a7c15u; }

__attribute__((noinline)) static int64_t weigh(const int64_t *room)
{
	int64_t sum = 0;
	for (int64_t i = 0; i < 64; i++)
		sum += room[i] * i;
	return sum;
}

int64_t smooth(const int64_t *xs, size_t n)
{
	int64_t room[64] = {0};
	for (size_t i = 0; i < n; i++)
		room[i % 64] += xs[i];
	return weigh(room);
}

static int64_t twice(int64_t x) { return 2 * x; }
static int64_t square(int64_t x) { return x * x; }
static const struct { const char *name; int64_t (*f)(int64_t); } words[] = {{"ant", twice}, {"bee", square}, {"cat", twice}};
int64_t word(int64_t i) { return words[(uint64_t)i % 3].name[0] + words[(uint64_t)i % 3].f(i); }

static int64_t ticks = 1000;
int64_t tick(const int64_t *step) { return __atomic_add_fetch(&ticks, *step, __ATOMIC_SEQ_CST); }

__attribute__((noinline)) static int64_t load(const int64_t *p)
{
	return *(volatile const int64_t *)p; /* FAULT */
}
int64_t follow(const int64_t *p) { return load(p) + 1; }

int64_t first(const int64_t *p) { return *p; }
