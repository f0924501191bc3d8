// load.c - loads and stores of one register and of pairs.
//
// An address is a register or the stack pointer and a number, which is added to
// the register for good in front of the access (pre-indexed) or behind it
// (post-indexed); or two registers; or the instruction's own, and a distance.
// What the architecture calls unpredictable, to load or store the register that
// the number is added to, or to load one register twice, is no instruction here.
#include "arch/arm64/fields.h"

// What one register gets or gives.
struct moved {
	unsigned bytes;
	bool vector, loads, is_signed, hint;
	uint16_t bits; // of the register that is loaded
};

// Arm ARM, load/store register: by size, V and opc. False where it is unallocated.
static bool what_moves(uint32_t w, struct moved *m)
{
	unsigned size = arm64_bits(w, 31, 30), opc = arm64_bits(w, 23, 22);
	*m = (struct moved){.bytes = 1u << size, .vector = w >> 26 & 1, .loads = opc & 1};
	if (m->vector) {
		m->bytes = opc & 2 ? 16 : m->bytes;
		return !(opc & 2) || size == 0;
	}
	m->bits = size == 3 || opc == 2 ? 64 : 32;
	m->is_signed = opc & 2;
	m->loads |= m->is_signed;
	m->hint = size == 3 && opc == 2;
	return size < 2 || opc < 3;
}

static void move(uint32_t w, const struct moved *m, struct place at, struct insn *out)
{
	uint8_t rt = arm64_reg(w, ARM64_RD);
	struct operand memory = {.kind = OPERAND_MEMORY, .bits = (uint16_t)(8 * m->bytes), .at = at};
	arm64_accesses(out, at, m->bytes, m->loads, !m->loads);
	out->kind = INSN_OTHER;
	out->access[0].hint = m->hint;
	if (m->hint)
		return;
	if (m->vector) {
		if (m->loads)
			arm64_writes_vector(out, rt, 1);
		return;
	}
	out->kind = INSN_MOVE;
	if (m->loads) {
		out->to = arm64_target(out, rt, m->bits, ARM64_31_ZERO);
		out->a = memory;
		if (m->is_signed || m->bytes < 4)
			out->kind = m->is_signed ? INSN_SIGN_EXTEND : INSN_ZERO_EXTEND;
	} else {
		out->to = memory;
		out->a = arm64_source(out, rt, memory.bits, ARM64_31_ZERO);
	}
}

static bool literal(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned opc = arm64_bits(w, 31, 30);
	bool vector = w >> 26 & 1;
	(void)row;
	struct moved m = {.bytes = opc == 1 ? 8 : 4, .vector = vector, .loads = true, .bits = opc ? 64 : 32};
	if (vector)
		m.bytes = 4u << opc;
	m.is_signed = !vector && opc == 2;
	m.hint = !vector && opc == 3;
	if (vector && opc == 3)
		return false;
	move(w, &m, arm64_refers(out, out->addr + (uint64_t)(arm64_signed(w, 23, 5) * ARM64_BYTES)), out);
	return true;
}

static bool by_number(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	struct moved m;
	(void)row;
	if (!what_moves(w, &m))
		return false;
	bool scaled = w >> 24 & 1;
	int64_t disp = scaled ? (int64_t)arm64_bits(w, 21, 10) * m.bytes : arm64_signed(w, 20, 12);
	move(w, &m, arm64_base(out, arm64_reg(w, ARM64_RN), disp), out);
	return true;
}

// write_back notes that the base becomes a number more; false when that is unpredictable.
static bool write_back(struct insn *out, uint8_t base, int64_t n, regset others)
{
	if (base != ARM64_SP && (others >> base & 1))
		return false;
	arm64_target(out, base, 64, ARM64_31_SP);
	out->back.reg = base;
	out->back.bytes = n;
	return true;
}

static bool indexed(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	struct moved m;
	uint8_t base = arm64_reg(w, ARM64_RN), rt = arm64_reg(w, ARM64_RD);
	int64_t n = arm64_signed(w, 20, 12);
	bool pre = w >> 11 & 1;
	(void)row;
	if (!what_moves(w, &m) || m.hint)
		return false;
	move(w, &m, arm64_base(out, base, pre ? n : 0), out);
	return write_back(out, base, n, m.vector ? 0 : (regset)1 << rt);
}

