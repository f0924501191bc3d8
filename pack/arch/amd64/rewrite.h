// rewrite.h - one instruction with other registers, or in another frame.
//
// Where a small function stands in its trampoline, its frame pointer goes, its
// arguments in memory are where Go has put them, and it may keep values in other
// registers. Zydis encodes what comes of that; the result is decoded again and
// compared, operand by operand, with what was wanted.
#ifndef NEARCALL_REWRITE_H
#define NEARCALL_REWRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REWRITE_REGS = 16, REWRITE_MAX = 15 /* bytes of an instruction */, REWRITE_UNUSED = 0xff };

// Where the values of C's general registers are, by hardware number;
// REWRITE_UNUSED for those that are not needed.
struct registers {
	uint8_t at[REWRITE_REGS];
	uint64_t swapped; // the address of an instruction whose operands change places; or 0
};

// A frame other than C's. Addresses are bytes from the place of the return
// address: locals lie below it, C's arguments in memory from 8 up.
struct reframing {
	bool arguments;  // there are some in memory
	int64_t shift;   // bytes that these lie higher
	int64_t dropped; // bytes that all locals lie higher: 8 if no frame pointer is pushed
};

struct rewriting {
	struct registers at;
	struct reframing frame;
	bool swapped;      // the two operands change places, which the instruction has to allow
	int64_t depth;     // C's, before the instruction: bytes below the return address
	int constants;     // the register that holds the constants' address; or negative
	int64_t constant;  // bytes from there to what a RIP-relative operand means
};

// rewrite_instruction writes the instruction as out, of at most REWRITE_MAX
// bytes. The result is its length; 0 when it cannot be had.
size_t rewrite_instruction(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out);

// rewrite_may_swap tells whether the instruction adds two general registers, or
// the like: result = result + other, which may as well be other = other + result.
bool rewrite_may_swap(const uint8_t *code, size_t n, int result, int other);

// What an instruction does with general registers, as sets of 1 << number.
struct register_use {
	uint16_t reads, writes;
	uint16_t fixed; // among them those that the instruction does not let one choose
};

// rewrite_use tells it; false when parts of registers are used that others do
// not have (AH and its like), or the bytes are no instruction.
bool rewrite_use(const uint8_t *code, size_t n, struct register_use *out);

#endif
