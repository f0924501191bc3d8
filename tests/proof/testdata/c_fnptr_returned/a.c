#include <stdint.h>

typedef uint64_t (*step)(uint64_t);
static uint64_t rotate(uint64_t x) { return x << 7 | x >> 57; }
static uint64_t shift(uint64_t x) { return x ^ x >> 9; }
static uint64_t times(uint64_t x) { return x * 0x9e3779b97f4a7c15; }
static const step all[] = {times, shift, rotate, shift};

__attribute__((noinline)) static step one_of_two(uint64_t x) { return x & 1 ? rotate : shift; }
__attribute__((noinline)) static step one_of_all(uint64_t x) { return all[x >> 1 & 3]; }
__attribute__((noinline)) static step always(void) { return times; }

// A result of a result, by a jump where optimization is on.
__attribute__((noinline)) static step any(uint64_t x)
{
	if (x & 8)
		return always();
	return x & 4 ? one_of_all(x) : one_of_two(x);
}

uint64_t chosen(uint64_t x, uint64_t rounds)
{
	for (uint64_t i = 0; i < rounds; i++)
		x = any(x)(x) + i;
	return x;
}
