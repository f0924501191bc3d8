/*
 * sha256: SHA-256 as FIPS 180-4 has it.
 *
 * Where the level has SHA-NI, or the SHA-2 instructions of Armv8, these do several rounds
 * and a part of the message schedule each. Elsewhere it is plain C.
 */
#include <stddef.h>
#include <stdint.h>

#define BLOCK 64 /* bytes */

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t K[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#if defined __SHA__
#include "shani.h"
#elif defined __ARM_FEATURE_SHA2 && (defined __clang__ || defined __ARM_FEATURE_CRYPTO) /* gcc 12 has it with AES only */
#include "armv8.h"
#else

static inline uint32_t ror(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static inline uint32_t load_be(const uint8_t *p)
{
	uint32_t w;

	__builtin_memcpy(&w, p, 4);
	return __builtin_bswap32(w);
}

/* schedule gives word i of the message schedule; w holds the sixteen before it. */
static inline uint32_t schedule(uint32_t w[16], int i)
{
	uint32_t w2 = w[(i + 14) & 15], w15 = w[(i + 1) & 15];

	return w[i & 15] += (ror(w2, 17) ^ ror(w2, 19) ^ w2 >> 10) + w[(i + 9) & 15] +
	                    (ror(w15, 7) ^ ror(w15, 18) ^ w15 >> 3);
}

/*
 * compress folds n blocks at p into the state. In round i, a is s[-i], b is s[1-i] and
 * so on, all modulo 8: nothing is moved.
 */
static inline void compress(uint32_t state[8], const uint8_t *p, size_t n)
{
#define S(x) s[((x) - i) & 7]
	for (; n; n--, p += BLOCK) {
		uint32_t s[8], w[16];
		for (int i = 0; i < 8; i++)
			s[i] = state[i];
#pragma GCC unroll 64
		for (int i = 0; i < 64; i++) {
			uint32_t word = i < 16 ? (w[i & 15] = load_be(p + 4 * (i & 15))) : schedule(w, i);
			uint32_t t = S(7) + (ror(S(4), 6) ^ ror(S(4), 11) ^ ror(S(4), 25)) + (S(6) ^ (S(4) & (S(5) ^ S(6)))) + K[i] + word;
			S(3) += t;
			S(7) = t + (ror(S(0), 2) ^ ror(S(0), 13) ^ ror(S(0), 22)) + ((S(0) & S(1)) | (S(2) & (S(0) | S(1))));
		}
		for (int i = 0; i < 8; i++)
			state[i] += s[i];
	}
#undef S
}

#endif

/* sha256_blocks folds the n bytes at p, a multiple of 64, into the state. */
void sha256_blocks(uint32_t *state, const uint8_t *p, size_t n)
{
	compress(state, p, n / BLOCK);
}

/*
 * sha256_finish folds in the last n bytes at p of a message of total bytes, of which
 * all others are in the state, pads it, and writes the 32 bytes of the hash to out.
 */
void sha256_finish(uint32_t *state, const uint8_t *p, size_t n, uint64_t total, uint8_t *out)
{
	uint8_t last[2 * BLOCK] = {0};
	size_t whole = n / BLOCK, rest = n % BLOCK, blocks = rest < BLOCK - 8 ? 1 : 2;

	if (whole)
		compress(state, p, whole);
	__builtin_memcpy(last, p + whole * BLOCK, rest);
	last[rest] = 0x80;
	total = __builtin_bswap64(total * 8);
	__builtin_memcpy(last + blocks * BLOCK - 8, &total, 8);
	compress(state, last, blocks);
	for (int i = 0; i < 8; i++) {
		uint32_t word = __builtin_bswap32(state[i]);
		__builtin_memcpy(out + 4 * i, &word, 4);
	}
}
