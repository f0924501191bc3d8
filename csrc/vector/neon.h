/*
 * neon.h: sums of products of signed bytes by NEON, and by the dot products of Armv8.2.
 *
 * add_products, BYTES and LANE_PRODUCTS are as x86.h has them.
 */
#include <arm_neon.h>

#define BYTES 16
#define LANE_PRODUCTS 4
#define ADD vaddq_s32
typedef int32x4_t sums;

static inline sums add_products(sums s, const int8_t *x, const int8_t *y)
{
	int8x16_t a = vld1q_s8(x), b = vld1q_s8(y);

#if defined __ARM_FEATURE_DOTPROD && defined __clang__ /* gcc 12 has it from Armv8.2 on only */
	return vdotq_s32(s, a, b);
#else
	return vpadalq_s16(vpadalq_s16(s, vmull_s8(vget_low_s8(a), vget_low_s8(b))), vmull_high_s8(a, b));
#endif
}
