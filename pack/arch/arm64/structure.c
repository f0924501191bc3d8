// structure.c - loads and stores of one to four vector registers, whole, by
// lanes, or one element of each. What they access is one run of bytes.
#include "arch/arm64/fields.h"

// access notes that n vector registers from Vt on are loaded or stored, and the
// number or register that the address goes up by.
static void access(uint32_t w, struct insn *out, unsigned n, unsigned bytes)
{
	uint8_t base = arm64_reg(w, ARM64_RN), rm = arm64_reg(w, ARM64_RM);
	bool loads = w >> 22 & 1, post = w >> 23 & 1;
	arm64_accesses(out, arm64_base(out, base, 0), bytes, loads, !loads);
	if (loads)
		arm64_writes_vector(out, arm64_reg(w, ARM64_RD), n);
	if (!post)
		return;
	arm64_target(out, base, 64, ARM64_31_SP);
	if (rm != 31) {
		arm64_source(out, rm, 64, ARM64_31_ZERO);
		arm64_source(out, base, 64, ARM64_31_SP); // the sum is not followed
		return;
	}
	out->back.reg = base;
	out->back.bytes = bytes;
}

// By opcode: registers, and elements in a structure.
static bool whole(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	static const struct {
		uint8_t regs, elements;
	} forms[16] = {[0] = {4, 4}, [2] = {4, 1}, [4] = {3, 3}, [6] = {3, 1}, [7] = {1, 1}, [8] = {2, 2}, [10] = {2, 1}};
	unsigned opcode = arm64_bits(w, 15, 12), q = w >> 30 & 1;
	unsigned regs = forms[opcode].regs;
	(void)row;
	if (!regs || (arm64_bits(w, 11, 10) == 3 && !q && forms[opcode].elements > 1))
		return false;
	access(w, out, regs, regs * (q ? 16 : 8));
	return true;
}

static bool one_element(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned scale = arm64_bits(w, 15, 14), size = arm64_bits(w, 11, 10), s = w >> 12 & 1;
	unsigned regs = ((w >> 13 & 1) << 1 | (w >> 21 & 1)) + 1, bytes = 1u << scale;
	(void)row;
	if (scale == 1 && size & 1)
		return false;
	if (scale == 2) {
		if (size > 1 || (size == 1 && s))
			return false;
		bytes = size ? 8 : 4;
	}
	if (scale == 3) { // to all lanes
		if (!(w >> 22 & 1) || s)
			return false;
		bytes = 1u << size;
	}
	access(w, out, regs, regs * bytes);
	return true;
}

static const struct arm64_row rows[] = {
	{0xbfbf0000, 0x0c000000, whole, INSN_OTHER, 0, 0},
	{0xbfa00000, 0x0c800000, whole, INSN_OTHER, 0, 0},
	{0xbf9f0000, 0x0d000000, one_element, INSN_OTHER, 0, 0},
	{0xbf800000, 0x0d800000, one_element, INSN_OTHER, 0, 0},
};

const struct arm64_table arm64_structure[] = {ARM64_TABLE(0xbe000000, 0x0c000000, rows), {0}};
