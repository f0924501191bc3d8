/*
 * blake3: BLAKE3 after O'Connor, Aumasson, Neves, Wilcox-O'Hearn: BLAKE3, one function,
 * fast everywhere, 2020.
 *
 * Chunks are hashed side by side, one in each lane of the widest vectors that the level
 * has, and so are the parents above them. One compression alone goes by rows (compress.h).
 * Go has the rest: trees of more than TREE bytes, and what is written piece by piece.
 */
#include "blake3.h"

#define TREE (64 * CHUNK) /* bytes that a call hashes, at most */

#if defined __AVX512VL__
#define WIDEST 16
#define output output16
#elif defined __AVX2__
#define WIDEST 8
#define output output8
#else
#define WIDEST 4
#define output output4
#endif

/* The words of the message that each round takes: table 2 of the paper, again and again. */
static const uint8_t schedule[ROUNDS][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8},
	{3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1},
	{10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6},
	{12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4},
	{9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7},
	{11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13},
};

static const uint32_t iota[16] __attribute__((aligned(64))) = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* A job is what all lanes have in common. */
struct job {
	const uint32_t *key;
	size_t blocks;               /* of each lane */
	uint32_t flags, first, last; /* of all blocks, of the first and of the last as well */
	uint32_t counts;             /* all ones if the counter goes up with the lanes */
};

#define LANES 4
#include "lanes.h"
#include "compress.h"
#if WIDEST >= 8
#define LANES 8
#include "lanes.h"
#endif
#if WIDEST >= 16
#define LANES 16
#include "lanes.h"
#endif

/* some hashes n inputs, at most WIDEST; lanes that are left do the last one's work again. */
static void some(const struct job *j, const uint8_t *p, size_t stride, size_t n, uint64_t counter, uint8_t *out)
{
	const uint8_t *lane[WIDEST];
	uint8_t values[WIDEST * VALUE];

	for (size_t i = 0; i < WIDEST; i++)
		lane[i] = p + (i < n ? i : n - 1) * stride;
	if (n <= 4)
		hash4(j, lane, counter, values);
#if WIDEST >= 16
	else if (n > 8)
		hash16(j, lane, counter, values);
#endif
#if WIDEST >= 8
	else
		hash8(j, lane, counter, values);
#endif
	for (size_t i = 0; i < n; i++)
		__builtin_memcpy(out + i * VALUE, values + i * VALUE, VALUE);
}

/* many hashes n inputs. They may lie where the values go to. */
static void many(const struct job *j, const uint8_t *p, size_t stride, size_t n, uint64_t counter, uint8_t *out)
{
	while (n) {
		size_t k = n < WIDEST ? n : WIDEST;
		some(j, p, stride, k, counter, out);
		p += k * stride, out += k * VALUE, n -= k;
		counter += k & j->counts;
	}
}

/*
 * chunk_front chains all blocks of a chunk but the last, and returns where that is. flags are those of
 * the mode; then, of the last block.
 */
INLINE const uint8_t *chunk_front(uint32_t value[8], const uint8_t *p, size_t *n, uint64_t counter, uint32_t *flags)
{
	uint32_t start = CHUNK_START;

	for (; *n > BLOCK; p += BLOCK, *n -= BLOCK) {
		chain(value, p, counter, BLOCK, *flags | start);
		start = 0;
	}
	*flags |= start | CHUNK_END;
	return p;
}

/* pad writes n bytes, less than a block, and zeros behind. */
INLINE void pad(uint8_t block[BLOCK], const uint8_t *p, size_t n)
{
#ifdef __AVX512BW__
	/* As one store: a load that spans several waits for them. */
	_mm512_storeu_si512(block, _mm512_maskz_loadu_epi8((1ull << n) - 1, p));
#else
	__builtin_memset(block, 0, BLOCK);
	__builtin_memcpy(block, p, n);
#endif
}

