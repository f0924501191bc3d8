/*
 * Many compressions at once, one in each lane of the vectors: section 5.3 of the paper.
 * It is included once for each number of lanes that the level has, with LANES being that.
 */
#include "../wide.h"

/* OF(mix) is G of the paper on all lanes. */
INLINE void OF(mix)(words *a, words *b, words *c, words *d, words x, words y)
{
	*a += *b;
	*a += x;
	*d = OF(ror)(*d ^ *a, 16);
	*c += *d;
	*b = OF(ror)(*b ^ *c, 12);
	*a += *b;
	*a += y;
	*d = OF(ror)(*d ^ *a, 8);
	*c += *d;
	*b = OF(ror)(*b ^ *c, 7);
}

/* OF(rounds) runs all rounds on v, with the message m. */
INLINE void OF(rounds)(words v[16], const words m[16])
{
#pragma GCC unroll 7
	for (int i = 0; i < ROUNDS; i++) {
		const uint8_t *s = schedule[i];
#pragma GCC unroll 4
		for (int k = 0; k < 4; k++)
			OF(mix)(&v[k], &v[4 + k], &v[8 + k], &v[12 + k], m[s[2 * k]], m[s[2 * k + 1]]);
#pragma GCC unroll 4
		for (int k = 0; k < 4; k++)
			OF(mix)(&v[k], &v[4 + (k + 1) % 4], &v[8 + (k + 2) % 4], &v[12 + (k + 3) % 4],
			        m[s[8 + 2 * k]], m[s[9 + 2 * k]]);
	}
}

/* OF(start) makes the state before the rounds, with counter+offsets as the lanes' counters. */
INLINE void OF(start)(words v[16], const words value[8], uint64_t counter, words offsets, uint32_t flags)
{
	const words zero = {0};

#pragma GCC unroll 8
	for (int i = 0; i < 8; i++)
		v[i] = value[i];
	v[8] = zero + IV0;
	v[9] = zero + IV1;
	v[10] = zero + IV2;
	v[11] = zero + IV3;
	v[12] = offsets + (uint32_t)counter;
	v[13] = zero + (uint32_t)(counter >> 32) - (words)(v[12] < offsets);
	v[14] = zero + BLOCK;
	v[15] = zero + flags;
}

/* OF(load) gives the words of a block of each lane, at the offset from where the lane begins. */
INLINE void OF(load)(words m[16], const uint8_t *const lane[LANES], size_t offset)
{
#define PART(j) _mm_loadu_si128((const __m128i *)(lane[j] + offset) + q)
#pragma GCC unroll 4
	for (int q = 0; q < 4; q++) {
#pragma GCC unroll 4
		for (int j = 0; j < 4; j++) {
#if LANES == 16
			__m512i r = _mm512_castsi128_si512(PART(j));
			r = _mm512_inserti32x4(r, PART(4 + j), 1);
			r = _mm512_inserti32x4(r, PART(8 + j), 2);
			m[4 * q + j] = (words)_mm512_inserti32x4(r, PART(12 + j), 3);
#elif LANES == 8
			m[4 * q + j] = (words)_mm256_inserti128_si256(_mm256_castsi128_si256(PART(j)), PART(4 + j), 1);
#else
			m[4 * q + j] = ((const OF(unaligned) *)(lane[j] + offset))[q];
#endif
		}
		OF(turn)(m + 4 * q);
	}
#undef PART
}

/* OF(store) writes four words of each lane, stride bytes apart. */
INLINE void OF(store)(uint8_t *out, size_t stride, const words columns[4])
{
	words r[4] = {columns[0], columns[1], columns[2], columns[3]};

	OF(turn)(r);
#pragma GCC unroll 16
	for (int j = 0; j < LANES; j++)
		__builtin_memcpy(out + j * stride, (const uint8_t *)&r[j % 4] + j / 4 * 16, 16);
}

/* OF(hash) chains the blocks of each lane, and writes the last chaining values. */
static __attribute__((noinline)) void OF(hash)(const struct job *j, const uint8_t *const lane[LANES],
                                               uint64_t counter, uint8_t *out)
{
	words value[8], v[16], m[16];

#pragma GCC unroll 8
	for (int i = 0; i < 8; i++)
		value[i] = (words){0} + j->key[i];
	for (size_t b = 0; b < j->blocks; b++) {
		uint32_t flags = j->flags | (b == 0 ? j->first : 0) | (b + 1 == j->blocks ? j->last : 0);
		OF(load)(m, lane, b * BLOCK);
		OF(start)(v, value, counter, *(const words *)iota & j->counts, flags);
		OF(rounds)(v, m);
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++)
			value[i] = v[i] ^ v[8 + i];
	}
	OF(store)(out, VALUE, value);
	OF(store)(out + 16, VALUE, value + 4);
}

#if LANES == WIDEST
/* output writes as many blocks of a root's output as there are lanes. */
static __attribute__((noinline)) void output(const struct node *node, uint64_t counter, uint8_t *out)
{
	words value[8], v[16], m[16];

#pragma GCC unroll 8
	for (int i = 0; i < 8; i++)
		value[i] = (words){0} + node->value[i];
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		m[i] = (words){0} + node->block[i];
	OF(start)(v, value, counter, *(const words *)iota, node->flags | ROOT);
	v[14] = (words){0} + node->length;
	OF(rounds)(v, m);
#pragma GCC unroll 8
	for (int i = 0; i < 8; i++) {
		v[i] ^= v[8 + i];
		v[8 + i] ^= (words){0} + node->value[i];
	}
#pragma GCC unroll 4
	for (int q = 0; q < 4; q++)
		OF(store)(out + 16 * q, BLOCK, v + 4 * q);
}
#endif

#undef LANES
