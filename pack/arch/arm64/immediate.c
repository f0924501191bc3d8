// immediate.c - data processing with an immediate: adr, add, and, mov, bit fields, extr.
#include "arch/arm64/fields.h"

static bool address(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	int64_t distance = arm64_signed(w, 23, 5) * 4 + (int64_t)arm64_bits(w, 30, 29);
	bool page = w >> 31;
	uint64_t at = page ? (out->addr & ~UINT64_C(0xfff)) + ((uint64_t)distance << 12) : out->addr + (uint64_t)distance;
	out->to = arm64_target(out, arm64_reg(w, ARM64_RD), 64, ARM64_31_ZERO);
	out->a = (struct operand){.kind = OPERAND_MEMORY, .bits = 64, .at = arm64_refers(out, at)};
	return true;
}

// The one that sets flags has the zero register for a target, and then compares; the other the stack pointer.
static bool add(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	bool flags = w >> 29 & 1;
	out->a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_SP);
	out->b = arm64_number((int64_t)arm64_bits(w, 21, 10) << (w >> 22 & 1 ? 12 : 0), bits);
	out->to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, flags ? ARM64_31_ZERO : ARM64_31_SP);
	out->sets_flags = flags;
	if (out->to.kind == OPERAND_NONE && row->kind == INSN_SUB)
		out->kind = INSN_COMPARE;
	return true;
}

static uint64_t rotated(uint64_t x, unsigned by, unsigned size)
{
	uint64_t mask = size == 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
	return by ? ((x >> by) | (x << (size - by))) & mask : x;
}

// Arm ARM, DecodeBitMasks: a run of ones, turned, in elements of 2 to 64 bits.
static bool bit_mask(uint32_t w, uint64_t *mask)
{
	unsigned n = w >> 22 & 1, immr = arm64_bits(w, 21, 16), imms = arm64_bits(w, 15, 10);
	unsigned combined = n << 6 | (~imms & 63), size = 64;
	if (combined < 2 || (n && !(w >> 31)))
		return false;
	while (!(combined & size))
		size /= 2;
	unsigned ones = (imms & (size - 1)) + 1;
	if (ones == size)
		return false;
	uint64_t element = rotated((UINT64_C(1) << ones) - 1, immr & (size - 1), size);
	for (; size < 64; size *= 2)
		element |= element << size;
	*mask = w >> 31 ? element : (uint32_t)element;
	return true;
}

static bool logical(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	uint64_t mask;
	if (!bit_mask(w, &mask))
		return false;
	out->sets_flags = arm64_bits(w, 30, 29) == 3;
	struct operand a = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, arm64_reg(w, ARM64_RD), bits, out->sets_flags ? ARM64_31_ZERO : ARM64_31_SP);
	bool move = arm64_bits(w, 30, 29) == 1 && a.kind == OPERAND_IMMEDIATE; // orr with the zero register
	out->kind = move ? INSN_MOVE : row->kind;
	if (out->kind == INSN_OTHER)
		return true;
	out->to = to;
	out->a = move ? arm64_number((int64_t)mask, bits) : a;
	out->b = move ? out->b : arm64_number((int64_t)mask, bits);
	return true;
}

static bool move(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	unsigned shift = 16 * arm64_bits(w, 22, 21);
	uint64_t n = (uint64_t)arm64_bits(w, 20, 5) << shift;
	uint8_t rd = arm64_reg(w, ARM64_RD);
	if (shift >= bits)
		return false;
	if (arm64_bits(w, 30, 29) == 0) // movn
		n = bits == 64 ? ~n : (uint32_t)~n;
	out->to = arm64_target(out, rd, bits, ARM64_31_ZERO);
	out->a = arm64_number((int64_t)n, bits);
	if (row->kind != INSN_INSERT)
		return true;
	out->a = arm64_number(arm64_bits(w, 20, 5), 16);
	out->b = arm64_number(shift, bits);
	arm64_source(out, rd, bits, ARM64_31_ZERO);
	out->merges = out->writes;
	return true;
}

