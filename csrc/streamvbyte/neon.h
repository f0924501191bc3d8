/*
 * neon.h: four numbers at once by NEON, by streamvbyte.c's tables; ssse3.h has the same functions.
 */
#include <arm_neon.h>

typedef uint32x4_t quad;

INLINE quad four_times(uint32_t x)
{
	return vdupq_n_u32(x);
}

INLINE uint32_t lowest(quad v)
{
	return vgetq_lane_u32(v, 0);
}

/* moved gives the bytes of v that a row of a table names. */
INLINE uint8x16_t moved(uint8x16_t v, const uint8_t *row)
{
	return vqtbl1q_u8(v, vld1q_u8(row));
}

/* encode_four writes the control byte of four numbers, and 16 bytes at p. It returns what is behind those that count. */
INLINE uint8_t *encode_four(const uint32_t *in, uint8_t *control, uint8_t *p, uint32_t before, int delta)
{
	const uint8x16_t weights = {0, 1, 1, 1, 0, 4, 4, 4, 0, 16, 16, 16, 0, 64, 64, 64};
	quad v = vld1q_u32(in);

	if (delta)
		v = vsubq_u32(v, vextq_u32(vdupq_n_u32(before), v, 3));
	/* A byte is kept if it or one above it is not zero. */
	quad some = vorrq_u32(v, vshrq_n_u32(v, 8));
	some = vorrq_u32(some, vshrq_n_u32(some, 16));
	uint8x16_t bytes_of = vreinterpretq_u8_u32(some);
	uint8_t c = vaddvq_u8(vandq_u8(vtstq_u8(bytes_of, bytes_of), weights));
	*control = c;
	vst1q_u8(p, moved(vreinterpretq_u8_u32(v), gather[c]));
	return p + bytes[c];
}

/* decode_four reads 16 bytes at p, and returns what is behind those that four numbers have. */
INLINE const uint8_t *decode_four(uint32_t *out, uint8_t control, const uint8_t *p, quad *last, int delta)
{
	const quad zero = vdupq_n_u32(0);
	quad v = vreinterpretq_u32_u8(moved(vld1q_u8(p), spread[control]));

	if (delta) {
		v = vaddq_u32(v, vextq_u32(zero, v, 3));
		v = vaddq_u32(v, vextq_u32(zero, v, 2));
		v = vaddq_u32(v, *last);
		*last = vdupq_laneq_u32(v, 3);
	}
	vst1q_u32(out, v);
	return p + bytes[control];
}
