// rewriting.h - what is to change in the instructions of a body that stands in
// its trampoline.
#ifndef NEARCALL_REWRITING_H
#define NEARCALL_REWRITING_H

#include "model/insn.h"

enum { REWRITE_UNUSED = REG_NONE };

// Where the values of C's general registers are, by number;
// REWRITE_UNUSED for those that are not needed.
struct registers {
	uint8_t at[INSN_REGS];
	uint64_t swapped; // the address of an instruction whose operands change places; or 0
};

// A frame other than C's. Addresses are bytes from the place of the return
// address: locals lie below it, C's arguments in memory above it.
struct reframing {
	bool arguments;  // there are some in memory
	int64_t shift;   // bytes that these lie higher
	int64_t dropped; // bytes that all locals lie higher: a word if no frame pointer is pushed
};

struct rewriting {
	struct registers at;
	struct reframing frame;
	bool swapped;      // the two operands change places, which the instruction has to allow
	int64_t depth;     // C's, before the instruction: bytes below the return address
	int constants;     // the register that holds the constants' address; or negative
	int64_t constant;  // bytes from there to what a operand relative to the instruction means
};

#endif
