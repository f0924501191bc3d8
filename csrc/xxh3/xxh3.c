/*
 * xxh3: the hash functions XXH3_64bits and XXH3_128bits of xxHash.
 *
 * The code is that of the installed <xxhash.h> (libxxhash-dev), by Yann
 * Collet. This file says which of its functions to keep, and has the loops over
 * long input in a form that gives the compiler less to guess.
 */
#include <stddef.h>
#include <stdint.h>

/* Everything static: what is not used below is dropped, malloc included. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#define SECRET_LEN sizeof XXH3_kSecret
#define STRIPES 16 /* of a block: (SECRET_LEN - XXH_STRIPE_LEN) / XXH_SECRET_CONSUME_RATE */

/*
 * mid folds 129 to 240 bytes. As in xxhash.h, but the compiler must not make vectors of it: x86 has no vector
 * instruction that multiplies 64 by 64 bits to 128.
 */
static inline __attribute__((always_inline)) uint64_t mid(const uint8_t *p, size_t n, uint64_t seed)
{
	uint64_t acc = n * XXH_PRIME64_1;

	for (int i = 0; i < 8; i++)
		acc += XXH3_mix16B(p + 16 * i, XXH3_kSecret + 16 * i, seed);
	acc = XXH3_avalanche(acc);
#pragma clang loop vectorize(disable) unroll(disable)
	for (size_t i = 8; i < n / 16; i++)
		acc += XXH3_mix16B(p + 16 * i, XXH3_kSecret + 16 * (i - 8) + XXH3_MIDSIZE_STARTOFFSET, seed);
	acc += XXH3_mix16B(p + n - 16, XXH3_kSecret + XXH3_SECRET_SIZE_MIN - XXH3_MIDSIZE_LASTOFFSET, seed);
	return XXH3_avalanche(acc);
}

static inline __attribute__((always_inline)) uint64_t short_64(const uint8_t *p, size_t n, uint64_t seed)
{
	if (n <= 16)
		return XXH3_len_0to16_64b(p, n, XXH3_kSecret, seed);
	return XXH3_len_17to128_64b(p, n, XXH3_kSecret, SECRET_LEN, seed);
}

/* consume folds more than 240 bytes into acc, by the secret. A block of 16 stripes is unrolled in full. */
static inline __attribute__((always_inline)) void consume(uint64_t *acc, const uint8_t *p, size_t n)
{
	const uint8_t *last = p + n - XXH_STRIPE_LEN;
	size_t left = (n - 1) / XXH_STRIPE_LEN; /* stripes, but for the last */
	const uint8_t *key = XXH3_kSecret;

	for (; left >= STRIPES; left -= STRIPES) {
#pragma GCC unroll 16
		for (size_t i = 0; i < STRIPES; i++, p += XXH_STRIPE_LEN) {
			__builtin_prefetch(p + 512);
			XXH3_accumulate_512(acc, p, XXH3_kSecret + XXH_SECRET_CONSUME_RATE * i);
		}
		XXH3_scrambleAcc(acc, XXH3_kSecret + SECRET_LEN - XXH_STRIPE_LEN);
	}
#pragma clang loop unroll(disable)
	for (; left; left--, p += XXH_STRIPE_LEN, key += XXH_SECRET_CONSUME_RATE)
		XXH3_accumulate_512(acc, p, key);
	XXH3_accumulate_512(acc, last, XXH3_kSecret + SECRET_LEN - XXH_STRIPE_LEN - XXH_SECRET_LASTACC_START);
}

static __attribute__((noinline)) uint64_t mid_64(const uint8_t *p, size_t n)
{
	return mid(p, n, 0);
}

static __attribute__((noinline)) uint64_t long_64(const uint8_t *p, size_t n)
{
	XXH_ALIGN(XXH_ACC_ALIGN) uint64_t acc[XXH_ACC_NB] = XXH3_INIT_ACC;

	consume(acc, p, n);
	return XXH3_mergeAccs(acc, XXH3_kSecret + XXH_SECRET_MERGEACCS_START, n * XXH_PRIME64_1);
}

/*
 * xxh3_64 returns the 64-bit XXH3 hash of the n bytes at p. What is long is left
 * to other functions, so that the rest needs no frame.
 */
uint64_t xxh3_64(const uint8_t *p, size_t n)
{
	if (n <= 128)
		return short_64(p, n, 0);
	return n <= XXH3_MIDSIZE_MAX ? mid_64(p, n) : long_64(p, n);
}

/*
 * xxh3_64_seed is the hash under a seed; seed 0 gives the hash without one. For
 * more than 240 bytes it derives a 192-byte secret on the stack first.
 */
uint64_t xxh3_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	if (n <= 128)
		return short_64(p, n, seed);
	if (n <= XXH3_MIDSIZE_MAX)
		return mid(p, n, seed);
	return XXH3_hashLong_64b_withSeed(p, n, seed, XXH3_kSecret, SECRET_LEN);
}

static __attribute__((noinline)) XXH128_hash_t long_128(const uint8_t *p, size_t n)
{
	XXH_ALIGN(XXH_ACC_ALIGN) uint64_t acc[XXH_ACC_NB] = XXH3_INIT_ACC;

	consume(acc, p, n);
	return (XXH128_hash_t){
		XXH3_mergeAccs(acc, XXH3_kSecret + XXH_SECRET_MERGEACCS_START, n * XXH_PRIME64_1),
		XXH3_mergeAccs(acc, XXH3_kSecret + SECRET_LEN - sizeof acc - XXH_SECRET_MERGEACCS_START,
		               ~(n * XXH_PRIME64_2)),
	};
}

/* xxh3_128 returns the 128-bit XXH3 hash of the n bytes at p, low half first. */
XXH128_hash_t xxh3_128(const uint8_t *p, size_t n)
{
	if (n <= 16)
		return XXH3_len_0to16_128b(p, n, XXH3_kSecret, 0);
	if (n <= 128)
		return XXH3_len_17to128_128b(p, n, XXH3_kSecret, SECRET_LEN, 0);
	return n <= XXH3_MIDSIZE_MAX ? XXH3_len_129to240_128b(p, n, XXH3_kSecret, SECRET_LEN, 0) : long_128(p, n);
}
