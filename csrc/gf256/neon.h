/*
 * neon.h: a vector of bytes times a coefficient, by NEON. x86.h says what is here.
 */
#include <arm_neon.h>

#define WIDTH 16
#define COLUMNS _Pragma("clang loop unroll(disable)")
typedef uint8x16_t vec;
typedef struct { vec low, high; } prepared;

static inline prepared prepare(const struct coefficient *c)
{
	return (prepared){vld1q_u8(c->low), vld1q_u8(c->high)};
}

static inline vec times(prepared c, vec v)
{
	return vqtbl1q_u8(c.low, v & vdupq_n_u8(15)) ^ vqtbl1q_u8(c.high, vshrq_n_u8(v, 4));
}
