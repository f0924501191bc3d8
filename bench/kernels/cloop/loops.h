/*
 * loops.h: the kernels of csrc as C calls them, in loops that do nothing else. Each is compiled in a file of its own.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../../csrc/nearcall.h"

struct two {
	uint64_t lo, hi;
};

uint64_t xxh3_64(const uint8_t *, size_t);
struct two xxh3_128(const uint8_t *, size_t);
void base64_encode(uint8_t *, size_t, const uint8_t *, size_t);
size_t base64_decode(uint8_t *, size_t, const uint8_t *, size_t);
uint32_t crc32c(uint32_t, const uint8_t *, size_t);
uint64_t crc64_ecma(uint64_t, const uint8_t *, size_t);
void sha256_finish(uint32_t *, const uint8_t *, size_t, uint64_t, uint8_t *);
bool utf8_valid(const uint8_t *, size_t);
float vector_dot(const float *, size_t, const float *, size_t);
float vector_l2(const float *, size_t, const float *, size_t);
float vector_cosine(const float *, size_t, const float *, size_t);
int64_t vector_dot_int8(const int8_t *, size_t, const int8_t *, size_t);
void gf256_multiply(const uint8_t *, size_t, const go_slice *, size_t, const go_slice *, size_t, size_t);

struct node {
	uint32_t value[8], block[16];
	uint64_t counter;
	uint32_t length, flags;
};
void blake3_node(struct node *, const uint32_t *, const uint8_t *, size_t, uint64_t, uint32_t);
void blake3_value(const struct node *, uint32_t *);
void blake3_sum(const uint32_t *, const uint8_t *, size_t, uint32_t, uint8_t *);
void blake3_output(const struct node *, uint64_t, uint8_t *, size_t);
void chacha20poly1305_seal(const uint8_t *, const uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *, size_t,
                           uint8_t *);
bool chacha20poly1305_open(const uint8_t *, const uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *, size_t,
                           const uint8_t *);
size_t streamvbyte_encode(const uint32_t *, size_t, uint8_t *, size_t);
int64_t streamvbyte_decode(uint32_t *, size_t, const uint8_t *, size_t);

/* What is to be done so often: src has n bytes, dst has room for any result. */
struct job {
	uint8_t *src, *dst;
	size_t n, room, calls;
};

#define LOOP(name, call)                                                                          \
	static uint64_t name(struct job j)                                                        \
	{                                                                                         \
		uint64_t sum = 0;                                                                 \
		for (size_t i = 0; i < j.calls; i++)                                              \
			call;                                                                     \
		return sum;                                                                       \
	}

LOOP(loop_xxh3_64, sum += xxh3_64(j.src, j.n))
LOOP(loop_xxh3_128, sum += xxh3_128(j.src, j.n).lo)
LOOP(loop_base64_encode, base64_encode(j.dst, j.room, j.src, j.n))
LOOP(loop_base64_decode, sum += base64_decode(j.dst, j.room, j.src, j.n))
LOOP(loop_crc32c, sum += crc32c(0, j.src, j.n))
LOOP(loop_crc64_ecma, sum += crc64_ecma(0, j.src, j.n))
LOOP(loop_utf8_valid, sum += utf8_valid(j.src, j.n))
LOOP(loop_vector_dot, sum += (uint64_t)vector_dot((float *)j.src, j.n / 4, (float *)j.dst, j.n / 4))
LOOP(loop_vector_l2, sum += (uint64_t)vector_l2((float *)j.src, j.n / 4, (float *)j.dst, j.n / 4))
LOOP(loop_vector_cosine, sum += (uint64_t)vector_cosine((float *)j.src, j.n / 4, (float *)j.dst, j.n / 4))
LOOP(loop_vector_dot_int8, sum += (uint64_t)vector_dot_int8((int8_t *)j.src, j.n, (int8_t *)j.src, j.n))

/* The hash of one message, as Sum256 computes it. */
static inline uint64_t sha256_sum(const uint8_t *p, size_t n)
{
	uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	uint8_t sum[32];

	sha256_finish(state, p, n, n, sum);
	return sum[0];
}

LOOP(loop_sha256, sum += sha256_sum(j.src, j.n))

/* Ten slices of n bytes and four of parity, one behind the other at src; the tables of the coefficients at dst. */
static uint64_t loop_gf256(struct job j)
{
	enum { DATA = 10, PARITY = 4 };
	go_slice slices[DATA + PARITY];

	for (size_t i = 0; i < DATA + PARITY; i++)
		slices[i] = (go_slice){j.src + i * j.n, (int64_t)j.n, (int64_t)j.n};
	for (size_t i = 0; i < j.calls; i++)
		gf256_multiply(j.dst, j.room, slices, DATA, slices + DATA, PARITY, j.n);
	return 0;
}

/* The hash of one message of up to 64 KiB, or of 64 KiB times a power of two, 1 MiB at most. */
static inline uint64_t blake3_hash(const uint8_t *p, size_t n)
{
	enum { TREE = 64 << 10, PARENT = 4 };
	static const uint32_t key[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};
	uint32_t values[16][8];
	uint8_t sum[32];
	struct node node;

	if (n <= 1024) {
		blake3_sum(key, p, n, 0, sum);
		return sum[0];
	}
	if (n <= TREE)
		blake3_node(&node, key, p, n, 0, 0);
	for (size_t i = 0; n > TREE && i < n / TREE; i++) {
		blake3_node(&node, key, p + i * TREE, TREE, i * TREE / 1024, 0);
		blake3_value(&node, values[i]);
	}
	for (size_t count = n > TREE ? n / TREE : 0; count > 1; count /= 2)
		for (size_t i = 0; i < count / 2; i++) {
			__builtin_memcpy(node.value, key, sizeof key);
			__builtin_memcpy(node.block, values[2 * i], 64);
			node.counter = 0, node.length = 64, node.flags = PARENT;
			blake3_value(&node, values[i]);
		}
	blake3_output(&node, 0, sum, 32);
	return sum[0];
}

LOOP(loop_blake3, sum += blake3_hash(j.src, j.n))

static const uint8_t zero_key[32], zero_nonce[12];
LOOP(loop_seal, chacha20poly1305_seal(zero_key, zero_nonce, j.dst, j.src, j.n, 0, 0, j.dst + j.n))
LOOP(loop_open, sum += chacha20poly1305_open(zero_key, zero_nonce, j.dst, j.src, j.n, 0, 0, j.src + j.n))

/* n is that of the numbers' bytes; src has as many bytes as they take at most. */
LOOP(loop_streamvbyte_encode, sum += streamvbyte_encode((uint32_t *)j.src, j.n / 4, j.dst, j.room))
LOOP(loop_streamvbyte_decode,
     sum += (uint64_t)streamvbyte_decode((uint32_t *)j.dst, j.n / 4, j.src, j.n + (j.n / 4 + 3) / 4))
