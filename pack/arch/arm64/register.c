// register.c - data processing of registers.
#include "arch/arm64/fields.h"

// to = a and b, of whatever kind.
static void three(uint32_t w, struct insn *out, uint16_t bits)
{
	arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
}

static bool two_sources(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	three(w, out, arm64_width(w));
	return true;
}

// The sum is of 32 bits; what is added of 64 in one.
static bool crc(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	if (w >> 31 != (arm64_bits(w, 11, 10) == 3))
		return false;
	three(w, out, 32);
	return true;
}

// sizes: 1 for what there is of 64 bits alone.
static bool one_source(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	if (row->sizes && !(w >> 31))
		return false;
	arm64_source(out, arm64_reg(w, ARM64_RN), arm64_width(w), ARM64_31_ZERO);
	arm64_target(out, arm64_reg(w, ARM64_RD), arm64_width(w), ARM64_31_ZERO);
	return true;
}

// orr with the zero register, not inverted and not shifted.
static bool is_move(uint32_t w)
{
	return (w & 0x7fe0ffe0) == 0x2a0003e0;
}

static bool logical(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	if (bits == 32 && w >> 15 & 1)
		return false;
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	struct operand b = arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
	bool plain = arm64_bits(w, 15, 10) == 0 && !(w >> 21 & 1);
	out->sets_flags = arm64_bits(w, 30, 29) == 3;
	out->kind = INSN_OTHER;
	if (is_move(w)) {
		bool number = b.kind == OPERAND_IMMEDIATE;
		out->kind = bits == 64 || number ? INSN_MOVE : INSN_ZERO_EXTEND;
		out->to = to;
		out->a = b;
	} else if (row->kind == INSN_AND && plain) {
		out->kind = INSN_AND;
		out->to = to;
		out->a = a;
		out->b = b;
	}
	return true;
}

// to is some way on from a, and how far is not followed: an element of a table whose rows are of any size.
static void some_way_on(struct insn *out, struct operand to, struct operand a)
{
	out->kind = INSN_ADD;
	out->to = to;
	out->a = a;
	out->b = (struct operand){.kind = OPERAND_OTHER, .bits = a.bits};
}

// What a sum is: whole registers are added, subtracted and compared; a shifted one
// of 64 bits makes an address.
static void sum(uint32_t w, struct insn *out, struct operand to, struct operand a, struct operand b, unsigned shift)
{
	bool subtracts = w >> 30 & 1, flags = w >> 29 & 1, known = a.kind == OPERAND_REGISTER;
	out->kind = INSN_OTHER;
	if (shift == 0) {
		out->kind = subtracts ? INSN_SUB : INSN_ADD;
		if (subtracts && flags && to.kind == OPERAND_NONE)
			out->kind = INSN_COMPARE;
		out->to = to;
		out->a = a;
		out->b = b;
	} else if (!subtracts && !flags && shift <= 3 && to.bits == 64 && b.kind == OPERAND_REGISTER) {
		struct place at = {.base = known ? a.reg : REG_NONE, .index = b.reg, .scale = (uint8_t)(1 << shift)};
		out->kind = INSN_ADDRESS;
		out->to = to;
		out->a = (struct operand){.kind = OPERAND_MEMORY, .bits = 64, .at = at};
	} else if (!subtracts && !flags && known && to.bits == 64) {
		some_way_on(out, to, a);
	}
}

enum { NOT_FOLLOWED = 64 }; // as a shift

static bool add_shifted(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	unsigned type = arm64_bits(w, 23, 22), shift = arm64_bits(w, 15, 10);
	(void)row;
	if (type == 3 || shift >= bits)
		return false;
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	struct operand b = arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
	out->sets_flags = w >> 29 & 1;
	sum(w, out, to, a, b, type == 0 || shift == 0 ? shift : NOT_FOLLOWED);
	return true;
}

static bool add_extended(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	unsigned option = arm64_bits(w, 15, 13), shift = arm64_bits(w, 12, 10);
	bool flags = w >> 29 & 1, whole = (option & 3) == 3 || (bits == 32 && (option & 3) == 2);
	(void)row;
	if (shift > 4)
		return false;
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_SP);
	struct operand b = arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, flags ? ARM64_31_ZERO : ARM64_31_SP);
	out->sets_flags = flags;
	sum(w, out, to, a, b, whole ? shift : NOT_FOLLOWED);
	return true;
}

