/*
 * neon.h: 48 bytes, or 64 characters, at once by NEON, whose loads and stores take every
 * third or fourth byte; then 12, or 16.
 */
#include <arm_neon.h>

static inline uint8x16x4_t table_of(const uint8_t p[64])
{
	return (uint8x16x4_t){{vld1q_u8(p), vld1q_u8(p + 16), vld1q_u8(p + 32), vld1q_u8(p + 48)}};
}

/* encode_48 encodes 48 bytes. */
static inline void encode_48(uint8_t *dst, const uint8_t *src, uint8x16x4_t letters)
{
	const uint8x16_t six = vdupq_n_u8(63);
	uint8x16x3_t in = vld3q_u8(src);
	uint8x16x4_t out = {{
		vshrq_n_u8(in.val[0], 2),
		vorrq_u8(vshlq_n_u8(in.val[0], 4), vshrq_n_u8(in.val[1], 4)) & six,
		vorrq_u8(vshlq_n_u8(in.val[1], 2), vshrq_n_u8(in.val[2], 6)) & six,
		in.val[2] & six,
	}};

	for (int k = 0; k < 4; k++)
		out.val[k] = vqtbl4q_u8(letters, out.val[k]);
	vst4q_u8(dst, out);
}

/* encode_12 encodes 12 bytes; it reads 16. */
static inline void encode_12(uint8_t *dst, const uint8_t *src, uint8x16x4_t letters)
{
	const uint8x16_t order = {2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9, 255};
	const uint32x4_t six = vdupq_n_u32(63);
	uint32x4_t w = vreinterpretq_u32_u8(vqtbl1q_u8(vld1q_u8(src), order));
	uint32x4_t out = vshrq_n_u32(w, 18) | (vshrq_n_u32(w, 4) & vshlq_n_u32(six, 8)) |
	                 (vshlq_n_u32(w, 10) & vshlq_n_u32(six, 16)) | vshlq_n_u32(w & six, 24);

	vst1q_u8(dst, vqtbl4q_u8(letters, vreinterpretq_u8_u32(out)));
}

/* encode_wide encodes whole triples, and returns how many bytes those were. It reads no further than n. */
static inline size_t encode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	if (n < 16)
		return 0;
	uint8x16x4_t letters = table_of((const uint8_t *)alphabet);
	for (; n - i >= 48; i += 48, dst += 64)
		encode_48(dst, src + i, letters);
	for (; n - i >= 16; i += 12, dst += 16)
		encode_12(dst, src + i, letters);
	return i;
}

/* values in two tables. What is outside of one gives 0 there: characters from 128 on have to be told by themselves. */
struct halves {
	uint8x16x4_t low, high;
};

static inline uint8x16_t six_of(uint8x16_t c, struct halves of)
{
	return vqtbl4q_u8(of.low, c) | vqtbl4q_u8(of.high, c ^ vdupq_n_u8(64));
}

static inline bool high_bits(uint8x16_t v)
{
	return vmaxvq_u8(v) >= 0x80;
}

/* decode_64 decodes 64 characters, and tells whether all are good; if not, it writes nothing. */
static inline bool decode_64(uint8_t *dst, const uint8_t *src, struct halves of)
{
	uint8x16x4_t in = vld4q_u8(src), v;
	uint8x16_t bad = in.val[0] | in.val[1] | in.val[2] | in.val[3];

	for (int k = 0; k < 4; k++) {
		v.val[k] = six_of(in.val[k], of);
		bad |= v.val[k];
	}
	if (high_bits(bad))
		return false;
	vst3q_u8(dst, ((uint8x16x3_t){{
		vshlq_n_u8(v.val[0], 2) | vshrq_n_u8(v.val[1], 4),
		vshlq_n_u8(v.val[1], 4) | vshrq_n_u8(v.val[2], 2),
		vshlq_n_u8(v.val[2], 6) | v.val[3],
	}}));
	return true;
}

/* decode_16 does it with 16, and writes four bytes that do not count behind the 12. */
static inline bool decode_16(uint8_t *dst, const uint8_t *src, struct halves of)
{
	const uint8x16_t order = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255};
	const uint32x4_t six = vdupq_n_u32(63);
	uint8x16_t in = vld1q_u8(src), v = six_of(in, of);

	if (high_bits(in | v))
		return false;
	uint32x4_t w = vreinterpretq_u32_u8(v);
	w = vshlq_n_u32(w & six, 18) | (vshlq_n_u32(w, 4) & vshlq_n_u32(six, 12)) |
	    (vshrq_n_u32(w, 10) & vshlq_n_u32(six, 6)) | vshrq_n_u32(w, 24);
	vst1q_u8(dst, vqtbl1q_u8(vreinterpretq_u8_u32(w), order));
	return true;
}

/* decode_wide decodes characters as long as all are good, and returns how many. It writes no more than 3/4 n bytes. */
static inline size_t decode_wide(uint8_t *dst, const uint8_t *src, size_t n)
{
	size_t i = 0;

	if (n < 24)
		return 0;
	struct halves of = {table_of(values), table_of(values + 64)};
	for (; n - i >= 64 && decode_64(dst, src + i, of); i += 64)
		dst += 48;
	for (; n - i >= 24 && decode_16(dst, src + i, of); i += 16)
		dst += 12;
	return i;
}
