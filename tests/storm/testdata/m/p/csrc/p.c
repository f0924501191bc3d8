/*
 * C of all shapes, under one prototype: words to read and write, how many, and a number. What has a frame writes
 * to all of its stack bound in each call, whatever the arguments.
 */
#include <stddef.h>
#include <stdint.h>

#include "nearcall.h"

#include <stdbool.h>

#define NOINLINE __attribute__((noinline))

static inline uint64_t mix(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

/* The last of a chain of calls: what it takes of the stack is all written. */
static NOINLINE uint64_t last(uint64_t x)
{
	__asm__ volatile("" : "+r"(x));
	return x + 1;
}

/* A frame of n words, each of which is written and read, below those of its callers. */
#define FRAME(name, n, next)                               \
	static NOINLINE uint64_t name(uint64_t x)          \
	{                                                  \
		volatile uint64_t room[n];                 \
		for (size_t i = 0; i < (n); i++)           \
			room[i] = x + i;                   \
		x = next(x);                               \
		for (size_t i = 0; i < (n); i++)           \
			x = x * 31 + room[i];              \
		return x;                                  \
	}

FRAME(some, 24, last)
FRAME(more, 60, some)
FRAME(kilobytes, 900, more)
FRAME(forty, 5000, kilobytes)

uint64_t leaf(uint64_t *p, long n, uint64_t x)
{
	uint64_t v = mix(x ^ p[n & 15]);
	p[(n + 1) & 15] += v;
	return v;
}

uint64_t loop(uint64_t *p, long n, uint64_t x)
{
	for (long i = 0; i < n; i++)
		p[i & 15] = x = mix(x + p[i & 15]);
	return x;
}

uint64_t called(uint64_t *p, long n, uint64_t x)
{
	return p[0] = some(x + (uint64_t)n);
}

uint64_t frame(uint64_t *p, long n, uint64_t x)
{
	return p[1] = more(x + (uint64_t)n);
}

uint64_t deep(uint64_t *p, long n, uint64_t x)
{
	return p[2] = kilobytes(x + (uint64_t)n);
}

uint64_t huge(uint64_t *p, long n, uint64_t x)
{
	return p[3] = forty(x + (uint64_t)n);
}

/* Constants with pointers: functions and strings behind them. */
static NOINLINE uint64_t add(uint64_t x, uint64_t y)
{
	return x + y;
}

static NOINLINE uint64_t flip(uint64_t x, uint64_t y)
{
	return x ^ y << 1;
}

static NOINLINE uint64_t turn(uint64_t x, uint64_t y)
{
	return (x << 9 | x >> 55) + y;
}

static const char *const words[] = {"hail", "thunder", "a gust of wind", "", "lightning"};
static uint64_t (*const ops[])(uint64_t, uint64_t) = {add, flip, turn, flip, add};

uint64_t tables(uint64_t *p, long n, uint64_t x)
{
	for (long i = 0; i < n; i++) {
		unsigned at = x % 5;
		for (const char *c = words[at]; *c; c++)
			x = ops[at](x, (uint8_t)*c);
		p[i & 15] = x = mix(x + 1);
	}
	return x;
}

/* What the levels of the CPU make something else of. Its frame is aligned at some of them. */
uint64_t vector(uint64_t *restrict p, long n, uint64_t x)
{
	uint32_t a[64], sum = 0;
	for (uint32_t i = 0; i < 64; i++)
		a[i] = (uint32_t)x + i * (uint32_t)n;
	__asm__ volatile("" : : "r"(a) : "memory");
	for (int i = 0; i < 64; i++)
		a[i] = a[i] * 2654435761u ^ a[63 - i] >> 3;
	for (int i = 0; i < 64; i++)
		sum += a[i] ^ (uint32_t)p[i & 15];
	for (int i = 0; i < 16; i++)
		p[i] = p[i] * 3 + a[i];
	return sum;
}

/* The instruction where the level has it. */
static inline uint32_t crc_byte(uint32_t c, uint8_t b)
{
#if defined __SSE4_2__
	__asm__("crc32b %1, %0" : "+r"(c) : "r"(b));
#elif defined __ARM_FEATURE_CRC32
	__asm__("crc32cb %w0, %w0, %w1" : "+r"(c) : "r"(b));
#else
	c ^= b;
	for (int k = 0; k < 8; k++)
		c = c >> 1 ^ (c & 1 ? 0x82f63b78 : 0);
#endif
	return c;
}

uint64_t crc(uint64_t *p, long n, uint64_t x)
{
	uint32_t c = (uint32_t)x;
	for (long i = 0; i < n; i++)
		c = crc_byte(c, ((const uint8_t *)p)[i & 127]);
	return c;
}

/* The first word is an address, of memory that Go has pinned. */
uint64_t pinned(uint64_t *p, long n, uint64_t x)
{
	const uint64_t *q = (const uint64_t *)p[0];
	for (long i = 0; i < n; i++)
		x = x * 31 + q[i & 15];
	return x;
}

/* Goes wrong three calls deep: a nil pointer, or a bad one, is read in the middle. */
static NOINLINE uint64_t look(const volatile uint64_t *p, uint64_t x)
{
	volatile uint64_t room[8] = {x, ~x};
	room[2] = *p;
	return room[0] + room[2];
}

static NOINLINE uint64_t half(const volatile uint64_t *p, uint64_t x)
{
	volatile uint64_t room[90];
	for (int i = 0; i < 90; i++)
		room[i] = x * (unsigned)i;
	return look(p, x) + room[x % 90];
}

uint64_t fault(uint64_t *p, long n, uint64_t x)
{
	volatile uint64_t room[3] = {x};
	return half(p, x) + room[0] + (uint64_t)n;
}

#if defined __x86_64__
uint64_t divide(uint64_t *p, long n, uint64_t x)
{
	return half(p, x) / (uint64_t)n;
}
#endif

/* Long calls. */
uint64_t chunked(uint64_t acc, const uint64_t *xs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		acc = acc * 31 + xs[i];
	return acc;
}

struct state {
	uint64_t left, sum;
};

bool walk(struct state *s, const nearcall_guard *guard)
{
	while (s->left) {
		for (int i = 0; s->left && i < 1024; i++, s->left--)
			s->sum = mix(s->sum);
		if (nearcall_should_yield(guard))
			return s->left > 0;
	}
	return false;
}

/* By registers: floating point, both ways. */
double scale(double a, float b, int64_t n, double c)
{
	return a * b + (double)n - c;
}

struct wide {
	uint64_t v[5];
};

struct wide widen(struct wide w, uint8_t a, double b, long c, long d, long e, long f, long g, long h)
{
	w.v[0] += a;
	w.v[1] += (uint64_t)b;
	w.v[2] += (uint64_t)(c + d + e);
	w.v[3] += (uint64_t)(f * 3 + g * 5);
	w.v[4] += (uint64_t)h;
	return w;
}
