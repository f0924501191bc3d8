// branch.c - branches, exceptions, barriers and hints; system instructions,
// which are known here so that forbidden.c can name them.
#include "arch/arm64/fields.h"

static bool to_place(struct insn *out, int64_t distance)
{
	out->target = out->addr + (uint64_t)distance;
	arm64_refers(out, out->target);
	return true;
}

static void links(struct insn *out)
{
	arm64_target(out, ARM64_LINK, 64, ARM64_31_ZERO);
	out->fixed |= (regset)1 << ARM64_LINK;
}

static bool direct(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	if (row->kind == INSN_CALL)
		links(out);
	return to_place(out, arm64_signed(w, 25, 0) * ARM64_BYTES);
}

static bool conditional(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	static const uint8_t conditions[16] = {
		[2] = COND_ABOVE_EQUAL, [3] = COND_BELOW, [8] = COND_ABOVE, [9] = COND_BELOW_EQUAL};
	(void)row;
	out->condition = conditions[w & 15];
	return to_place(out, arm64_signed(w, 23, 5) * ARM64_BYTES);
}

static bool compare_zero(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_source(out, arm64_reg(w, ARM64_RD), arm64_width(w), ARM64_31_ZERO);
	return to_place(out, arm64_signed(w, 23, 5) * ARM64_BYTES);
}

static bool test_bit(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	arm64_source(out, arm64_reg(w, ARM64_RD), arm64_width(w), ARM64_31_ZERO);
	return to_place(out, arm64_signed(w, 18, 5) * ARM64_BYTES);
}

// Through the zero register it would go to address 0: nobody writes that.
static bool through(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	if (arm64_reg(w, ARM64_RN) == 31)
		return false;
	out->a = arm64_source(out, arm64_reg(w, ARM64_RN), 64, ARM64_31_ZERO);
	if (row->kind == INSN_CALL)
		links(out);
	return true;
}

static bool plain(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)w;
	(void)row;
	(void)out;
	return true;
}

// mrs and sysl write a register, msr and sys read one.
static bool system_register(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	(void)row;
	if (w >> 21 & 1)
		arm64_target(out, arm64_reg(w, ARM64_RD), 64, ARM64_31_ZERO);
	else
		arm64_source(out, arm64_reg(w, ARM64_RD), 64, ARM64_31_ZERO);
	out->sets_flags = true;
	return true;
}

// Pointer authentication changes x30, or x17. It is known to be refused by name.
static bool authenticate(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	enum { X16 = 16, X17 = 17 };
	unsigned n = arm64_bits(w, 11, 5);
	uint8_t pointer = n >= 24 || n == 7 ? ARM64_LINK : X17;
	(void)row;
	arm64_source(out, pointer, 64, ARM64_31_ZERO);
	arm64_target(out, pointer, 64, ARM64_31_ZERO);
	if (n >= 24 && n & 1)
		arm64_source(out, ARM64_SP, 64, ARM64_31_SP);
	if (n >= 8 && n <= 14)
		arm64_source(out, X16, 64, ARM64_31_ZERO);
	out->fixed = out->reads | out->writes;
	return true;
}

#define HINT(n, kind) {0xffffffff, 0xd503201f | (n) << 5, plain, kind, 0, 0}

static const struct arm64_row branches[] = {
	{0xfc000000, 0x14000000, direct, INSN_JUMP, 0, 0},
	{0xfc000000, 0x94000000, direct, INSN_CALL, 0, 0},
	{0xff000010, 0x54000000, conditional, INSN_BRANCH, 0, 0},
	{0x7e000000, 0x34000000, compare_zero, INSN_BRANCH, 0, 0},
	{0x7e000000, 0x36000000, test_bit, INSN_BRANCH, 0, 0},
	{0xfffffc1f, 0xd61f0000, through, INSN_JUMP, 0, 0},
	{0xfffffc1f, 0xd63f0000, through, INSN_CALL, 0, 0},
	{0xfffffc1f, 0xd65f0000, through, INSN_RETURN, 0, 0},
};

static const struct arm64_row exceptions[] = {
	{0xffe0001f, 0xd4200000, plain, INSN_TRAP, 0, 0}, // brk
	{0xffe0001f, 0xd4400000, plain, INSN_TRAP, 0, 0}, // hlt
	{0xffe0001f, 0xd4000001, plain, INSN_OTHER, 0, 0}, // svc
	{0xffe0001f, 0xd4000002, plain, INSN_OTHER, 0, 0}, // hvc
	{0xffe0001f, 0xd4000003, plain, INSN_OTHER, 0, 0}, // smc
};

// Barriers and most hints are INSN_OTHER: they have an effect, though on no
// register. Of the hints that a processor without them takes for nop, these alone
// are known.
static const struct arm64_row others[] = {
	HINT(0, INSN_NOTHING), // nop
	HINT(1, INSN_OTHER),   // yield
	HINT(2, INSN_OTHER),   // wfe
	HINT(3, INSN_OTHER),   // wfi
	HINT(4, INSN_OTHER),   // sev
	HINT(5, INSN_OTHER),   // sevl
	HINT(20, INSN_OTHER),  // csdb
	HINT(32, INSN_NOTHING), HINT(34, INSN_NOTHING), HINT(36, INSN_NOTHING), HINT(38, INSN_NOTHING), // bti
	{0xffffffff, 0xd50320ff, authenticate, INSN_OTHER, 0, 0}, // xpaclri
	{0xffffff3f, 0xd503211f, authenticate, INSN_OTHER, 0, 0}, // pacia1716, pacib1716, autia1716, autib1716
	{0xffffff1f, 0xd503231f, authenticate, INSN_OTHER, 0, 0}, // paciaz, paciasp, ... autibsp
	{0xfff8f01f, 0xd500401f, plain, INSN_OTHER, 0, 0},        // msr of a number
	{0xfffff0ff, 0xd503305f, plain, INSN_OTHER, 0, 0}, // clrex
	{0xfffff0ff, 0xd503309f, plain, INSN_OTHER, 0, 0}, // dsb
	{0xfffff0ff, 0xd50330bf, plain, INSN_OTHER, 0, 0}, // dmb
	{0xfffff0ff, 0xd50330df, plain, INSN_OTHER, 0, 0}, // isb
	{0xfff00000, 0xd5300000, system_register, INSN_OTHER, 0, 0}, // mrs
	{0xfff00000, 0xd5100000, system_register, INSN_OTHER, 0, 0}, // msr
	{0xfff80000, 0xd5080000, system_register, INSN_OTHER, 0, 0}, // sys
	{0xfff80000, 0xd5280000, system_register, INSN_OTHER, 0, 0}, // sysl
};

static const struct arm64_row undefined[] = {
	{0xffff0000, 0x00000000, plain, INSN_TRAP, 0, 0}, // udf
};

// What they do is not followed: they are known to be refused by name.
static const struct arm64_row scalable[] = {
	{0x1e000000, 0x04000000, plain, INSN_OTHER, 0, 0}, // SVE
	{0x9e000000, 0x80000000, plain, INSN_OTHER, 0, 0}, // SME
};

const struct arm64_table arm64_branch[] = {
	ARM64_TABLE(0x1c000000, 0x14000000, branches),
	ARM64_TABLE(0xff000000, 0xd4000000, exceptions),
	ARM64_TABLE(0xffc00000, 0xd5000000, others),
	ARM64_TABLE(0xffff0000, 0x00000000, undefined),
	ARM64_TABLE(0x1a000000, 0x00000000, scalable),
	{0},
};
