// vector.c - Advanced SIMD on vectors.
#include "arch/arm64/simd.h"

#define SAME(u, opcode, sizes) {0xbf20fc00, 0x0e200400 | (u) << 29 | (opcode) << 11, simd_by_size, INSN_OTHER, 0, sizes}
#define LOGICAL(u) {0xbf20fc00, 0x0e201c00 | (u) << 29, simd_by_size, INSN_OTHER, 0, 0xff}

static const struct arm64_row same[] = {
	SAME(0, 0, SIMD_BHS), SAME(0, 1, SIMD_ALL), SAME(0, 2, SIMD_BHS), LOGICAL(0), SAME(0, 4, SIMD_BHS),
	SAME(0, 5, SIMD_ALL), SAME(0, 6, SIMD_ALL), SAME(0, 7, SIMD_ALL), SAME(0, 8, SIMD_ALL), SAME(0, 9, SIMD_ALL),
	SAME(0, 10, SIMD_ALL), SAME(0, 11, SIMD_ALL), SAME(0, 12, SIMD_BHS), SAME(0, 13, SIMD_BHS),
	SAME(0, 14, SIMD_BHS), SAME(0, 15, SIMD_BHS), SAME(0, 16, SIMD_ALL), SAME(0, 17, SIMD_ALL),
	SAME(0, 18, SIMD_BHS), SAME(0, 19, SIMD_BHS), SAME(0, 20, SIMD_BHS), SAME(0, 21, SIMD_BHS),
	SAME(0, 22, SIMD_HS), SAME(0, 23, SIMD_ALL),
	SAME(0, 24, SIMD_LOW | SIMD_HIGH), // fmaxnm, fminnm
	SAME(0, 25, SIMD_LOW | SIMD_HIGH), // fmla, fmls
	SAME(0, 26, SIMD_LOW | SIMD_HIGH), // fadd, fsub
	SAME(0, 27, SIMD_LOW),             // fmulx
	SAME(0, 28, SIMD_LOW),             // fcmeq
	SAME(0, 30, SIMD_LOW | SIMD_HIGH), // fmax, fmin
	SAME(0, 31, SIMD_LOW | SIMD_HIGH), // frecps, frsqrts

	SAME(1, 0, SIMD_BHS), SAME(1, 1, SIMD_ALL), SAME(1, 2, SIMD_BHS), LOGICAL(1), SAME(1, 4, SIMD_BHS),
	SAME(1, 5, SIMD_ALL), SAME(1, 6, SIMD_ALL), SAME(1, 7, SIMD_ALL), SAME(1, 8, SIMD_ALL), SAME(1, 9, SIMD_ALL),
	SAME(1, 10, SIMD_ALL), SAME(1, 11, SIMD_ALL), SAME(1, 12, SIMD_BHS), SAME(1, 13, SIMD_BHS),
	SAME(1, 14, SIMD_BHS), SAME(1, 15, SIMD_BHS), SAME(1, 16, SIMD_ALL), SAME(1, 17, SIMD_ALL),
	SAME(1, 18, SIMD_BHS), SAME(1, 19, SIMD_B), SAME(1, 20, SIMD_BHS), SAME(1, 21, SIMD_BHS),
	SAME(1, 22, SIMD_HS),
	SAME(1, 24, SIMD_LOW | SIMD_HIGH), // fmaxnmp, fminnmp
	SAME(1, 26, SIMD_LOW | SIMD_HIGH), // faddp, fabd
	SAME(1, 27, SIMD_LOW),             // fmul
	SAME(1, 28, SIMD_LOW | SIMD_HIGH), // fcmge, fcmgt
	SAME(1, 29, SIMD_LOW | SIMD_HIGH), // facge, facgt
	SAME(1, 30, SIMD_LOW | SIMD_HIGH), // fmaxp, fminp
	SAME(1, 31, SIMD_LOW),             // fdiv
};

#define EXTRA(u, opcode, set, sizes) \
	{0xbf20fc00, 0x0e008400 | (u) << 29 | (opcode) << 11, simd_by_size, INSN_OTHER, set, sizes}

