// Functions that take long, one for each way out and for none.
#include "nearcall.h"

#include <stdbool.h>

uint64_t sum(uint64_t acc, const uint64_t *xs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		acc = acc * 31 + xs[i];
	return acc;
}

void xor_into(uint8_t *dst, size_t n, const char *src, size_t m)
{
	for (size_t i = 0; i < n && i < m; i++)
		dst[i] ^= (uint8_t)src[i];
}

struct found {
	long at;
	bool more;
};

struct found find(const char *p, long n, char c, long from, const nearcall_guard *guard)
{
	for (long i = from; i < n; i++) {
		if (p[i] == c)
			return (struct found){i, false};
		if (i % 16384 == 0 && i > from && nearcall_should_yield(guard))
			return (struct found){i, true};
	}
	return (struct found){-1, false};
}

struct total {
	long next;
	uint64_t sum;
	bool more;
};

struct total total(const uint64_t *xs, long n, long from, uint64_t acc, const nearcall_guard *guard)
{
	for (long i = from; i < n; i++) {
		acc = acc * 31 + xs[i];
		if (i % 2048 == 2047 && nearcall_should_yield(guard))
			return (struct total){i + 1, acc, i + 1 < n};
	}
	return (struct total){n, acc, false};
}

struct state {
	uint64_t left, sum, back;
};

static uint64_t step(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

bool walk(struct state *s, const nearcall_guard *guard)
{
	while (s->left) {
		for (int i = 0; s->left && i < 4096; i++, s->left--)
			s->sum = step(s->sum);
		if (nearcall_should_yield(guard)) {
			s->back++;
			return s->left > 0;
		}
	}
	return false;
}

// The guard comes on C's stack.
struct found many(long a, long b, long c, long d, long e, long f, const nearcall_guard *guard)
{
	while (f > 0) {
		f -= a + b + c + d + e;
		if (nearcall_should_yield(guard))
			return (struct found){f, f > 0};
	}
	return (struct found){f, false};
}

// A stack of 2,400 bytes, all of which is written to and read again.
#define ROOM 300

uint64_t spin(uint64_t n, uint64_t x, uint64_t *p)
{
	volatile uint64_t room[ROOM];
	for (int i = 0; i < ROOM; i++)
		room[i] = i;
	for (uint64_t i = 0; i < n; i++)
		x = step(x);
	for (int i = 0; i < ROOM; i++)
		x ^= room[i] ^ (uint64_t)i;
	return *p = x;
}

// What a signal finds at its address.
uint64_t peek(const uint64_t *p)
{
	return *p + 1;
}

struct wide {
	uint64_t v[5];
};

struct wide widen(struct wide w, uint8_t a, double b, long c, long d, long e, long f, long g, long h)
{
	w.v[0] += a;
	w.v[1] += (uint64_t)b;
	w.v[2] += c + d + e;
	w.v[3] += f * 3 + g * 5;
	w.v[4] += h;
	return w;
}

uint64_t grind(uint64_t x, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		x ^= p[i];
		for (int k = 0; k < 1024; k++)
			x = step(x);
	}
	return x;
}

long divide(long a, long b)
{
	return a / b;
}

__attribute__((noinline)) static uint64_t below(const uint64_t *p, int n)
{
	volatile uint64_t room[8];
	room[n & 7] = 3;
	return *p + room[n & 7];
}

uint64_t peek_below(const uint64_t *p)
{
	return below(p, 5) + 1;
}
