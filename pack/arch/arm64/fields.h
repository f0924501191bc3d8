// fields.h - fields of an instruction, and what they say of registers.
#ifndef NEARCALL_ARM64_FIELDS_H
#define NEARCALL_ARM64_FIELDS_H

#include "arch/arm64/decode.h"

// arm64_bits are the bits from high down to low, as an unsigned number.
static inline uint32_t arm64_bits(uint32_t w, unsigned high, unsigned low)
{
	return w >> low & (uint32_t)((UINT64_C(1) << (high - low + 1)) - 1);
}

static inline int64_t arm64_signed(uint32_t w, unsigned high, unsigned low)
{
	return (int64_t)((uint64_t)w << (63 - high)) >> (63 - high + low);
}

// The usual places of register fields.
enum { ARM64_RD = 0, ARM64_RN = 5, ARM64_RA = 10, ARM64_RM = 16 };

static inline uint8_t arm64_reg(uint32_t w, unsigned low)
{
	return (uint8_t)(w >> low & 31);
}

// arm64_width is 64 or 32, by bit 31.
static inline uint16_t arm64_width(uint32_t w)
{
	return w >> 31 ? 64 : 32;
}

// arm64_source notes that register r is read, and is the operand. 31 is the
// stack pointer, or (zero) the register that reads as 0.
enum arm64_31 { ARM64_31_ZERO, ARM64_31_SP };
struct operand arm64_source(struct insn *out, uint8_t r, uint16_t bits, enum arm64_31 as);

// arm64_target notes that it is written, as so many bits, and is the operand: none for the zero register.
struct operand arm64_target(struct insn *out, uint8_t r, uint16_t bits, enum arm64_31 as);

struct operand arm64_number(int64_t n, uint16_t bits);

// arm64_base notes that r, or the stack pointer, is read for an address, and is
// the place so many bytes from there.
struct place arm64_base(struct insn *out, uint8_t r, int64_t disp);

// arm64_writes_vector notes a write of n vector registers from r on; behind the last comes the first.
void arm64_writes_vector(struct insn *out, uint8_t r, unsigned n);

// arm64_refers notes the place that the instruction means by its distance, and is it as an operand's.
struct place arm64_refers(struct insn *out, uint64_t addr);

// arm64_accesses notes an access.
void arm64_accesses(struct insn *out, struct place at, unsigned bytes, bool reads, bool writes);

#endif