static const struct arm64_row extra[] = {
	EXTRA(1, 0, ARM64_RDM, SIMD_HS), EXTRA(1, 1, ARM64_RDM, SIMD_HS), // sqrdmlah, sqrdmlsh
	EXTRA(0, 2, ARM64_DOTPROD, SIMD_S), EXTRA(1, 2, ARM64_DOTPROD, SIMD_S), // sdot, udot
};

#define MISC(u, opcode, sizes) {0xbf3ffc00, 0x0e200800 | (u) << 29 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, sizes}

static const struct arm64_row misc[] = {
	MISC(0, 0, SIMD_BHS), MISC(0, 1, SIMD_B), MISC(0, 2, SIMD_BHS), MISC(0, 3, SIMD_ALL), MISC(0, 4, SIMD_BHS),
	MISC(0, 5, SIMD_B), MISC(0, 6, SIMD_BHS), MISC(0, 7, SIMD_ALL), MISC(0, 8, SIMD_ALL), MISC(0, 9, SIMD_ALL),
	MISC(0, 10, SIMD_ALL), MISC(0, 11, SIMD_ALL), MISC(0, 18, SIMD_BHS), MISC(0, 20, SIMD_BHS),
	MISC(0, 12, SIMD_HIGH), MISC(0, 13, SIMD_HIGH), MISC(0, 14, SIMD_HIGH), MISC(0, 15, SIMD_HIGH),
	MISC(0, 22, SIMD_B | SIMD_H), MISC(0, 23, SIMD_B | SIMD_H), // fcvtn, fcvtl
	MISC(0, 24, SIMD_LOW | SIMD_HIGH), MISC(0, 25, SIMD_LOW | SIMD_HIGH), MISC(0, 26, SIMD_LOW | SIMD_HIGH),
	MISC(0, 27, SIMD_LOW | SIMD_HIGH), MISC(0, 28, SIMD_LOW | SIMD_S), MISC(0, 29, SIMD_LOW | SIMD_HIGH),
	MISC(1, 0, SIMD_B | SIMD_H), MISC(1, 2, SIMD_BHS), MISC(1, 3, SIMD_ALL), MISC(1, 4, SIMD_BHS),
	MISC(1, 5, SIMD_B | SIMD_H), MISC(1, 6, SIMD_BHS), MISC(1, 7, SIMD_ALL), MISC(1, 8, SIMD_ALL),
	MISC(1, 9, SIMD_ALL), MISC(1, 11, SIMD_ALL), MISC(1, 18, SIMD_BHS), MISC(1, 19, SIMD_BHS),
	MISC(1, 20, SIMD_BHS), MISC(1, 12, SIMD_HIGH), MISC(1, 13, SIMD_HIGH), MISC(1, 15, SIMD_HIGH),
	MISC(1, 22, SIMD_H), // fcvtxn
	MISC(1, 24, SIMD_LOW), MISC(1, 25, SIMD_LOW | SIMD_HIGH), MISC(1, 26, SIMD_LOW | SIMD_HIGH),
	MISC(1, 27, SIMD_LOW | SIMD_HIGH), MISC(1, 28, SIMD_LOW | SIMD_S), MISC(1, 29, SIMD_LOW | SIMD_HIGH),
	MISC(1, 31, SIMD_HIGH), // fsqrt
};

// One of 32 bits takes four lanes.
#define ACROSS(u, opcode, sizes) \
	{0xbf3ffc00, 0x0e300800 | (u) << 29 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, sizes}
enum { LANES = SIMD_B | SIMD_H | (SIMD_S & SIMD_Q), FOUR_LOW = 0x02, FOUR_HIGH = 0x20 };

static const struct arm64_row across[] = {
	ACROSS(0, 3, LANES), ACROSS(0, 10, LANES), ACROSS(0, 26, LANES), ACROSS(0, 27, LANES),
	ACROSS(1, 3, LANES), ACROSS(1, 10, LANES), ACROSS(1, 26, LANES),
	ACROSS(1, 12, FOUR_LOW | FOUR_HIGH), ACROSS(1, 15, FOUR_LOW | FOUR_HIGH), // fmaxnmv, fminnmv, fmaxv, fminv
};