static bool with_carry(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	three(w, out, arm64_width(w));
	out->sets_flags = w >> 29 & 1;
	return true;
}

static bool compare_if(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_source(out, arm64_reg(w, ARM64_RN), arm64_width(w), ARM64_31_ZERO);
	if (!(w >> 11 & 1))
		arm64_source(out, arm64_reg(w, ARM64_RM), arm64_width(w), ARM64_31_ZERO);
	out->sets_flags = true;
	return true;
}

static bool choose(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	struct operand b = arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
	if (row->kind != INSN_SELECT)
		return true;
	out->to = to;
	out->a = a;
	out->b = b;
	return true;
}

// sizes: bits of what is multiplied, where that is not the result's.
static bool multiply_add(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w), from = row->sizes ? row->sizes : bits;
	bool subtracts = w >> 15 & 1;
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RA), bits, ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RN), from, ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RM), from, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
	if (bits == 64 && !subtracts && a.kind == OPERAND_REGISTER)
		some_way_on(out, to, a);
	return true;
}

static const struct arm64_row sources[] = {
	{0x7fe0fc00, 0x1ac00800, two_sources, INSN_OTHER, 0, 0}, // udiv, which gives 0 for x / 0
	{0x7fe0fc00, 0x1ac00c00, two_sources, INSN_OTHER, 0, 0}, // sdiv
	{0x7fe0f000, 0x1ac02000, two_sources, INSN_OTHER, 0, 0}, // lslv, lsrv, asrv, rorv
	{0x7fe0e000, 0x1ac04000, crc, INSN_OTHER, ARM64_CRC, 0}, // crc32, crc32c
	{0x7ffffc00, 0x5ac00000, one_source, INSN_OTHER, 0, 0}, // rbit
	{0x7ffffc00, 0x5ac00400, one_source, INSN_OTHER, 0, 0}, // rev16
	{0x7ffffc00, 0x5ac00800, one_source, INSN_OTHER, 0, 0}, // rev of 32 bits, rev32
	{0x7ffffc00, 0x5ac00c00, one_source, INSN_OTHER, 0, 1}, // rev
	{0x7ffff800, 0x5ac01000, one_source, INSN_OTHER, 0, 0}, // clz, cls
};

static const struct arm64_row sums[] = {
	{0x7f000000, 0x0a000000, logical, INSN_AND, 0, 0},   // and, bic
	{0x7f000000, 0x2a000000, logical, INSN_OTHER, 0, 0}, // orr, orn
	{0x7f000000, 0x4a000000, logical, INSN_OTHER, 0, 0}, // eor, eon
	{0x7f000000, 0x6a000000, logical, INSN_AND, 0, 0},   // ands, bics
	{0x1f200000, 0x0b000000, add_shifted, INSN_OTHER, 0, 0},
	{0x1fe00000, 0x0b200000, add_extended, INSN_OTHER, 0, 0},
	{0x1fe0fc00, 0x1a000000, with_carry, INSN_OTHER, 0, 0},
	{0x3fe00410, 0x3a400000, compare_if, INSN_OTHER, 0, 0},
	{0x7fe00c00, 0x1a800000, choose, INSN_SELECT, 0, 0}, // csel
	{0x3fe00800, 0x1a800000, choose, INSN_OTHER, 0, 0},  // csinc, csinv, csneg
	{0x7fe00000, 0x1b000000, multiply_add, INSN_OTHER, 0, 0}, // madd, msub
	{0xff600000, 0x9b200000, multiply_add, INSN_OTHER, 0, 32}, // smaddl, umaddl, and with sub
	{0xff60fc00, 0x9b407c00, two_sources, INSN_OTHER, 0, 0}, // smulh, umulh
};

const struct arm64_table arm64_register[] = {
	ARM64_TABLE(0x1fe00000, 0x1ac00000, sources),
	ARM64_TABLE(0x0e000000, 0x0a000000, sums),
	{0},
};
