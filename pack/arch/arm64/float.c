// float.c - floating point of one register, and conversions from and to general
// registers. Of 16 bits Armv8.0-A has conversions alone.
#include "arch/arm64/fields.h"

// sizes: 1 << type of those that exist: 0 of 32 bits, 1 of 64, 2 the upper 64 of 128, 3 of 16.
enum { SINGLE = 1, DOUBLE = 2, UPPER = 4, HALF = 8, BOTH = SINGLE | DOUBLE };

static bool has_type(uint32_t w, const struct arm64_row *row)
{
	return row->sizes >> arm64_bits(w, 23, 22) & 1;
}

static bool compute(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return has_type(w, row);
}

static bool compare(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	out->sets_flags = true;
	return has_type(w, row);
}

static bool to_general(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	arm64_target(out, arm64_reg(w, ARM64_RD), arm64_width(w), ARM64_31_ZERO);
	return has_type(w, row);
}

static bool from_general(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	arm64_source(out, arm64_reg(w, ARM64_RN), arm64_width(w), ARM64_31_ZERO);
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return has_type(w, row);
}

// With a binary point, which a register of 32 bits has within it.
static bool has_point(uint32_t w)
{
	return w >> 31 || w >> 15 & 1;
}

static bool to_fixed(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	return to_general(w, row, out) && has_point(w);
}

static bool from_fixed(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	return from_general(w, row, out) && has_point(w);
}

// As above, with the bits that rmode and opcode are.
#define CONVERT(rmode, opcode, fill) \
	{0x7f3ffc00, 0x1e200000 | (rmode) << 19 | (opcode) << 16, fill, INSN_OTHER, 0, BOTH}
#define FIXED(rmode, opcode, fill) \
	{0x7f3f0000, 0x1e000000 | (rmode) << 19 | (opcode) << 16, fill, INSN_OTHER, 0, BOTH}
// fmov of all of a register, or of the upper half of a vector register.
#define MOVE(value, fill, type) {0xfffffc00, value, fill, INSN_OTHER, 0, type}
#define ONE(opcode, types) {0xff3ffc00, 0x1e204000 | (opcode) << 15, compute, INSN_OTHER, 0, types}
#define TWO(opcode) {0xff20fc00, 0x1e200800 | (opcode) << 12, compute, INSN_OTHER, 0, BOTH}

static const struct arm64_row rows[] = {
	CONVERT(0, 0, to_general), CONVERT(0, 1, to_general), CONVERT(0, 4, to_general), CONVERT(0, 5, to_general),
	CONVERT(1, 0, to_general), CONVERT(1, 1, to_general), CONVERT(2, 0, to_general), CONVERT(2, 1, to_general),
	CONVERT(3, 0, to_general), CONVERT(3, 1, to_general),
	CONVERT(0, 2, from_general), CONVERT(0, 3, from_general),
	FIXED(0, 2, from_fixed), FIXED(0, 3, from_fixed), FIXED(3, 0, to_fixed), FIXED(3, 1, to_fixed),
	MOVE(0x1e260000, to_general, SINGLE), MOVE(0x1e270000, from_general, SINGLE),
	MOVE(0x9e660000, to_general, DOUBLE), MOVE(0x9e670000, from_general, DOUBLE),
	MOVE(0x9eae0000, to_general, UPPER), MOVE(0x9eaf0000, from_general, UPPER),

	ONE(0, BOTH), ONE(1, BOTH), ONE(2, BOTH), ONE(3, BOTH), // fmov, fabs, fneg, fsqrt
	ONE(4, DOUBLE | HALF), ONE(5, SINGLE | HALF), ONE(7, BOTH), // fcvt
	ONE(8, BOTH), ONE(9, BOTH), ONE(10, BOTH), ONE(11, BOTH), ONE(12, BOTH), ONE(14, BOTH), ONE(15, BOTH), // frint
	TWO(0), TWO(1), TWO(2), TWO(3), TWO(4), TWO(5), TWO(6), TWO(7), TWO(8),
	{0xff200c00, 0x1e200c00, compute, INSN_OTHER, 0, BOTH}, // fcsel
	{0xff201fe0, 0x1e201000, compute, INSN_OTHER, 0, BOTH}, // fmov of a number
	{0xff20fc0f, 0x1e202000, compare, INSN_OTHER, 0, BOTH}, // fcmp, fcmpe
	{0xff3ffc0f, 0x1e202008, compare, INSN_OTHER, 0, BOTH}, // with 0
	{0xff200c00, 0x1e200400, compare, INSN_OTHER, 0, BOTH}, // fccmp, fccmpe
};

static const struct arm64_row multiply_add[] = {
	{0xff000000, 0x1f000000, compute, INSN_OTHER, 0, BOTH}, // fmadd, fmsub, fnmadd, fnmsub
};

const struct arm64_table arm64_float[] = {
	ARM64_TABLE(0x7f000000, 0x1e000000, rows),
	ARM64_TABLE(0xff000000, 0x1f000000, multiply_add),
	{0},
};