/* chunk_node makes the node of a chunk: the n bytes at p, at most CHUNK. */
static void chunk_node(struct node *node, const uint32_t key[8], const uint8_t *p, size_t n, uint64_t counter,
                       uint32_t flags)
{
	__builtin_memcpy(node->value, key, VALUE);
	p = chunk_front(node->value, p, &n, counter, &flags);
	if (n < BLOCK)
		pad((uint8_t *)node->block, p, n);
	else
		__builtin_memcpy(node->block, p, BLOCK);
	node->counter = counter;
	node->length = (uint32_t)n;
	node->flags = flags;
}

/* node_value writes the chaining value of a node. */
static void node_value(const struct node *node, uint32_t value[8])
{
	uint32_t v[8];

	__builtin_memcpy(v, node->value, VALUE);
	chain(v, (const uint8_t *)node->block, node->counter, node->length, node->flags);
	__builtin_memcpy(value, v, VALUE);
}

/* tree_node makes the node above the n bytes at p, more than a chunk; counter is the first chunk's. */
static void tree_node(struct node *node, const uint32_t key[8], const uint8_t *p, size_t n, uint64_t counter,
                      uint32_t flags)
{
	const struct job chunks = {key, CHUNK / BLOCK, flags, CHUNK_START, CHUNK_END, ~0u};
	const struct job parents = {key, 1, flags | PARENT, 0, 0, 0};
	uint32_t values[TREE / CHUNK][8];
	size_t count = n / CHUNK;

	many(&chunks, p, CHUNK, count, counter, (uint8_t *)values);
	if (n % CHUNK) {
		chunk_node(node, key, p + count * CHUNK, n % CHUNK, counter + count, flags);
		node_value(node, values[count++]);
	}
	while (count > 2) {
		many(&parents, (const uint8_t *)values, 2 * VALUE, count / 2, 0, (uint8_t *)values);
		if (count % 2)
			__builtin_memcpy(values[count / 2], values[count - 1], VALUE);
		count -= count / 2;
	}
	__builtin_memcpy(node->value, key, VALUE);
	__builtin_memcpy(node->block, values, BLOCK);
	node->counter = 0;
	node->length = BLOCK;
	node->flags = flags | PARENT;
}

/*
 * blake3_node makes the node above the n bytes at p, at most TREE; counter is the number
 * of the first chunk, flags those of the mode.
 */
void blake3_node(struct node *node, const uint32_t *key, const uint8_t *p, size_t n, uint64_t counter, uint32_t flags)
{
	if (n <= CHUNK)
		chunk_node(node, key, p, n, counter, flags);
	else
		tree_node(node, key, p, n, counter, flags);
}

/* blake3_value writes the chaining value of a node. */
void blake3_value(const struct node *node, uint32_t *value)
{
	node_value(node, value);
}

/* blake3_sum writes the hash, 32 bytes, of the n bytes at p, at most CHUNK: no more stack than that needs. */
void blake3_sum(const uint32_t *key, const uint8_t *p, size_t n, uint32_t flags, uint8_t *sum)
{
	uint32_t value[8];
	uint8_t padded[BLOCK];

	__builtin_memcpy(value, key, VALUE);
	p = chunk_front(value, p, &n, 0, &flags);
	if (n < BLOCK) {
		pad(padded, p, n);
		p = padded;
	}
	chain(value, p, 0, (uint32_t)n, flags | ROOT);
	__builtin_memcpy(sum, value, VALUE);
}

/* blake3_output writes n bytes of the output of a node that is the root, from block counter on. */
void blake3_output(const struct node *node, uint64_t counter, uint8_t *out, size_t n)
{
	while (n) {
		uint8_t block[BLOCK * WIDEST];
		size_t k = n < sizeof block ? n : sizeof block;
		if (k > BLOCK) {
			output(node, counter, k == sizeof block ? out : block);
		} else {
			row s[4];
			row_unaligned *to = (row_unaligned *)block;
			compress(s, node->value, (const uint8_t *)node->block, counter, node->length, node->flags | ROOT);
			to[0] = s[0] ^ s[2];
			to[1] = s[1] ^ s[3];
			to[2] = s[2] ^ *(const row_unaligned *)node->value;
			to[3] = s[3] ^ *(const row_unaligned *)(node->value + 4);
		}
		if (k < sizeof block)
			__builtin_memcpy(out, block, k);
		out += k, n -= k, counter += WIDEST;
	}
}
