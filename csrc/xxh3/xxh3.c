/*
 * xxh3: the hash functions XXH3_64bits and XXH3_128bits of xxHash.
 *
 * The code is that of the installed <xxhash.h> (libxxhash-dev), by Yann
 * Collet; this file only says which of its functions to keep, and gives them
 * signatures without struct results.
 */
#include <stddef.h>
#include <stdint.h>

/*
 * xxhash.h loads words with memcpy. Under -ffreestanding that would be a real
 * call for every word; the builtin of the same constant size is one move. The
 * declarations have to come first, as the macros would garble them.
 */
#include <stdlib.h>
#include <string.h>
#define memcpy __builtin_memcpy
#define memset __builtin_memset

/* Everything static: what is not used below is dropped, malloc included. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#undef memcpy
#undef memset

/* xxh3_64 returns the 64-bit XXH3 hash of the n bytes at p. */
uint64_t xxh3_64(const uint8_t *p, size_t n)
{
	return XXH3_64bits(p, n);
}

/*
 * xxh3_64_seed is xxh3_64 with a seed; seed 0 gives the hash without one. For
 * more than 240 bytes it derives a 192-byte secret on the stack first.
 */
uint64_t xxh3_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	return XXH3_64bits_withSeed(p, n, seed);
}

/*
 * xxh3_128 writes the 128-bit XXH3 hash of the n bytes at p to out: the low
 * half to out[0], the high half to out[1].
 */
void xxh3_128(const uint8_t *p, size_t n, uint64_t out[2])
{
	XXH128_hash_t h = XXH3_128bits(p, n);

	out[0] = h.low64;
	out[1] = h.high64;
}
