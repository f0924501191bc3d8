// scalar.c - Advanced SIMD on one element.
#include "arch/arm64/simd.h"

// Sets of sizes; floating point as in simd.h.
enum {
	B = 0x02, H = 0x08, S = 0x20, D = 0x80, HS = H | S, BHS = B | HS, ALL = BHS | D, LOW = B | H, HIGH = S | D,
};

#define SAME(u, opcode, sizes) {0xff20fc00, 0x5e200400 | (u) << 29 | (opcode) << 11, simd_by_size, INSN_OTHER, 0, sizes}

static const struct arm64_row same[] = {
	SAME(0, 1, ALL), SAME(0, 5, ALL), SAME(0, 6, D), SAME(0, 7, D), SAME(0, 8, D), SAME(0, 9, ALL), SAME(0, 10, D),
	SAME(0, 11, ALL), SAME(0, 16, D), SAME(0, 17, D), SAME(0, 22, HS),
	SAME(0, 27, LOW), SAME(0, 28, LOW), SAME(0, 31, LOW | HIGH), // fmulx, fcmeq, frecps, frsqrts
	SAME(1, 1, ALL), SAME(1, 5, ALL), SAME(1, 6, D), SAME(1, 7, D), SAME(1, 8, D), SAME(1, 9, ALL), SAME(1, 10, D),
	SAME(1, 11, ALL), SAME(1, 16, D), SAME(1, 17, D), SAME(1, 22, HS),
	SAME(1, 26, HIGH), SAME(1, 28, LOW | HIGH), SAME(1, 29, LOW | HIGH), // fabd, fcmge, fcmgt, facge, facgt
};

#define EXTRA(opcode) {0xff20fc00, 0x7e008400 | (opcode) << 11, simd_by_size, INSN_OTHER, ARM64_RDM, HS}

static const struct arm64_row extra[] = {EXTRA(0), EXTRA(1)};

#define MISC(u, opcode, sizes) {0xff3ffc00, 0x5e200800 | (u) << 29 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, sizes}

static const struct arm64_row misc[] = {
	MISC(0, 3, ALL), MISC(0, 7, ALL), MISC(0, 8, D), MISC(0, 9, D), MISC(0, 10, D), MISC(0, 11, D), MISC(0, 20, BHS),
	MISC(0, 12, HIGH), MISC(0, 13, HIGH), MISC(0, 14, HIGH), MISC(0, 26, LOW | HIGH), MISC(0, 27, LOW | HIGH),
	MISC(0, 28, LOW), MISC(0, 29, LOW | HIGH), MISC(0, 31, HIGH),
	MISC(1, 3, ALL), MISC(1, 7, ALL), MISC(1, 8, D), MISC(1, 9, D), MISC(1, 11, D), MISC(1, 18, BHS), MISC(1, 20, BHS),
	MISC(1, 12, HIGH), MISC(1, 13, HIGH), MISC(1, 22, H), MISC(1, 26, LOW | HIGH), MISC(1, 27, LOW | HIGH),
	MISC(1, 28, LOW), MISC(1, 29, LOW | HIGH),
};

#define PAIR(u, opcode, sizes) {0xff3ffc00, 0x5e300800 | (u) << 29 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, sizes}

static const struct arm64_row pairs[] = {
	PAIR(0, 27, D), PAIR(1, 12, LOW | HIGH), PAIR(1, 13, LOW), PAIR(1, 15, LOW | HIGH),
};

#define LONG(opcode) {0xff20fc00, 0x5e200000 | (opcode) << 12, simd_by_size, INSN_OTHER, 0, HS}

static const struct arm64_row different[] = {LONG(9), LONG(11), LONG(13)};

static bool by_element(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	bool too_far = arm64_bits(w, 23, 22) == 3 && w >> 21 & 1;
	return !too_far && simd_by_size(w, row, out);
}

#define ELEMENT(u, opcode, set, sizes) \
	{0xff00f400, 0x5f000000 | (u) << 29 | (opcode) << 12, by_element, INSN_OTHER, set, sizes}

static const struct arm64_row elements[] = {
	ELEMENT(0, 1, 0, HIGH), ELEMENT(0, 5, 0, HIGH), ELEMENT(0, 9, 0, HIGH), ELEMENT(0, 3, 0, HS), ELEMENT(0, 7, 0, HS),
	ELEMENT(0, 11, 0, HS), ELEMENT(0, 12, 0, HS), ELEMENT(0, 13, 0, HS), ELEMENT(1, 9, 0, HIGH),
	ELEMENT(1, 13, ARM64_RDM, HS), ELEMENT(1, 15, ARM64_RDM, HS),
};

#define SHIFT(u, opcode, sizes) \
	{0xff80fc00, 0x5f000400 | (u) << 29 | (opcode) << 11, simd_by_shift, INSN_OTHER, 0, sizes}

static const struct arm64_row shifts[] = {
	SHIFT(0, 0, D), SHIFT(0, 2, D), SHIFT(0, 4, D), SHIFT(0, 6, D), SHIFT(0, 10, D), SHIFT(0, 14, ALL),
	SHIFT(0, 18, BHS), SHIFT(0, 19, BHS), SHIFT(0, 28, HIGH), SHIFT(0, 31, HIGH),
	SHIFT(1, 0, D), SHIFT(1, 2, D), SHIFT(1, 4, D), SHIFT(1, 6, D), SHIFT(1, 8, D), SHIFT(1, 10, D), SHIFT(1, 12, ALL),
	SHIFT(1, 14, ALL), SHIFT(1, 16, BHS), SHIFT(1, 17, BHS), SHIFT(1, 18, BHS), SHIFT(1, 19, BHS),
	SHIFT(1, 28, HIGH), SHIFT(1, 31, HIGH),
};

static const struct arm64_row copies[] = {
	{0xffe0fc00, 0x5e000400, simd_by_index, INSN_OTHER, 0, SIMD_Q},
};

const struct arm64_table arm64_scalar[] = {
	ARM64_TABLE(0xdf200400, 0x5e200400, same),
	ARM64_TABLE(0xdf208400, 0x5e008400, extra),
	ARM64_TABLE(0xdf3e0c00, 0x5e200800, misc),
	ARM64_TABLE(0xdf3e0c00, 0x5e300800, pairs),
	ARM64_TABLE(0xdf200c00, 0x5e200000, different),
	ARM64_TABLE(0xdf000400, 0x5f000000, elements),
	ARM64_TABLE(0xdf800400, 0x5f000400, shifts),
	ARM64_TABLE(0xffe08400, 0x5e000400, copies),
	{0},
};
