/*
 * chacha20poly1305: the AEAD of RFC 8439.
 *
 * Key stream is made for as many blocks at once as the level has lanes. Meanwhile the
 * units for scalars fold earlier ciphertext into the authenticator.
 */
#include <stddef.h>
#include <stdint.h>

#define BLOCK 64
#define DOUBLE_ROUNDS 10
#define FEW 4      /* blocks that are made by rows */
#define COUNTER 12 /* the word of the state that counts blocks */

#if defined __AVX512VL__
#define WIDEST 16
#define stream_most stream16
#define FEWER 8
#define stream_fewer stream8
#elif defined __AVX2__
#define WIDEST 8
#define stream_most stream8
#else
#define WIDEST 4
#define stream_most stream4
#endif
#ifndef FEWER
#define FEWER WIDEST
#define stream_fewer stream_most
#endif

struct state {
	uint32_t word[16];
};

static const uint32_t iota[16] __attribute__((aligned(64))) = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

#include "poly1305.h"

#define LANES WIDEST
#include "lanes.h"
#if FEWER < WIDEST
#define LANES FEWER
#include "lanes.h"
#endif

typedef PASTE(unaligned, FEWER) unaligned; /* no load that is wider than the stores it waits for */
typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1)));

#define LEAD (FEWER * BLOCK - BLOCK) /* bytes that the first key stream does for, behind the authenticator's key */

/* A message on its way. The first block of its key stream is the authenticator's key. */
struct message {
	struct state state;
	struct poly poly;
	uint8_t stream[BLOCK + LEAD + WIDEST * BLOCK];
};

/*
 * more makes key stream for n bytes, but has a limit, and writes it to key. It folds so many pieces at p into
 * the authenticator meanwhile. It returns for how many of the n bytes it has made key stream.
 */
static inline size_t more(struct message *m, uint8_t *key, size_t n, const uint8_t *p, size_t pieces)
{
	uint32_t lanes = n > FEWER * BLOCK ? WIDEST : n > FEW * BLOCK ? FEWER : FEW;

	if (lanes == FEW)
		few(&m->state, key, &m->poly, p, pieces);
	else if (lanes == WIDEST)
		stream_most(&m->state, key, &m->poly, p, pieces);
	else
		stream_fewer(&m->state, key, &m->poly, p, pieces);
	m->state.word[COUNTER] += lanes;
	return n < lanes * BLOCK ? n : lanes * BLOCK;
}

/* mask writes in exclusive or key to out: n bytes. Behind those of key there are more, up to whole pieces. */
static inline void mask(uint8_t *out, const uint8_t *in, const uint8_t *key, size_t n)
{
	size_t i = 0;

	for (; n - i >= sizeof(unaligned); i += sizeof(unaligned))
		*(unaligned *)(out + i) = *(const unaligned *)(in + i) ^ *(const unaligned *)(key + i);
	for (; n - i >= PIECE; i += PIECE)
		*(bytes16 *)(out + i) = *(const bytes16 *)(in + i) ^ *(const bytes16 *)(key + i);
	if (i < n) {
		bytes16 last = {0};
		__builtin_memcpy(&last, in + i, n - i);
		last ^= *(const bytes16 *)(key + i);
		__builtin_memcpy(out + i, &last, n - i);
	}
}

/* begin makes the first key stream, n being the bytes of the message, and authenticates what goes with it. */
static inline void begin(struct message *m, const uint8_t key[32], const uint8_t nonce[12], const uint8_t *ad,
                         size_t ad_n, size_t n)
{
	size_t ad_rest = ad_n % PIECE;

	m->state = (struct state){{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}};
	__builtin_memcpy(m->state.word + 4, key, 32);
	__builtin_memcpy(m->state.word + 13, nonce, 12);
	m->poly = (struct poly){0};
	more(m, m->stream, n < LEAD ? n + BLOCK : LEAD + BLOCK, 0, 0);
	m->poly = poly_start(m->stream);
	ad = poly_some(&m->poly, ad, ad_n / PIECE);
	if (ad_rest)
		poly_piece(&m->poly, part_piece(ad, ad_rest));
}

/* finish authenticates the last bytes of the ciphertext, less than a piece and zeros behind, and the lengths. */
static inline void finish(struct message *m, struct piece last, size_t ad_n, size_t n, uint64_t tag[2])
{
	if (n % PIECE)
		poly_piece(&m->poly, last);
	poly_piece(&m->poly, (struct piece){ad_n, n});
	poly_end(&m->poly, tag);
}

/*
 * chacha20poly1305_seal writes the ciphertext of n bytes to out, which may be in, and its tag. ad is
 * authenticated as well.
 */
void chacha20poly1305_seal(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n,
                           const uint8_t *ad, size_t ad_n, uint8_t *tag)
{
	size_t left = n, k = n < LEAD ? n : LEAD;
	struct piece last = {0};
	uint64_t made[2];
	struct message m;

	begin(&m, key, nonce, ad, ad_n, n);
	mask(out, in, m.stream + BLOCK, k);
	while (left -= k) {
		/* What was made last is authenticated while more is. */
		size_t next = more(&m, m.stream + BLOCK, left, out, k / PIECE);
		out += k, in += k, k = next;
		mask(out, in, m.stream + BLOCK, k);
	}
	poly_some(&m.poly, out, k / PIECE);
	if (n % PIECE)
		last = part_piece(out + k - n % PIECE, n % PIECE);
	finish(&m, last, ad_n, n, made);
	__builtin_memcpy(tag, made, 16);
}

/*
 * chacha20poly1305_open writes the plaintext of n bytes to out, which may be in, and tells whether the tag
 * is right, in a time that depends on the lengths alone. If not, what is at out must not be used.
 */
_Bool chacha20poly1305_open(const uint8_t *key, const uint8_t *nonce, uint8_t *out, const uint8_t *in, size_t n,
                            const uint8_t *ad, size_t ad_n, const uint8_t *tag)
{
	uint64_t made[2], given[2] = {load64(tag), load64(tag + 8)}; /* out may be written to where the tag is */
	size_t left = n, k = n < LEAD ? n : LEAD;
	struct piece last = {0};
	struct message m;

	if (n % PIECE)
		last = part_piece(in + n - n % PIECE, n % PIECE);
	begin(&m, key, nonce, ad, ad_n, n);
	/* The second key stream goes behind the first: what both are for can be authenticated meanwhile. */
	if (left > k) {
		size_t both = left < sizeof m.stream - BLOCK ? left : sizeof m.stream - BLOCK;
		k += more(&m, m.stream + BLOCK + LEAD, left - k, in, both / PIECE);
	} else {
		poly_some(&m.poly, in, k / PIECE);
	}
	mask(out, in, m.stream + BLOCK, k);
	while (left -= k) {
		out += k, in += k;
		k = left < WIDEST * BLOCK ? left : WIDEST * BLOCK;
		more(&m, m.stream + BLOCK, left, in, k / PIECE);
		mask(out, in, m.stream + BLOCK, k);
	}
	finish(&m, last, ad_n, n, made);
	uint64_t differ = (made[0] ^ given[0]) | (made[1] ^ given[1]);
	return 1 & ~((differ | -differ) >> 63);
}
