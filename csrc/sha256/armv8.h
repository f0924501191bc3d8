/*
 * armv8.h: compress by the SHA-2 instructions of Armv8. Each does four rounds, or makes
 * four words of the message schedule.
 */
#include <arm_neon.h>

/* compress folds n blocks at p into the state. */
static inline void compress(uint32_t state[8], const uint8_t *p, size_t n)
{
	uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);

	for (; n; n--, p += BLOCK) {
		uint32x4_t w[4], abcd_before = abcd, efgh_before = efgh;
#pragma GCC unroll 16
		for (int i = 0; i < 16; i++) {
			uint32x4_t *this = &w[i & 3];
			if (i < 4)
				*this = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(p + 16 * i)));
			else
				*this = vsha256su1q_u32(vsha256su0q_u32(*this, w[(i + 1) & 3]), w[(i + 2) & 3], w[(i + 3) & 3]);
			uint32x4_t wk = vaddq_u32(*this, vld1q_u32(K + 4 * i)), abcd_now = abcd;
			abcd = vsha256hq_u32(abcd, efgh, wk);
			efgh = vsha256h2q_u32(efgh, abcd_now, wk);
		}
		abcd = vaddq_u32(abcd, abcd_before);
		efgh = vaddq_u32(efgh, efgh_before);
	}
	vst1q_u32(state, abcd);
	vst1q_u32(state + 4, efgh);
}
