/* rapidhash, version 1, by Nicolas De Carli: with its default seed. */
#include "wide.h"

static const uint64_t secret[] = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3};

uint64_t rapidhash(const uint8_t *p, size_t n)
{
	uint64_t seed = 0xbdd89aa982704029, a, b;

	seed ^= mix(seed ^ secret[0], secret[1]) ^ n;
	if (n <= 16) {
		if (n >= 4) {
			const uint8_t *last = p + n - 4;
			size_t step = (n & 24) >> (n >> 3);
			a = read32(p) << 32 | read32(last);
			b = read32(p + step) << 32 | read32(last - step);
		} else {
			a = n ? (uint64_t)p[0] << 56 | (uint64_t)p[n >> 1] << 32 | p[n - 1] : 0;
			b = 0;
		}
	} else {
		const uint8_t *q = p;
		size_t left = n;
		if (left > 48) {
			uint64_t x = seed, y = seed;
			do {
				seed = mix(read64(q) ^ secret[0], read64(q + 8) ^ seed);
				x = mix(read64(q + 16) ^ secret[1], read64(q + 24) ^ x);
				y = mix(read64(q + 32) ^ secret[2], read64(q + 40) ^ y);
				q += 48;
				left -= 48;
			} while (left >= 48);
			seed ^= x ^ y;
		}
		if (left > 16) {
			seed = mix(read64(q) ^ secret[2], read64(q + 8) ^ seed ^ secret[1]);
			if (left > 32)
				seed = mix(read64(q + 16) ^ secret[2], read64(q + 24) ^ seed);
		}
		a = read64(q + left - 16);
		b = read64(q + left - 8);
	}
	a ^= secret[1];
	b ^= seed;
	multiply(&a, &b);
	return mix(a ^ secret[0] ^ n, b ^ secret[1]);
}
