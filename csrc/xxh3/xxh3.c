/*
 * xxh3: the hash functions XXH3_64bits and XXH3_128bits of xxHash.
 *
 * The code is that of the installed <xxhash.h> (libxxhash-dev), by Yann
 * Collet; this file only says which of its functions to keep.
 */
#include <stddef.h>
#include <stdint.h>

/* Everything static: what is not used below is dropped, malloc included. */
#define XXH_INLINE_ALL
#include <xxhash.h>

/*
 * xxh3_64 returns the 64-bit XXH3 hash of the n bytes at p. XXH3_64bits looks for
 * long input last; here that comes second. (As the first, it is in the way of the
 * shortest input, and gcc's code for it is harder to unwind.)
 */
uint64_t xxh3_64(const uint8_t *p, size_t n)
{
	if (n <= 16)
		return XXH3_len_0to16_64b(p, n, XXH3_kSecret, 0);
	if (n > XXH3_MIDSIZE_MAX)
		return XXH3_hashLong_64b_default(p, n, 0, XXH3_kSecret, sizeof XXH3_kSecret);
	return XXH3_64bits(p, n);
}

/*
 * xxh3_64_seed is xxh3_64 with a seed; seed 0 gives the hash without one. For
 * more than 240 bytes it derives a 192-byte secret on the stack first.
 */
uint64_t xxh3_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	if (n <= 16)
		return XXH3_len_0to16_64b(p, n, XXH3_kSecret, seed);
	if (n > XXH3_MIDSIZE_MAX)
		return XXH3_hashLong_64b_withSeed(p, n, seed, XXH3_kSecret, sizeof XXH3_kSecret);
	return XXH3_64bits_withSeed(p, n, seed);
}

/* xxh3_128 returns the 128-bit XXH3 hash of the n bytes at p, low half first. */
XXH128_hash_t xxh3_128(const uint8_t *p, size_t n)
{
	return XXH3_128bits(p, n);
}
