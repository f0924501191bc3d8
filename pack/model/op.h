// op.h - an instruction as it is to be written in a TEXT symbol.
#ifndef NEARCALL_OP_H
#define NEARCALL_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op_kind {
	OP_BYTES,   // as in the image, but for the operand that refers to another place
	OP_PUSH,    // PUSHQ value
	OP_POP,     // POPQ value
	OP_ADJUST,  // ADJSP adjust
	OP_CALL,    // CALL of another text's function
	OP_JUMP,    // the same, as a tail call
	OP_ADDRESS, // LEAQ of another text's function or constant to register value
	OP_GOTO,    // a jump of five bytes, between the code and what was moved behind it
	OP_PAD,     // bytes that are not executed
};

enum { NOTHING = -1, SKIP = -2 /* the next instruction that is run */ };

struct op {
	enum op_kind kind;
	uint64_t addr;    // in the image; 0 for what is new
	uint8_t length;   // bytes
	int64_t depth;    // bytes below the return address, before it runs
	int64_t moves;    // what it adds to that
	int64_t adjust;   // what Go's assembler takes it to add
	int value;        // a register, by number
	bool live;        // may run; nothing else has a depth
	bool target, falls, vague;
	bool call, jump;  // a direct call, a direct jump, of five bytes
	bool leaves;      // any jump that is always taken
	bool plain;       // no jump and no direct call
	bool address;     // takes one: LEA
	bool returns;
	bool exact;       // the unwinder will know its depth

	// The place that an operand refers to, if field is not 0.
	uint8_t field, width;  // of the operand: where in the instruction, bytes
	uint64_t refers;       // address in the image
	int constant;          // the constant that this is in, or NOTHING: code
	uint8_t *bytes;        // in a fused body: the instruction as it is there

	uint64_t at;       // bytes from the start of the text's body
	int chunk;         // OP_GOTO: the moved chunk it leads to, NOTHING: refers, or SKIP
	int64_t step;      // what Go takes to be the depth before it
};

struct ops {
	struct op *v;
	size_t n, cap;
};

#endif
