// known.h - what is known at one instruction, and when it says all that a point
// claims.
//
// Offsets count bytes from the stack pointer at the function's entry (exact), or
// from that pointer rounded down (inexact): the second lies from 0 to slack bytes
// above the first.
#ifndef NEARCALL_KNOWN_H
#define NEARCALL_KNOWN_H

#include "arch/arch.h"
#include "model/certificate.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

// What all rules stand on.
struct basis {
	const struct arch *arch;
	const struct image *img;
	const struct proof *proof;
	bool compiled; // the function that is read is a compiler's: it keeps to the language
	bool leaks;    // constants hold addresses of what is written to
	bool sealed; // in the function in hand, nobody else has addresses of its stack arguments
	regset kept;  // registers that are the caller's at each return
	int64_t args; // from the entry's stack pointer to the stack arguments
	bool relaid;  // Go's unwinder reads the frames
	bool parts;   // code forms addresses in two parts
	const struct gopkg *pkg;
	const bool *begins; // by byte of the image: a jump table is claimed to start there
};

// 8 bytes of the stack.
struct cell {
	int64_t offset;
	bool inexact;
	struct value value;
};

// More than the prover has: where the rules here find out more, they drop nothing that it
// has had room for.
enum { MOST_CELLS = 2 * VALUE_SLOTS };

struct known {
	struct value reg[INSN_REGS];
	struct cell cell[MOST_CELLS];
	int cells;
	int64_t slack, rounded;
	bool escaped;
	uint8_t flags_reg, flags_bits; // the flags compare these low bits with flags_number; bits 0: not known
	uint64_t flags_number;
	struct track track;
};

// What the facts of a point say, and nothing else; false when they are too many.
bool known_at(const struct basis *b, const struct point *p, struct known *out);

// What a call leaves known at the entry of a function with that contract.
void known_at_entry(const struct basis *b, const struct contract *c, struct known *out);

// why_not tells what the point claims that does not follow from k, or NULL.
const char *why_not(const struct basis *b, const struct known *k, const struct point *p);

// implies tells whether whatever x says of a value includes all that y says.
bool implies(const struct basis *b, struct value x, struct value y);

// function_at is the function of the proof that starts at addr, or NULL.
const struct proven *function_at(const struct basis *b, uint64_t addr);
const struct function_claims *claims_of(const struct basis *b, const struct proven *f);

// is_code_pointer: the address of a function that calls through pointers reach.
bool is_code_pointer(const struct basis *b, struct value v);
bool is_held(const struct basis *b, struct value v); // of what a compiler's code finds in constants

// What of v holds for another function that gets it passed or returned; from and to:
// the one that hands it on, and the one that gets it, are a compiler's. What other
// code makes of an address in the constants, a compiler would not.
struct value handed(const struct basis *b, struct value v, bool from, bool to);
bool is_frame_address(struct value v); // also of one that may have been written over

// The cell at an offset; any value when there is none.
struct value cell_value(const struct known *k, int64_t offset, bool inexact);
void forget_cells(struct known *k, int64_t offset, bool inexact, int64_t bytes);
void set_cell(struct known *k, int64_t offset, bool inexact, struct value v);

// cell_overlaps tells whether 8 bytes of the stack may share some with others.
bool cell_overlaps(const struct known *k, const struct cell *c, int64_t offset, bool inexact, int64_t bytes);

// value_beside is the address that the instruction forms of the place at addr.
struct value value_beside(const struct basis *b, const struct insn *in, uint64_t addr);

// argument is what is known of argument n of a call, or (tail) of a jump.
struct value argument(const struct basis *b, const struct known *k, int n, bool tail);

#endif
