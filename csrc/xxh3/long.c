/*
 * long: XXH3 of more than 128 bytes. The loops are those of xxhash.h in a form that gives the compiler less to guess.
 */
#include "long.h"

#define STRIPES 16 /* of a block: (SECRET_LEN - XXH_STRIPE_LEN) / XXH_SECRET_CONSUME_RATE */

/*
 * mid folds 129 to 240 bytes. As in xxhash.h, but written out, with the secret in the instructions, so that the compiler
 * makes no vectors of it: x86 has no vector instruction that multiplies 64 by 64 bits to 128. What follows the first
 * 128 bytes does not wait for their avalanche.
 */
static inline __attribute__((always_inline)) uint64_t mid(const uint8_t *p, size_t n, uint64_t seed)
{
	uint64_t acc = n * XXH_PRIME64_1;
	uint64_t rest = XXH3_mix16B(p + n - 16, XXH3_kSecret + XXH3_SECRET_SIZE_MIN - XXH3_MIDSIZE_LASTOFFSET, seed);

	for (int i = 0; i < 8; i++)
		acc += XXH3_mix16B(p + 16 * i, XXH3_kSecret + 16 * i, seed);
#pragma GCC unroll 8
	for (size_t i = 8; i < 15; i++) {
		if (n < 16 * (i + 1))
			break;
		rest += XXH3_mix16B(p + 16 * i, XXH3_kSecret + 16 * (i - 8) + XXH3_MIDSIZE_STARTOFFSET, seed);
	}
	return XXH3_avalanche(XXH3_avalanche(acc) + rest);
}

/* consume folds more than 240 bytes into acc, by the secret. A block of 16 stripes is unrolled in full. */
static inline __attribute__((always_inline)) void consume(uint64_t *acc, const uint8_t *p, size_t n,
                                                          const uint8_t *secret)
{
	const uint8_t *last = p + n - XXH_STRIPE_LEN;
	size_t left = (n - 1) / XXH_STRIPE_LEN; /* stripes, but for the last */
	const uint8_t *key = secret;

	for (; left >= STRIPES; left -= STRIPES) {
#pragma GCC unroll 16
		for (size_t i = 0; i < STRIPES; i++, p += XXH_STRIPE_LEN) {
			__builtin_prefetch(p + 512);
			XXH3_accumulate_512(acc, p, secret + XXH_SECRET_CONSUME_RATE * i);
		}
		XXH3_scrambleAcc(acc, secret + SECRET_LEN - XXH_STRIPE_LEN);
	}
#pragma clang loop unroll(disable)
	for (; left; left--, p += XXH_STRIPE_LEN, key += XXH_SECRET_CONSUME_RATE)
		XXH3_accumulate_512(acc, p, key);
	XXH3_accumulate_512(acc, last, secret + SECRET_LEN - XXH_STRIPE_LEN - XXH_SECRET_LASTACC_START);
}

/* The same in loops, which spill nothing. */
static inline __attribute__((always_inline)) void consume_rolled(uint64_t *acc, const uint8_t *p, size_t n,
                                                                 const uint8_t *secret)
{
	const uint8_t *last = p + n - XXH_STRIPE_LEN;
	size_t left = (n - 1) / XXH_STRIPE_LEN;

#pragma clang loop unroll(disable)
	while (left) {
		size_t block = left < STRIPES ? left : STRIPES;
#pragma clang loop unroll(disable)
		for (size_t i = 0; i < block; i++, p += XXH_STRIPE_LEN)
			XXH3_accumulate_512(acc, p, secret + XXH_SECRET_CONSUME_RATE * i);
		if (block == STRIPES)
			XXH3_scrambleAcc(acc, secret + SECRET_LEN - XXH_STRIPE_LEN);
		left -= block;
	}
	XXH3_accumulate_512(acc, last, secret + SECRET_LEN - XXH_STRIPE_LEN - XXH_SECRET_LASTACC_START);
}

uint64_t xxh3_mid_64(const uint8_t *p, size_t n)
{
	return mid(p, n, 0);
}

uint64_t xxh3_mid_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	return mid(p, n, seed);
}

uint64_t xxh3_long_64(const uint8_t *p, size_t n)
{
	XXH_ALIGN(XXH_ACC_ALIGN) uint64_t acc[XXH_ACC_NB] = XXH3_INIT_ACC;

	consume(acc, p, n, XXH3_kSecret);
	return XXH3_mergeAccs(acc, XXH3_kSecret + XXH_SECRET_MERGEACCS_START, n * XXH_PRIME64_1);
}

/*
 * xxh3_long_64_seed derives a secret of its own. It is not aligned, so that the function
 * need not align its stack pointer: Go could not follow that.
 */
uint64_t xxh3_long_64_seed(const uint8_t *p, size_t n, uint64_t seed)
{
	XXH_ALIGN(XXH_ACC_ALIGN) uint64_t acc[XXH_ACC_NB] = XXH3_INIT_ACC;
	uint64_t room[SECRET_LEN / sizeof(uint64_t)], *secret = room;

	__asm__("" : "+r"(secret)); /* or the compiler would align the array all the same */
	for (size_t i = 0; i < SECRET_LEN / 16; i++) {
		secret[2 * i] = XXH_readLE64(XXH3_kSecret + 16 * i) + seed;
		secret[2 * i + 1] = XXH_readLE64(XXH3_kSecret + 16 * i + 8) - seed;
	}
	consume_rolled(acc, p, n, (const uint8_t *)secret);
	return XXH3_mergeAccs(acc, (const uint8_t *)secret + XXH_SECRET_MERGEACCS_START, n * XXH_PRIME64_1);
}

XXH128_hash_t xxh3_long_128(const uint8_t *p, size_t n)
{
	XXH_ALIGN(XXH_ACC_ALIGN) uint64_t acc[XXH_ACC_NB] = XXH3_INIT_ACC;

	consume(acc, p, n, XXH3_kSecret);
	return (XXH128_hash_t){
		XXH3_mergeAccs(acc, XXH3_kSecret + XXH_SECRET_MERGEACCS_START, n * XXH_PRIME64_1),
		XXH3_mergeAccs(acc, XXH3_kSecret + SECRET_LEN - sizeof acc - XXH_SECRET_MERGEACCS_START,
		               ~(n * XXH_PRIME64_2)),
	};
}

XXH128_hash_t xxh3_mid_128(const uint8_t *p, size_t n)
{
	return XXH3_len_129to240_128b(p, n, XXH3_kSecret, SECRET_LEN, 0);
}
