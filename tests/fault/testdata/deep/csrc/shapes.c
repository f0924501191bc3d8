/*
 * Shapes of code in which the depth of the stack is not what the line before
 * says: returns in the middle, tables of jumps, frames on some paths only,
 * arguments on the stack, calls that do not return.
 */
#include "shapes.h"

static NOINLINE uint64_t mix(uint64_t x, const uint64_t *p)
{
	uint64_t t[2] = { x * K1, x ^ *p };

	use(t);
	return rotate(t[0], 13) + t[1];
}

uint64_t early(uint64_t x, const uint64_t *p)
{
	uint64_t a, b, c;

	if (x == 0)
		return *p;
	a = mix(x, p);
	if (x == 1)
		return a;
	b = mix(a, p);
	if (x == 2)
		return a ^ b;
	c = mix(b, p);
	for (uint64_t i = 0; i < (x & 15); i++) {
		if (c % 5 == 4)
			return c + i;
		c = mix(c + a, p) ^ b;
	}
	return a + b + c;
}

uint64_t switched(int32_t op, uint64_t x, const uint64_t *p)
{
	uint64_t t[4] = { x, ~x, 1, 2 };

	use(t);
	switch (op) {
	case 0:
		return mix(x, p) + t[0];
	case 1:
		t[1] = mix(x + 1, p);
		break;
	case 2:
		return x + *p;
	case 3:
		t[2] = mix(mix(x, p), p);
		break;
	case 4:
		for (int i = 0; i < 3; i++)
			t[i] ^= mix(t[i + 1], p);
		break;
	case 5:
		return mix(t[3], p) * mix(t[2], p);
	case 6:
		t[0] = t[1] / (*p | 1);
		break;
	case 7:
		x = t[0] - t[1];
		break;
	default:
		return 7;
	}
	use(t);
	return x + t[0] + t[1] + t[2] + t[3];
}

uint64_t tail(uint64_t x, const uint64_t *p)
{
	if (x & 1)
		return mix(x + 1, p);
	uint64_t y = mix(x, p) ^ mix(x + 3, p);
	return mix(y, p);
}

uint64_t shrunk(uint64_t x, const uint64_t *p)
{
	if (x < 10)
		return x + 1;
	uint64_t sum = 0;
	for (uint64_t i = 0; i < 3; i++)
		sum += mix(x + i, p) * (sum + 1);
	return sum;
}

static NOINLINE uint64_t nine(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g,
			      uint64_t h, const uint64_t *p)
{
	uint64_t t[2] = { a ^ b, c ^ d };

	use(t);
	return mix(t[0] + e, p) + mix(t[1] + f, p) * (g ^ h);
}

uint64_t many(uint64_t x, const uint64_t *p)
{
	uint64_t y = nine(x, 1, 2, 3, 4, 5, x + 6, x * 7, p);

	if (y % 3 == 0)
		return y;
	return y ^ nine(1, y, 2, y, 3, y, 4, y, p);
}

static NOINLINE __attribute__((noreturn)) void give_up(uint64_t x, const uint64_t *p)
{
	uint64_t t[2] = { x, *p };

	use(t);
	__builtin_trap();
}

uint64_t never(uint64_t x, const uint64_t *p)
{
	uint64_t t[3] = { x, x + 1, 0 };

	use(t);
	if (x >> 60)
		give_up(t[1], p);
	t[2] = mix(x, p);
	use(t);
	return t[0] + t[2];
}

static NOINLINE uint64_t half(const uint64_t *p, size_t n)
{
	uint64_t table[512];

	for (size_t i = 0; i < 512; i++)
		table[i] = p[i % n] + i;
	use(table);
	return table[p[0] % 512] ^ mix(table[1], p);
}

uint64_t big(const uint64_t *p, size_t n)
{
	uint64_t table[512], sum = 0;

	for (size_t i = 0; i < 512; i++)
		table[i] = i * K2;
	use(table);
	for (size_t i = 0; i < 2; i++)
		sum += half(p, n) + table[sum % 512];
	return sum;
}

int32_t fill(uint8_t *p, size_t n)
{
	uint8_t copy[256];

	__builtin_memset(p, 7, n);
	if (n > sizeof copy)
		n = sizeof copy;
	__builtin_memcpy(copy, p, n);
	use(copy);
	return __builtin_memcmp(copy, p, n);
}

static NOINLINE double step(double a, double b, const double *p)
{
	double t[2] = { a * b, a + *p };

	use(t);
	return t[0] - t[1];
}

double floats(const double *p, size_t n)
{
	double sum[4] = { 0 }, last = 1;

	for (size_t i = 0; i + 4 <= n; i += 4)
		for (int k = 0; k < 4; k++)
			sum[k] += p[i + k] * p[i + k];
	for (size_t i = 0; i < n; i++)
		last = step(last, sum[i % 4], p + i);
	return last + sum[0] + sum[1] + sum[2] + sum[3];
}

/* More values are alive in the loop than there are registers: rbp is wanted, too. */
uint64_t pressure(const uint64_t *p, size_t n)
{
	uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12;

	for (const uint64_t *end = p + n; p != end; p++) {
		a += *p ^ l; b ^= a + c; c += b ^ d; d ^= c + e; e += d ^ f; f ^= e + g;
		g += f ^ h; h ^= g + i; i += h ^ j; j ^= i + k; k += j ^ l; l ^= k + a;
	}
	return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l;
}
