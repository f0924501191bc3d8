/* wyhash, final version 4, by Wang Yi: with seed 0 and the default secret. */
#include "wide.h"

static const uint64_t secret[] = {
	0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3, 0x4d5a2da51de1aa47,
};

uint64_t wyhash(const uint8_t *p, size_t n)
{
	const uint8_t *q = p;
	uint64_t seed = mix(secret[0], secret[1]), a, b;
	size_t left = n;

	if (n <= 16) {
		if (n >= 4) {
			size_t half = n >> 3 << 2;
			a = read32(p) << 32 | read32(p + half);
			b = read32(p + n - 4) << 32 | read32(p + n - 4 - half);
		} else {
			a = n ? (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1] : 0;
			b = 0;
		}
	} else {
		if (left >= 48) {
			uint64_t x = seed, y = seed;
			do {
				seed = mix(read64(q) ^ secret[1], read64(q + 8) ^ seed);
				x = mix(read64(q + 16) ^ secret[2], read64(q + 24) ^ x);
				y = mix(read64(q + 32) ^ secret[3], read64(q + 40) ^ y);
				q += 48;
				left -= 48;
			} while (left >= 48);
			seed ^= x ^ y;
		}
		for (; left > 16; left -= 16, q += 16)
			seed = mix(read64(q) ^ secret[1], read64(q + 8) ^ seed);
		a = read64(q + left - 16);
		b = read64(q + left - 8);
	}
	a ^= secret[1];
	b ^= seed;
	multiply(&a, &b);
	return mix(a ^ secret[0] ^ n, b ^ secret[1]);
}
