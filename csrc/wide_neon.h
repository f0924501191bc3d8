/*
 * wide_neon.h: what wide.h has of each width, by NEON, whose vectors have four lanes.
 */
#if LANES != 4
#error "NEON has four lanes"
#endif

/* Macros: the instructions have n within. */
#define ror4(x, n) ((n) == 16 ? ror4_16(x) : (words4)vsriq_n_u32(vshlq_n_u32(x, 32 - (n)), x, n))
#define ROTATED(x, by) ((words4)vextq_u32(x, x, by))

INLINE words4 ror4_16(words4 x)
{
	return (words4)vrev32q_u16((uint16x8_t)x);
}

INLINE void turn4(words4 r[4])
{
	uint64x2_t a = (uint64x2_t)vtrn1q_u32(r[0], r[1]), b = (uint64x2_t)vtrn2q_u32(r[0], r[1]);
	uint64x2_t c = (uint64x2_t)vtrn1q_u32(r[2], r[3]), d = (uint64x2_t)vtrn2q_u32(r[2], r[3]);

	r[0] = (words4)vtrn1q_u64(a, c);
	r[1] = (words4)vtrn1q_u64(b, d);
	r[2] = (words4)vtrn2q_u64(a, c);
	r[3] = (words4)vtrn2q_u64(b, d);
}
