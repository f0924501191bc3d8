/* SipHash-2-4 (Aumasson, Bernstein 2012), under the key 00 01 .. 0f of its test vectors. */
#include "wide.h"

static inline uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static inline void round_of(uint64_t v[4])
{
	v[0] += v[1], v[2] += v[3];
	v[1] = turn(v[1], 13) ^ v[0], v[3] = turn(v[3], 16) ^ v[2];
	v[0] = turn(v[0], 32);
	v[2] += v[1], v[0] += v[3];
	v[1] = turn(v[1], 17) ^ v[2], v[3] = turn(v[3], 21) ^ v[0];
	v[2] = turn(v[2], 32);
}

uint64_t siphash(const uint8_t *p, size_t n)
{
	const uint64_t k0 = 0x0706050403020100, k1 = 0x0f0e0d0c0b0a0908;
	uint64_t v[4] = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
	                 k1 ^ 0x7465646279746573};
	uint64_t last = (uint64_t)n << 56;

	for (; n >= 8; n -= 8, p += 8) {
		uint64_t m = read64(p);
		v[3] ^= m;
		round_of(v), round_of(v);
		v[0] ^= m;
	}
	for (size_t i = 0; i < n; i++)
		last |= (uint64_t)p[i] << (8 * i);
	v[3] ^= last;
	round_of(v), round_of(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	round_of(v), round_of(v), round_of(v), round_of(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
