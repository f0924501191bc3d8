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
	OP_SYMBOL,  // an instruction in Go's words, whose operand is in the program's data
};

enum { NOTHING = -1, SKIP = -2 /* the next instruction that is run */ };

// What an op does to the stack, in bytes.
struct op_stack {
	int64_t depth;  // below the return address, before it runs: only of what is live
	int64_t moves;  // what it adds to that
	int64_t adjust; // what Go's assembler takes it to add: OP_PUSH, OP_POP, OP_ADJUST; else 0
	int64_t step;   // what Go takes the depth before it to be; set by fit
	bool vague;     // the depth is not one number
	bool exact;     // the unwinder will know its depth; set by fit, and by fuse
};

// Where control goes: what of the machine's instruction, also where the op is
// written as bytes. Only of what is live.
struct op_flow {
	bool target;     // a jump goes here
	bool falls;      // the next instruction is reached from it
	bool call, jump; // a direct call, a direct jump, of five bytes
	bool leaves;     // any jump that is always taken
	bool plain;      // no jump and no direct call
	bool returns;
};

// The place that an operand refers to. There is one if width is not 0. Of an
// OP_GOTO, which has no operand, only `to` is set, and of an OP_SYMBOL `constant`, too.
struct op_ref {
	uint8_t field, width; // of the operand: where in the instruction, bytes
	uint64_t to;          // address in the image; of OP_GOTO, in the end, in the text's body
	int64_t beyond;       // what the operand has is so many bytes behind that
	int constant;         // the constant that this is in, or NOTHING: code
	bool taken;           // the instruction takes the address: LEA
	bool near;            // it does not reach far
};

struct op {
	enum op_kind kind;
	uint64_t addr;  // in the image; 0 for what is new
	uint8_t length; // bytes
	bool live;      // may run
	uint64_t at;    // bytes from the start of the text's body; set by fit, and by fuse
	struct op_stack stack;
	struct op_flow flow;
	struct op_ref ref;
	int reg;        // OP_PUSH, OP_POP, OP_ADDRESS: by hardware number
	int chunk;      // OP_GOTO in fit: the moved chunk it leads to; NOTHING: to ref.to; or SKIP
	uint8_t *bytes; // in a fused body: the instruction as it is there; else NULL
};

struct ops {
	struct op *v;
	size_t n, cap;
};

#endif
