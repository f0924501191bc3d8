/*
 * xxh3: the hash functions XXH3_64bits and XXH3_128bits of xxHash.
 *
 * The code is that of the installed <xxhash.h> (libxxhash-dev), by Yann
 * Collet. This file says which of its functions to keep; long.c has the loops
 * over long input. It is compiled without frame pointers: what is short needs
 * no frame.
 */
#include "long.h"

static inline __attribute__((always_inline)) uint64_t short_64(const uint8_t *p, size_t n, uint64_t seed)
{
	if (n <= 16)
		return XXH3_len_0to16_64b(p, n, XXH3_kSecret, seed);
	return XXH3_len_17to128_64b(p, n, XXH3_kSecret, SECRET_LEN, seed);
}

/* xxh3_64 returns the 64-bit XXH3 hash of the n bytes at p. */
uint64_t xxh3_64(const uint8_t *p, size_t n)
{
	if (n <= 128)
		return short_64(p, n, 0);
	return n <= XXH3_MIDSIZE_MAX ? xxh3_mid_64(p, n) : xxh3_long_64(p, n);
}

/*
 * xxh3_64_seed is the hash under a seed; seed 0 gives the hash without one. For
 * more than 240 bytes it derives a 192-byte secret on the stack first.
 */
uint64_t xxh3_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	if (n <= 128)
		return short_64(p, n, seed);
	return n <= XXH3_MIDSIZE_MAX ? xxh3_mid_64_seed(p, n, seed) : xxh3_long_64_seed(p, n, seed);
}

/* xxh3_128 returns the 128-bit XXH3 hash of the n bytes at p, low half first. */
XXH128_hash_t xxh3_128(const uint8_t *p, size_t n)
{
	if (n <= 16)
		return XXH3_len_0to16_128b(p, n, XXH3_kSecret, 0);
	if (n <= 128)
		return XXH3_len_17to128_128b(p, n, XXH3_kSecret, SECRET_LEN, 0);
	return n <= XXH3_MIDSIZE_MAX ? xxh3_mid_128(p, n) : xxh3_long_128(p, n);
}