// An index of 32 bits is extended: no register holds what is added.
static bool by_register(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	struct moved m;
	uint8_t rm = arm64_reg(w, ARM64_RM);
	unsigned option = arm64_bits(w, 15, 13);
	(void)row;
	if (!what_moves(w, &m) || !(option & 2))
		return false;
	struct place at = arm64_base(out, arm64_reg(w, ARM64_RN), 0);
	if (rm != 31) {
		out->reads |= (regset)1 << rm;
		at.index = option & 1 ? rm : REG_OTHER;
		at.scale = (uint8_t)(w >> 12 & 1 ? m.bytes : 1);
	}
	if (at.scale > 8) // of 16 bytes
		at.index = REG_OTHER;
	if (at.index == REG_OTHER)
		at.scale = 1;
	move(w, &m, at, out);
	return true;
}

static void pair_operands(uint32_t w, struct insn *out, struct operand memory[2], bool loads)
{
	uint16_t bits = memory[0].bits;
	struct operand *reg = loads ? &out->to : &out->a, *reg2 = loads ? &out->to2 : &out->a2;
	out->kind = INSN_MOVE;
	*(loads ? &out->a : &out->to) = memory[0];
	*(loads ? &out->a2 : &out->to2) = memory[1];
	if (loads) {
		*reg = arm64_target(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
		*reg2 = arm64_target(out, arm64_reg(w, ARM64_RA), bits, ARM64_31_ZERO);
	} else {
		*reg = arm64_source(out, arm64_reg(w, ARM64_RD), bits, ARM64_31_ZERO);
		*reg2 = arm64_source(out, arm64_reg(w, ARM64_RA), bits, ARM64_31_ZERO);
	}
}

static void pair_registers(uint32_t w, struct insn *out, struct operand memory[2], bool vector, bool loads)
{
	bool is_signed = !vector && arm64_bits(w, 31, 30) == 1;
	if (vector) {
		if (loads)
			out->vector_writes = (uint32_t)1 << arm64_reg(w, ARM64_RD) | (uint32_t)1 << arm64_reg(w, ARM64_RA);
	} else if (is_signed) { // ldpsw
		arm64_target(out, arm64_reg(w, ARM64_RD), 64, ARM64_31_ZERO);
		arm64_target(out, arm64_reg(w, ARM64_RA), 64, ARM64_31_ZERO);
	} else {
		pair_operands(w, out, memory, loads);
	}
}

// Arm ARM, load/store register pair; sizes: 1 post-indexed, 2 by an offset, 3 pre-indexed, 0 without allocation.
static bool pair(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned opc = arm64_bits(w, 31, 30), bytes = opc & 2 ? 8 : 4;
	bool vector = w >> 26 & 1, loads = w >> 22 & 1;
	uint8_t base = arm64_reg(w, ARM64_RN), rt = arm64_reg(w, ARM64_RD), rt2 = arm64_reg(w, ARM64_RA);
	if (vector)
		bytes = 4u << opc;
	// stgp, of memory tagging, is not known
	if (opc == 3 || (!vector && opc == 1 && (!loads || row->sizes == 0)) || (loads && rt == rt2))
		return false;
	int64_t n = arm64_signed(w, 21, 15) * bytes;
	struct operand memory[2];
	struct place at = arm64_base(out, base, row->sizes == 1 ? 0 : n);
	for (int k = 0; k < 2; k++, at.disp += bytes) {
		memory[k] = (struct operand){.kind = OPERAND_MEMORY, .bits = (uint16_t)(8 * bytes), .at = at};
		arm64_accesses(out, at, bytes, loads, !loads);
	}
	pair_registers(w, out, memory, vector, loads);
	bool back = row->sizes & 1;
	return !back || write_back(out, base, n, vector ? 0 : (regset)1 << rt | (regset)1 << rt2);
}

static const struct arm64_row ones[] = {
	{0x3b000000, 0x39000000, by_number, INSN_OTHER, 0, 0},
	{0x3b200c00, 0x38000000, by_number, INSN_OTHER, 0, 0}, // ldur, stur
	{0x3b200400, 0x38000400, indexed, INSN_OTHER, 0, 0},
	{0x3b200c00, 0x38200800, by_register, INSN_OTHER, 0, 0},
};

static const struct arm64_row pairs[] = {
	{0x3b800000, 0x28000000, pair, INSN_OTHER, 0, 0},
	{0x3b800000, 0x28800000, pair, INSN_OTHER, 0, 1},
	{0x3b800000, 0x29000000, pair, INSN_OTHER, 0, 2},
	{0x3b800000, 0x29800000, pair, INSN_OTHER, 0, 3},
};

static const struct arm64_row literals[] = {
	{0x3b000000, 0x18000000, literal, INSN_OTHER, 0, 0},
};

const struct arm64_table arm64_load[] = {
	ARM64_TABLE(0x3a000000, 0x38000000, ones),
	ARM64_TABLE(0x3a000000, 0x28000000, pairs),
	ARM64_TABLE(0x3b000000, 0x18000000, literals),
	{0},
};
