// placement.h - the image as Go TEXT symbols.
#ifndef NEARCALL_PLACEMENT_H
#define NEARCALL_PLACEMENT_H

#include "model/op.h"
#include "model/proof.h"

enum {
	// Of the 792 bytes that a chain of NOSPLIT functions may use (cmd/link's
	// stackcheck.go), those for C: the rest is for the entry, and Go's wrapper of
	// it with its copy of the arguments.
	NOSPLIT_BYTES = 512,
	// In a deep text the body lies behind the prologue that cmd/asm puts in
	// front, which is never run; its length does not matter up to here.
	BODY_ALIGN = 64,
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
	int datum;  // that it is in; or NOTHING: it goes with the code that reads it
	uint64_t place; // there, bytes
	bool variable;
};

// Data of the Go program: a variable, or a constant that holds addresses, or one
// that such an address leads to. It has one place, which Go's linker knows.
struct datum {
	const char *name;   // as cmd/asm spells it, without the leading dot
	const char *c_name; // or NULL
	uint64_t size, align; // bytes
	bool variable;
	bool in_text; // a constant without addresses that wants more alignment than Go gives data
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
	VEC(struct constant) constants; // sorted by address
	VEC(struct text) texts;
	VEC(struct datum) data;
};

// place_piece is the index of the piece that holds addr; NOTHING if none does.
int place_piece(const struct placement *p, uint64_t addr);

// place_code is where in its text's body the code at addr stands.
uint64_t place_code(const struct placement *p, uint64_t addr);

// place_constant is the index of the constant that holds addr; NOTHING if none
// does.
int place_constant(const struct placement *p, uint64_t addr);

// place_copy is where in the body of the text its copy of a constant has what
// is at addr in the image.
uint64_t place_copy(const struct placement *p, int text, int constant, uint64_t addr);

// place_operand is the address, in the text's body, that stands for what the
// operand of op refers to; only for a place in the text itself.
uint64_t place_operand(const struct placement *p, int text, const struct op *op);

#endif
