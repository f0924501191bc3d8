#include <stddef.h>
#include <stdint.h>

int64_t nine(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i;
}

static const uint64_t weights[] = {2, 3, 5, 7, 11, 13, 17, 19};

__attribute__((noinline)) static uint64_t weigh(const uint64_t *room)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < 8; i++)
		sum += room[i] * weights[i];
	return sum;
}

uint64_t sum(const uint64_t *xs, size_t n)
{
	uint64_t room[8] = {0};
	for (size_t i = 0; i < n; i++)
		room[i % 8] += xs[i];
	return weigh(room);
}

uint64_t deep(uint64_t x)
{
	volatile uint64_t room[2000];
	for (size_t i = 0; i < 2000; i++)
		room[i] = x + i;
	return room[x % 2000] + room[1999];
}
