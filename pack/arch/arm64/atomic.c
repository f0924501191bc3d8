// atomic.c - exclusive, ordered and atomic loads and stores. Their place is a
// register or the stack pointer, without more; it has to be aligned to what is
// accessed.
#include "arch/arm64/fields.h"

static uint16_t width_of(unsigned bytes)
{
	return bytes == 8 ? 64 : 32;
}

static void access_base(uint32_t w, struct insn *out, unsigned bytes, bool reads, bool writes)
{
	arm64_accesses(out, arm64_base(out, arm64_reg(w, ARM64_RN), 0), bytes, reads, writes);
	out->access[0].aligned = true;
}

static bool load(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = 1u << arm64_bits(w, 31, 30);
	(void)row;
	access_base(w, out, bytes, true, false);
	arm64_target(out, arm64_reg(w, ARM64_RD), width_of(bytes), ARM64_31_ZERO);
	return true;
}

static bool store(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = 1u << arm64_bits(w, 31, 30);
	(void)row;
	access_base(w, out, bytes, false, true);
	arm64_source(out, arm64_reg(w, ARM64_RD), width_of(bytes), ARM64_31_ZERO);
	return true;
}

// The status goes to a register of its own; where it is another's, what happens is unpredictable.
static bool status(uint32_t w, struct insn *out, bool pair)
{
	uint8_t rs = arm64_reg(w, ARM64_RM), rt = arm64_reg(w, ARM64_RD), base = arm64_reg(w, ARM64_RN);
	if (rs == rt || (pair && rs == arm64_reg(w, ARM64_RA)) || (rs == base && rs != 31))
		return false;
	arm64_target(out, rs, 32, ARM64_31_ZERO);
	return true;
}

static bool store_exclusive(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	store(w, row, out);
	return status(w, out, false);
}

static bool load_pair(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = w >> 30 & 1 ? 8 : 4;
	uint8_t rt = arm64_reg(w, ARM64_RD), rt2 = arm64_reg(w, ARM64_RA);
	(void)row;
	if (rt == rt2)
		return false;
	access_base(w, out, 2 * bytes, true, false);
	arm64_target(out, rt, width_of(bytes), ARM64_31_ZERO);
	arm64_target(out, rt2, width_of(bytes), ARM64_31_ZERO);
	return true;
}

static bool store_pair(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = w >> 30 & 1 ? 8 : 4;
	(void)row;
	access_base(w, out, 2 * bytes, false, true);
	arm64_source(out, arm64_reg(w, ARM64_RD), width_of(bytes), ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RA), width_of(bytes), ARM64_31_ZERO);
	return status(w, out, true);
}

static bool swap_if(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = 1u << arm64_bits(w, 31, 30);
	uint8_t rs = arm64_reg(w, ARM64_RM);
	(void)row;
	access_base(w, out, bytes, true, true);
	arm64_source(out, rs, width_of(bytes), ARM64_31_ZERO);
	arm64_source(out, arm64_reg(w, ARM64_RD), width_of(bytes), ARM64_31_ZERO);
	arm64_target(out, rs, width_of(bytes), ARM64_31_ZERO);
	return true;
}

static bool swap_pair_if(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	uint16_t bits = w >> 30 & 1 ? 64 : 32;
	uint8_t rs = arm64_reg(w, ARM64_RM), rt = arm64_reg(w, ARM64_RD);
	(void)row;
	if ((rs | rt) & 1)
		return false;
	access_base(w, out, bits / 4, true, true);
	for (uint8_t k = 0; k < 2; k++) {
		arm64_source(out, rs + k, bits, ARM64_31_ZERO);
		arm64_source(out, rt + k, bits, ARM64_31_ZERO);
		arm64_target(out, rs + k, bits, ARM64_31_ZERO);
	}
	return true;
}

// ldadd, ldclr, swp and their like; with the zero register as target stadd and its like.
static bool change(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned bytes = 1u << arm64_bits(w, 31, 30);
	(void)row;
	access_base(w, out, bytes, true, true);
	arm64_source(out, arm64_reg(w, ARM64_RM), width_of(bytes), ARM64_31_ZERO);
	arm64_target(out, arm64_reg(w, ARM64_RD), width_of(bytes), ARM64_31_ZERO);
	return true;
}

static const struct arm64_row exclusive[] = {
	{0x3fe07c00, 0x08007c00, store_exclusive, INSN_OTHER, 0, 0}, // stxr, stlxr
	{0x3fff7c00, 0x085f7c00, load, INSN_OTHER, 0, 0},            // ldxr, ldaxr
	{0xbfe00000, 0x88200000, store_pair, INSN_OTHER, 0, 0},      // stxp, stlxp
	{0xbfff0000, 0x887f0000, load_pair, INSN_OTHER, 0, 0},       // ldxp, ldaxp
	{0x3ffffc00, 0x089ffc00, store, INSN_OTHER, 0, 0},           // stlr
	{0x3ffffc00, 0x08dffc00, load, INSN_OTHER, 0, 0},            // ldar
	{0x3fa07c00, 0x08a07c00, swap_if, INSN_OTHER, ARM64_LSE, 0}, // cas
	{0xbfa07c00, 0x08207c00, swap_pair_if, INSN_OTHER, ARM64_LSE, 0}, // casp
};

static const struct arm64_row changes[] = {
	{0x3f208c00, 0x38200000, change, INSN_OTHER, ARM64_LSE, 0}, // ldadd, ldclr, ldeor, ldset, lds/umax, lds/umin
	{0x3f20fc00, 0x38208000, change, INSN_OTHER, ARM64_LSE, 0}, // swp
	{0x3ffffc00, 0x38bfc000, load, INSN_OTHER, ARM64_RCPC, 0},  // ldapr
};

const struct arm64_table arm64_atomic[] = {
	ARM64_TABLE(0x3f000000, 0x08000000, exclusive),
	ARM64_TABLE(0x3f200c00, 0x38200000, changes),
	{0},
};
