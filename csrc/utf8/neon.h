/*
 * neon.h: what utf8.c does with vectors, by NEON. x86.h has the same functions.
 */
#include <arm_neon.h>

#define WIDE 16

typedef uint8x16_t vec16, wide;

static inline vec16 load16(const uint8_t *p)
{
	return vld1q_u8(p);
}

static inline wide load_wide(const uint8_t *p)
{
	return load16(p);
}

/* row gives what a table has for each of these nibbles. */
static inline vec16 row(const uint8_t table[16], vec16 nibbles)
{
	return vqtbl1q_u8(load16(table), nibbles);
}

/*
 * errors16_at tells where the 16 bytes at p, with the three before them, end what is no UTF-8. A third
 * byte, or a fourth, makes TWO_CONTS right, and its absence wrong.
 */
static inline vec16 errors16_at(const uint8_t *p)
{
	vec16 b = load16(p), b1 = load16(p - 1), b2 = load16(p - 2), b3 = load16(p - 3);
	vec16 two = row(tables[0], vshrq_n_u8(b1, 4)) & row(tables[1], vandq_u8(b1, vdupq_n_u8(15))) &
	            row(tables[2], vshrq_n_u8(b, 4));
	vec16 more = vqsubq_u8(b2, vdupq_n_u8(0xe0 - 0x80)) | vqsubq_u8(b3, vdupq_n_u8(0xf0 - 0x80));

	return (more & vdupq_n_u8(0x80)) ^ two;
}

static inline wide errors_wide_at(const uint8_t *p)
{
	return errors16_at(p);
}

static inline bool high_bits(wide v)
{
	return vmaxvq_u8(v) >= 0x80;
}

static inline vec16 narrow(wide v)
{
	return v;
}

static inline bool none(vec16 v)
{
	return vmaxvq_u8(v) == 0;
}