#define LONG(u, opcode, sizes) {0xbf20fc00, 0x0e200000 | (u) << 29 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, sizes}

static const struct arm64_row different[] = {
	{0xbfe0fc00, 0x0ee0e000, simd_by_size, INSN_OTHER, ARM64_AES, SIMD_EVERY}, // pmull of 64 bits, in front of that of 8
	LONG(0, 0, SIMD_BHS), LONG(0, 1, SIMD_BHS), LONG(0, 2, SIMD_BHS), LONG(0, 3, SIMD_BHS), LONG(0, 4, SIMD_BHS),
	LONG(0, 5, SIMD_BHS), LONG(0, 6, SIMD_BHS), LONG(0, 7, SIMD_BHS), LONG(0, 8, SIMD_BHS), LONG(0, 9, SIMD_HS),
	LONG(0, 10, SIMD_BHS), LONG(0, 11, SIMD_HS), LONG(0, 12, SIMD_BHS), LONG(0, 13, SIMD_HS), LONG(0, 14, SIMD_B),
	LONG(1, 0, SIMD_BHS), LONG(1, 1, SIMD_BHS), LONG(1, 2, SIMD_BHS), LONG(1, 3, SIMD_BHS), LONG(1, 4, SIMD_BHS),
	LONG(1, 5, SIMD_BHS), LONG(1, 6, SIMD_BHS), LONG(1, 7, SIMD_BHS), LONG(1, 8, SIMD_BHS), LONG(1, 10, SIMD_BHS),
	LONG(1, 12, SIMD_BHS),
};

// An element of 64 bits has one bit of index.
static bool by_element(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	bool too_far = arm64_bits(w, 23, 22) == 3 && w >> 21 & 1;
	return !too_far && simd_by_size(w, row, out);
}

#define ELEMENT(u, opcode, set, sizes) \
	{0xbf00f400, 0x0f000000 | (u) << 29 | (opcode) << 12, by_element, INSN_OTHER, set, sizes}

static const struct arm64_row elements[] = {
	ELEMENT(0, 1, 0, SIMD_HIGH), ELEMENT(0, 2, 0, SIMD_HS), ELEMENT(0, 3, 0, SIMD_HS), ELEMENT(0, 5, 0, SIMD_HIGH),
	ELEMENT(0, 6, 0, SIMD_HS), ELEMENT(0, 7, 0, SIMD_HS), ELEMENT(0, 8, 0, SIMD_HS), ELEMENT(0, 9, 0, SIMD_HIGH),
	ELEMENT(0, 10, 0, SIMD_HS), ELEMENT(0, 11, 0, SIMD_HS), ELEMENT(0, 12, 0, SIMD_HS), ELEMENT(0, 13, 0, SIMD_HS),
	ELEMENT(0, 14, ARM64_DOTPROD, SIMD_S), ELEMENT(1, 0, 0, SIMD_HS), ELEMENT(1, 2, 0, SIMD_HS),
	ELEMENT(1, 4, 0, SIMD_HS), ELEMENT(1, 6, 0, SIMD_HS), ELEMENT(1, 9, 0, SIMD_HIGH), ELEMENT(1, 10, 0, SIMD_HS),
	ELEMENT(1, 13, ARM64_RDM, SIMD_HS), ELEMENT(1, 14, ARM64_DOTPROD, SIMD_S), ELEMENT(1, 15, ARM64_RDM, SIMD_HS),
};

#define SHIFT(u, opcode, sizes) \
	{0xbf80fc00, 0x0f000400 | (u) << 29 | (opcode) << 11, simd_by_shift, INSN_OTHER, 0, sizes}

