// relayword.h - what relayword.c does an instruction with: new words (relayput.c), and
// places in the old frame and the new one (relayplace.c).
#ifndef NEARCALL_ARM64_RELAYWORD_H
#define NEARCALL_ARM64_RELAYWORD_H

#include "arch/arm64/relayparts.h"

static inline regset relay_bit(uint8_t reg)
{
	return (regset)1 << reg;
}

// relay_put appends a word of the instruction, which has to mean `want`, or (NULL) what the
// instruction means. relay_put_sum appends to = from + n; either may be the stack pointer.
void relay_put(struct relaying *r, const struct relay_site *s, uint32_t word, const struct insn *want);
void relay_put_sum(struct relaying *r, const struct relay_site *s, uint8_t to, uint8_t from, int64_t n);

// relay_put_renamed appends the instruction with RELAY_SCRATCH, which holds the same, for the
// register `from` that it reads.
void relay_put_renamed(struct relaying *r, const struct relay_site *s, uint8_t from);

// relay_rename_set puts a register in the place of another, relay_whole is all 64 bits of one.
void relay_rename_set(regset *set, uint8_t from, uint8_t to);
struct operand relay_whole(uint8_t reg);

// relay_inside tells whether the new frame is there, or comes or goes with the instruction.
bool relay_inside(const struct relay_site *s);

// relay_offset gives the offset, from the stack pointer at the entry, that a register has
// before the instruction; false if it is none of the frame's.
bool relay_offset(const struct relay_site *s, uint8_t reg, int64_t *offset);

// relay_new_offset is where the bytes at an offset from the entry's stack pointer are now, from
// the new stack pointer.
int64_t relay_new_offset(struct relaying *r, const struct relay_site *s, int64_t offset, int64_t bytes);

// relay_address is where an address is. One right behind the frame may be the end of what is in
// there; what is done with it in `reg` tells. REG_NONE: that is not known.
int64_t relay_address(struct relaying *r, const struct relay_site *s, int64_t offset, uint8_t reg);

// relay_loaded is what a load gives, write-back aside.
regset relay_loaded(const struct insn *in);

// relay_accesses_stack tells whether the instruction accesses C's frame, or its arguments on the
// stack, and at which offset.
bool relay_accesses_stack(const struct relay_site *s, int64_t *offset);

#endif
