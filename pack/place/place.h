// place.h - stage *place*: the image -> Go TEXT symbols, one per C function.
//
// Go's unwinder knows a function by its symbol, and its stack depth at each
// instruction by the pcsp table that cmd/asm makes from PUSHQ, POPQ and ADJSP.
// So every function gets a symbol of its own, and the instructions that move
// the stack pointer are written as those three. Functions stay together only
// where their code cannot be parted; constants go with the code that reads
// them.
#ifndef NEARCALL_PLACE_H
#define NEARCALL_PLACE_H

#include "link/image.h"
#include "prove/prove.h"

enum { REG_SP = 4, REG_BP = 5 }; // TEMP

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
	int value;        // a register, by hardware number
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

// A stretch of code between two function symbols.
struct piece {
	uint64_t start, end;
	const char *name;
	const struct proven *function; // NULL: only jumped into
	struct ops ops;
	int text;
	uint64_t at; // bytes from the start of the text's body
	bool tied;   // keeps its distance from the piece in front
};

struct constant {
	uint64_t start, end, align;
	int family; // constants that refer to each other have the same
	int text;   // its own, if it is shared; or NOTHING
};

struct copy {
	int constant;
	uint64_t at;
};

// A TEXT symbol.
struct text {
	const char *name; // as cmd/asm spells it, without the leading dot
	bool deep;        // beyond Go's nosplit budget: entered behind a prologue
	uint64_t align;   // of the body, bytes
	uint64_t entry;   // bytes from the symbol to its body
	const char *why;  // why more than one function is in it; or NULL
	VEC(int) pieces;
	struct ops ops;
	VEC(struct copy) copies;
	uint64_t code_size, size;
};

struct placement {
	const char *opaque; // why the image has to stay whole; or NULL
	VEC(struct piece) pieces;
	VEC(struct constant) constants;
	VEC(struct text) texts;
};

// place_image plans the texts. Everything in it is owned by the arena.
void place_image(struct arena *a, const struct image *img, const struct proof *proof, struct placement *out);

// place_piece is the index of the piece that holds addr; NOTHING if none does.
int place_piece(const struct placement *p, uint64_t addr);

// place_code is where in its text's body the code at addr stands.
uint64_t place_code(const struct placement *p, uint64_t addr);

// place_constant is the index of the constant that holds addr; NOTHING if none
// does.
int place_constant(const struct placement *p, uint64_t addr);

// place_operand is the address, in the text's body, that stands for what the
// operand of op refers to; only for a place in the text itself.
uint64_t place_operand(const struct placement *p, int text, const struct op *op);

// place_table_element is the new value of the 32-bit offset at addr, an
// element of a constant that the text has a copy of at `at`.
bool place_table_element(const struct placement *p, const struct image *img, const struct flow *flow, int text,
                         uint64_t addr, int32_t *element);

#endif