static const struct arm64_row shifts[] = {
	SHIFT(0, 0, SIMD_ALL), SHIFT(0, 2, SIMD_ALL), SHIFT(0, 4, SIMD_ALL), SHIFT(0, 6, SIMD_ALL), SHIFT(0, 10, SIMD_ALL),
	SHIFT(0, 14, SIMD_ALL), SHIFT(0, 16, SIMD_BHS), SHIFT(0, 17, SIMD_BHS), SHIFT(0, 18, SIMD_BHS),
	SHIFT(0, 19, SIMD_BHS), SHIFT(0, 20, SIMD_BHS), SHIFT(0, 28, SIMD_HIGH), SHIFT(0, 31, SIMD_HIGH),
	SHIFT(1, 0, SIMD_ALL), SHIFT(1, 2, SIMD_ALL), SHIFT(1, 4, SIMD_ALL), SHIFT(1, 6, SIMD_ALL), SHIFT(1, 8, SIMD_ALL),
	SHIFT(1, 10, SIMD_ALL), SHIFT(1, 12, SIMD_ALL), SHIFT(1, 14, SIMD_ALL), SHIFT(1, 16, SIMD_BHS),
	SHIFT(1, 17, SIMD_BHS), SHIFT(1, 18, SIMD_BHS), SHIFT(1, 19, SIMD_BHS), SHIFT(1, 20, SIMD_BHS),
	SHIFT(1, 28, SIMD_HIGH), SHIFT(1, 31, SIMD_HIGH),
};

// Of the numbers those that cmode tells; fmov of 64 bits has two lanes.
static bool number(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return !(arm64_bits(w, 15, 12) == 15 && w >> 29 & 1 && !(w >> 30 & 1));
}

static const struct arm64_row numbers[] = {
	{0x9ff80c00, 0x0f000400, number, INSN_OTHER, 0, 0},
};

static bool from_general(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	arm64_source(out, arm64_reg(w, ARM64_RN), w >> 16 & 7 ? 32 : 64, ARM64_31_ZERO);
	return simd_by_index(w, row, out);
}

static bool to_general(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	bool there = simd_by_index(w, row, out);
	arm64_target(out, arm64_reg(w, ARM64_RD), w >> 30 & 1 ? 64 : 32, ARM64_31_ZERO);
	out->vector_writes = 0;
	return there;
}

static const struct arm64_row copies[] = {
	{0xbfe0fc00, 0x0e000400, simd_by_index, INSN_OTHER, 0, SIMD_ALL}, // dup of an element
	{0xbfe0fc00, 0x0e000c00, from_general, INSN_OTHER, 0, SIMD_ALL},  // dup
	{0xffe0fc00, 0x4e001c00, from_general, INSN_OTHER, 0, SIMD_Q},    // ins
	{0xbfe0fc00, 0x0e002c00, to_general, INSN_OTHER, 0, SIMD_B | SIMD_H | (SIMD_S & SIMD_Q)},      // smov
	{0xbfe0fc00, 0x0e003c00, to_general, INSN_OTHER, 0, (SIMD_BHS & ~SIMD_Q) | SIMD_D}, // umov
	{0xffe08400, 0x6e000400, simd_by_index, INSN_OTHER, 0, SIMD_Q},   // ins of an element
};

// The number counts bytes of the register's length.
static bool extract(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return w >> 30 & 1 || !(w >> 14 & 1);
}

#define PERMUTE(opcode) {0xbf20fc00, 0x0e000800 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, SIMD_ALL}

static const struct arm64_row permute[] = {
	PERMUTE(1), PERMUTE(2), PERMUTE(3), PERMUTE(5), PERMUTE(6), PERMUTE(7),
	{0xbfe08400, 0x2e000000, extract, INSN_OTHER, 0, 0},
	{0xbfe08c00, 0x0e000000, simd_by_size, INSN_OTHER, 0, SIMD_B}, // tbl, tbx
};

const struct arm64_table arm64_vector[] = {
	ARM64_TABLE(0x9f200400, 0x0e200400, same),
	ARM64_TABLE(0x9f208400, 0x0e008400, extra),
	ARM64_TABLE(0x9f3e0c00, 0x0e200800, misc),
	ARM64_TABLE(0x9f3e0c00, 0x0e300800, across),
	ARM64_TABLE(0x9f200c00, 0x0e200000, different),
	ARM64_TABLE(0x9f000400, 0x0f000000, elements),
	ARM64_TABLE(0x9ff80400, 0x0f000400, numbers),
	ARM64_TABLE(0x9f800400, 0x0f000400, shifts),
	ARM64_TABLE(0x9fe08400, 0x0e000400, copies),
	ARM64_TABLE(0x9f208400, 0x0e000000, permute),
	{0},
};
