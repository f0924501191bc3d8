// SipHash-2-4, after Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static uint64_t left(uint64_t x, int n) { return x << n | x >> (64 - n); }

static uint64_t load(const uint8_t *p)
{
	uint64_t x;
	memcpy(&x, p, sizeof x);
	return x;
}

#define ROUND \
	do { \
		v0 += v1, v1 = left(v1, 13) ^ v0, v0 = left(v0, 32); \
		v2 += v3, v3 = left(v3, 16) ^ v2; \
		v0 += v3, v3 = left(v3, 21) ^ v0; \
		v2 += v1, v1 = left(v1, 17) ^ v2, v2 = left(v2, 32); \
	} while (0)

uint64_t siphash24(const uint8_t key[16], const uint8_t *p, size_t n)
{
	uint64_t k0 = load(key), k1 = load(key + 8), last = (uint64_t)n << 56;
	uint64_t v0 = k0 ^ 0x736f6d6570736575, v1 = k1 ^ 0x646f72616e646f6d;
	uint64_t v2 = k0 ^ 0x6c7967656e657261, v3 = k1 ^ 0x7465646279746573;
	for (; n >= 8; p += 8, n -= 8) {
		uint64_t m = load(p);
		v3 ^= m;
		ROUND;
		ROUND;
		v0 ^= m;
	}
	for (size_t i = 0; i < n; i++)
		last |= (uint64_t)p[i] << (8 * i);
	v3 ^= last;
	ROUND;
	ROUND;
	v0 ^= last;
	v2 ^= 0xff;
	ROUND;
	ROUND;
	ROUND;
	ROUND;
	return v0 ^ v1 ^ v2 ^ v3;
}