// Of bit fields those are followed that begin at bit 0 and go to bit 0, and shifts
// to the left that an address may have.
static void field_kind(uint32_t w, struct insn *out, struct operand to, struct operand from)
{
	unsigned immr = arm64_bits(w, 21, 16), imms = arm64_bits(w, 15, 10), bits = arm64_width(w);
	bool is_signed = arm64_bits(w, 30, 29) == 0, whole = imms == 7 || imms == 15 || imms == 31;
	unsigned shift = bits - 1 - imms;
	out->to = to;
	out->a = from;
	if (immr == 0 && whole && imms + 1 < bits) {
		out->kind = is_signed ? INSN_SIGN_EXTEND : INSN_ZERO_EXTEND;
		out->a.bits = (uint16_t)(imms + 1);
	} else if (immr == 0 && !is_signed) {
		out->kind = INSN_AND;
		out->b = arm64_number((int64_t)(imms == 63 ? UINT64_MAX : (UINT64_C(1) << (imms + 1)) - 1), (uint16_t)bits);
	} else if (!is_signed && bits == 64 && imms + 1 == immr && shift <= 3 && from.kind == OPERAND_REGISTER) {
		struct place at = {.base = REG_NONE, .index = from.reg, .scale = (uint8_t)(1 << shift)};
		out->kind = INSN_ADDRESS;
		out->a = (struct operand){.kind = OPERAND_MEMORY, .bits = 64, .at = at};
	} else {
		out->to = out->a = (struct operand){.kind = OPERAND_NONE};
	}
}

static bool field(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = arm64_width(w);
	uint8_t rd = arm64_reg(w, ARM64_RD);
	if ((w >> 22 & 1) != w >> 31 || (bits == 32 && (w >> 21 & 1 || w >> 15 & 1)))
		return false;
	struct operand from = arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	struct operand to = arm64_target(out, rd, bits, ARM64_31_ZERO);
	if (row->kind != INSN_INSERT) {
		field_kind(w, out, to, from);
		return true;
	}
	out->kind = INSN_OTHER; // bfm
	regset before = out->reads;
	arm64_source(out, rd, bits, ARM64_31_ZERO);
	out->merges = out->writes & ~before;
	return true;
}

static bool extract(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	uint16_t bits = arm64_width(w);
	if ((w >> 22 & 1) != w >> 31 || (bits == 32 && w >> 15 & 1))
		return false;
	arm64_source(out, arm64_reg(w, ARM64_RN), bits, ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RM), bits, ARM64_31_ZERO);
	arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
	return true;
}

static const struct arm64_row rows[] = {
	{0x1f000000, 0x10000000, address, INSN_ADDRESS, 0, 0},
	{0x7f800000, 0x11000000, add, INSN_ADD, 0, 0},
	{0x7f800000, 0x31000000, add, INSN_ADD, 0, 0}, // adds
	{0x7f800000, 0x51000000, add, INSN_SUB, 0, 0},
	{0x7f800000, 0x71000000, add, INSN_SUB, 0, 0}, // subs
	{0x7f800000, 0x12000000, logical, INSN_AND, 0, 0},
	{0x7f800000, 0x32000000, logical, INSN_OTHER, 0, 0}, // orr
	{0x7f800000, 0x52000000, logical, INSN_OTHER, 0, 0}, // eor
	{0x7f800000, 0x72000000, logical, INSN_AND, 0, 0},   // ands
	{0x7f800000, 0x12800000, move, INSN_MOVE, 0, 0},     // movn
	{0x7f800000, 0x52800000, move, INSN_MOVE, 0, 0},     // movz
	{0x7f800000, 0x72800000, move, INSN_INSERT, 0, 0},   // movk
	{0x7f800000, 0x13000000, field, INSN_OTHER, 0, 0},   // sbfm
	{0x7f800000, 0x33000000, field, INSN_INSERT, 0, 0},  // bfm
	{0x7f800000, 0x53000000, field, INSN_OTHER, 0, 0},   // ubfm
	{0x7fa00000, 0x13800000, extract, INSN_OTHER, 0, 0},
};

const struct arm64_table arm64_immediate[] = {ARM64_TABLE(0x1c000000, 0x10000000, rows), {0}};
