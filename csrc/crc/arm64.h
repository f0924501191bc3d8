/*
 * arm64.h: crc.c's instructions by the CRC extension of Armv8, and by PMULL, which comes
 * with AES. x86.h says what they do.
 */
#ifdef __ARM_FEATURE_CRC32
#include <arm_acle.h>

#define STEPS

static inline uint64_t step8(uint64_t c, uint64_t w)
{
	return __crc32cd((uint32_t)c, w);
}

static inline uint64_t step4(uint64_t c, uint32_t w)
{
	return __crc32cw((uint32_t)c, w);
}

static inline uint64_t step1(uint64_t c, uint8_t w)
{
	return __crc32cb((uint32_t)c, w);
}

#if defined __ARM_FEATURE_AES && (defined __clang__ || defined __ARM_FEATURE_CRYPTO) /* gcc 12 has it with SHA-2 only */
#include <arm_neon.h>

#define FOLDS

typedef uint64x2_t pair;

static inline pair load(const uint8_t *p)
{
	return vreinterpretq_u64_u8(vld1q_u8(p));
}

static inline pair two_words(const uint64_t k[2])
{
	return vld1q_u64(k);
}

static inline pair from_word(uint64_t w)
{
	return vsetq_lane_u64(w, vdupq_n_u64(0), 0);
}

static inline uint64_t low_word(pair v)
{
	return vgetq_lane_u64(v, 0);
}

static inline uint64_t high_word(pair v)
{
	return vgetq_lane_u64(v, 1);
}

static inline pair product(uint64_t a, uint64_t b)
{
	return vreinterpretq_u64_p128(vmull_p64(a, b));
}

static inline pair fold(pair v, pair k, pair next)
{
	pair high = vreinterpretq_u64_p128(vmull_high_p64(vreinterpretq_p64_u64(v), vreinterpretq_p64_u64(k)));

	return product(low_word(v), low_word(k)) ^ high ^ next;
}

static inline pair fold_low(pair v, pair k)
{
	return product(low_word(v), high_word(k)) ^ vextq_u64(v, vdupq_n_u64(0), 1);
}

static inline uint64_t reduce(uint64_t w, const struct factors *f)
{
	uint64_t m = low_word(product(w, f->mu));
	pair r = product(w ^ m << 1, f->p);

	return high_word(r) << 1 | low_word(r) >> 63;
}

static inline uint64_t ahead(uint64_t c, uint32_t by)
{
	return step8(0, low_word(product(c, by)));
}

#endif
#endif
