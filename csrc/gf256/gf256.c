/*
 * gf256: vectors over GF(2^8) times a matrix, as Reed-Solomon codes need it.
 *
 * A byte times a coefficient is what two tables of 16 bytes have for its nibbles: after
 * Plank, Greenan and Miller, Screaming Fast Galois Field Arithmetic Using Intel SIMD
 * Instructions, FAST 2013. With GFNI it is one instruction, the product with a matrix
 * of 8 by 8 bits, whatever polynomial the field has.
 */
#include <stddef.h>
#include <stdint.h>

#include "../nearcall.h"

#define INLINE static inline __attribute__((always_inline))

/* What Go has prepared of a coefficient c: c times 0 to 15, c times 16 times these, and c as a matrix of bits. */
struct coefficient {
	uint8_t low[16], high[16], bits[8];
};

#ifdef __aarch64__
#include "neon.h"
#else
#include "x86.h"
#endif

static inline const uint8_t *bytes(const go_slice *s)
{
	return s->ptr;
}

#if !defined WIDTH || !defined __AVX512BW__
/* by_one computes the bytes from to n of one row of the product. */
static inline void by_one(const struct coefficient *row, const go_slice *in, size_t columns, uint8_t *out, size_t from,
                          size_t n)
{
	for (; from < n; from++) {
		uint8_t sum = 0;
#pragma clang loop vectorize(disable) unroll(disable)
		for (size_t k = 0; k < columns; k++) {
			uint8_t b = bytes(in + k)[from];
			sum ^= row[k].low[b & 15] ^ row[k].high[b >> 4];
		}
		out[from] = sum;
	}
}

#endif

#ifdef WIDTH

#define STEP (2 * WIDTH) /* two vectors share what is loaded of a coefficient */
typedef vec unaligned __attribute__((aligned(1)));

/* Two vectors, one behind the other: of a slice, or of a row's sum. */
struct two_vectors {
	vec a, b;
};

/* add adds c times one or two vectors to a sum. */
INLINE void add(struct two_vectors *sum, const struct coefficient *c, struct two_vectors v, size_t vectors)
{
	prepared p = prepare(c);

	sum->a ^= times(p, v.a);
	if (vectors > 1)
		sum->b ^= times(p, v.b);
}

INLINE void store(const go_slice *out, size_t i, struct two_vectors sum, size_t vectors)
{
	unaligned *to = (unaligned *)((uint8_t *)out->ptr + i);

	to[0] = sum.a;
	if (vectors > 1)
		to[1] = sum.b;
}

/* step computes one or two vectors, at i, of one, two or four rows of the product. Loops over rows would be in the way. */
INLINE void step(const struct coefficient *c, const go_slice *in, size_t columns, const go_slice *out, size_t rows,
                 size_t i, size_t vectors)
{
	struct two_vectors s0 = {{0}, {0}}, s1 = s0, s2 = s0, s3 = s0;

	COLUMNS
	for (size_t k = 0; k < columns; k++, c++) {
		const unaligned *from = (const unaligned *)(bytes(in + k) + i);
		struct two_vectors v = {from[0], from[vectors - 1]};
#ifdef AHEAD
		__builtin_prefetch((const uint8_t *)from + AHEAD, 0, 2);
#endif
		add(&s0, c, v, vectors);
		if (rows > 1)
			add(&s1, c + columns, v, vectors);
		if (rows > 2) {
			add(&s2, c + 2 * columns, v, vectors);
			add(&s3, c + 3 * columns, v, vectors);
		}
	}
	store(out, i, s0, vectors);
	if (rows > 1)
		store(out + 1, i, s1, vectors);
	if (rows > 2) {
		store(out + 2, i, s2, vectors);
		store(out + 3, i, s3, vectors);
	}
}

/* rest computes the bytes from to n of one row, less than a vector. */
static inline void rest(const struct coefficient *row, const go_slice *in, size_t columns, uint8_t *out, size_t from,
                        size_t n)
{
#ifdef __AVX512BW__
	if (from < n) {
		__mmask64 m = ~0ull >> (64 - (n - from));
		vec sum = {0};
#pragma clang loop unroll(disable)
		for (size_t k = 0; k < columns; k++)
			sum ^= times(prepare(row + k), _mm512_maskz_loadu_epi8(m, bytes(in + k) + from));
		_mm512_mask_storeu_epi8(out + from, m, sum);
	}
#else
	by_one(row, in, columns, out, from, n);
#endif
}

/* group computes the bytes from to n of so many rows. The last step overlaps the one before it, if n has room. */
INLINE void group(const struct coefficient *c, const go_slice *in, size_t columns, const go_slice *out, size_t rows,
                  size_t from, size_t n)
{
	for (; n - from >= STEP; from += STEP)
		step(c, in, columns, out, rows, from, 2);
	if (n - from >= WIDTH) {
		step(c, in, columns, out, rows, from, 1);
		from += WIDTH;
	}
	if (from < n && n >= WIDTH)
		step(c, in, columns, out, rows, n - WIDTH, 1);
	else
		for (size_t r = 0; r < rows; r++)
			rest(c + r * columns, in, columns, out[r].ptr, from, n);
}

static __attribute__((noinline)) void four(const struct coefficient *c, const go_slice *in, size_t columns,
                                           const go_slice *out, size_t from, size_t n)
{
	group(c, in, columns, out, 4, from, n);
}

static __attribute__((noinline)) void two(const struct coefficient *c, const go_slice *in, size_t columns,
                                          const go_slice *out, size_t from, size_t n)
{
	group(c, in, columns, out, 2, from, n);
}

static __attribute__((noinline)) void one(const struct coefficient *c, const go_slice *in, size_t columns,
                                          const go_slice *out, size_t from, size_t n)
{
	group(c, in, columns, out, 1, from, n);
}

/* rows_of computes the bytes from to n of all rows. */
static inline void rows_of(const struct coefficient *c, const go_slice *in, size_t columns, const go_slice *out,
                           size_t rows, size_t from, size_t n)
{
	size_t r = 0;

	for (; rows - r >= 4; r += 4)
		four(c + r * columns, in, columns, out + r, from, n);
	if (rows - r >= 2) {
		two(c + r * columns, in, columns, out + r, from, n);
		r += 2;
	}
	if (r < rows)
		one(c + r * columns, in, columns, out + r, from, n);
}

#else

static inline void rows_of(const struct coefficient *c, const go_slice *in, size_t columns, const go_slice *out,
                           size_t rows, size_t from, size_t n)
{
	for (size_t r = 0; r < rows; r++)
		by_one(c + r * columns, in, columns, out[r].ptr, from, n);
}

#endif

#define PIECE 8192 /* bytes of each slice: more rows than four find them in the cache */

/*
 * gf256_multiply writes a matrix times a vector of slices to the slices at out. The
 * matrix has as many rows as there are slices at out, and as many columns as at in: c
 * is its coefficients, size their bytes. All slices have n bytes; none of out is one of in.
 */
void gf256_multiply(const uint8_t *c, size_t size, const go_slice *in, size_t columns, const go_slice *out, size_t rows,
                    size_t n)
{
	size_t piece = rows > 4 ? PIECE : n;

	(void)size;
	for (size_t from = 0; from < n; from += piece)
		rows_of((const struct coefficient *)c, in, columns, out, rows, from, n - from < piece ? n : from + piece);
}
