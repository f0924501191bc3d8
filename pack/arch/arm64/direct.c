// direct.c - relocations of ELF for the Arm 64-bit Architecture (AAELF64), and
// what becomes of the instructions that have them.
//
// An address is taken by adrp, of its page, and add, of the rest; out of a global
// offset table by adrp and ldr, of the place there. Instruction by instruction
// the second becomes the first: as all uses of one symbol do, no two have to be
// found together.
#include "arch/arm64/direct.h"

#include "arch/arm64/decode.h"

#include <gelf.h>

enum {
	LDR_MASK = 0xfffffc00u, LDR = 0xf9400000u,            // ldr xt, [xn]
	LITERAL_MASK = 0xff000000u, LITERAL = 0x58000000u,    // ldr xt, place
	ADD_MASK = 0xff800000u, ADD = 0x91000000u,            // add xd, xn, #n
	ADDRESS_MASK = 0x1f000000u, ADRP = 0x90000000u, ADR = 0x10000000u,
	MOVZ = 0xd2800000u,
	REGISTERS = 0x3ffu, TARGET = 0x1fu,
	ZERO = 31,
};

static const struct {
	uint32_t type;
	enum reloc_kind kind;
} kinds[] = {
	{R_AARCH64_NONE, RELOC_NONE}, {256 /* R_AARCH64_NONE of old */, RELOC_NONE},
	{R_AARCH64_PREL32, RELOC_DISTANCE},
	{R_AARCH64_CALL26, RELOC_NEAR}, {R_AARCH64_JUMP26, RELOC_NEAR}, {R_AARCH64_CONDBR19, RELOC_NEAR},
	{R_AARCH64_TSTBR14, RELOC_NEAR}, {R_AARCH64_ADR_PREL_LO21, RELOC_NEAR}, {R_AARCH64_LD_PREL_LO19, RELOC_NEAR},
	{R_AARCH64_ADR_PREL_PG_HI21, RELOC_PAGE}, {R_AARCH64_ADR_PREL_PG_HI21_NC, RELOC_PAGE},
	{R_AARCH64_ADD_ABS_LO12_NC, RELOC_LOW}, {R_AARCH64_LDST8_ABS_LO12_NC, RELOC_LOW},
	{R_AARCH64_LDST16_ABS_LO12_NC, RELOC_LOW}, {R_AARCH64_LDST32_ABS_LO12_NC, RELOC_LOW},
	{R_AARCH64_LDST64_ABS_LO12_NC, RELOC_LOW}, {R_AARCH64_LDST128_ABS_LO12_NC, RELOC_LOW},
	{R_AARCH64_ADR_GOT_PAGE, RELOC_GOT}, {R_AARCH64_LD64_GOT_LO12_NC, RELOC_GOT},
	{R_AARCH64_GOT_LD_PREL19, RELOC_GOT}, {R_AARCH64_LD64_GOTPAGE_LO15, RELOC_GOT},
	{R_AARCH64_LD64_GOTOFF_LO15, RELOC_GOT}, {R_AARCH64_GOTREL32, RELOC_GOT}, {R_AARCH64_GOTREL64, RELOC_GOT},
};

enum reloc_kind arm64_reloc_kind(uint32_t type)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type)
			return kinds[i].kind;
	return RELOC_OTHER;
}

enum absent_use arm64_absent_use(uint32_t type, uint32_t *instead)
{
	switch (type) {
	case R_AARCH64_ADR_GOT_PAGE:
		*instead = R_AARCH64_ADR_PREL_PG_HI21;
		return ABSENT_LOADED;
	case R_AARCH64_LD64_GOT_LO12_NC:
		*instead = R_AARCH64_LDST64_ABS_LO12_NC;
		return ABSENT_LOADED;
	case R_AARCH64_GOT_LD_PREL19:
		*instead = R_AARCH64_LD_PREL_LO19;
		return ABSENT_LOADED;
	case R_AARCH64_CALL26:
	case R_AARCH64_JUMP26:
		return ABSENT_CALLED;
	case R_AARCH64_ABS64:
		*instead = R_AARCH64_NONE;
		return ABSENT_STORED;
	default:
		return ABSENT_OTHER;
	}
}

static void put(uint8_t *p, uint32_t w)
{
	for (int i = 0; i < ARM64_BYTES; i++)
		p[i] = (uint8_t)(w >> 8 * i);
}

// The zero register is the stack pointer to add.
static bool in_register(uint32_t w)
{
	return (w & TARGET) != ZERO;
}

bool arm64_direct(uint8_t *p, size_t n, struct direct *d)
{
	if (n != ARM64_BYTES || d->field != 0 || d->addend != 0)
		return false;
	uint32_t w = arm64_word(p);
	if (d->type == R_AARCH64_ADR_GOT_PAGE && (w & (ADDRESS_MASK | 1u << 31)) == ADRP) {
		d->type = R_AARCH64_ADR_PREL_PG_HI21;
	} else if (d->type == R_AARCH64_LD64_GOT_LO12_NC && (w & LDR_MASK) == LDR && in_register(w)) {
		put(p, ADD | (w & REGISTERS));
		d->type = R_AARCH64_ADD_ABS_LO12_NC;
	} else if (d->type == R_AARCH64_GOT_LD_PREL19 && (w & LITERAL_MASK) == LITERAL) {
		put(p, ADR | (w & TARGET));
		d->type = R_AARCH64_ADR_PREL_LO21;
	} else {
		return false;
	}
	return true;
}

bool arm64_forget(uint8_t *p, size_t n)
{
	uint32_t w = n == ARM64_BYTES ? arm64_word(p) : 0;
	bool address = (w & ADDRESS_MASK) == ADR, low = (w & ADD_MASK) == ADD && in_register(w);
	if (!address && !low)
		return false;
	put(p, MOVZ | (w & TARGET));
	return true;
}
