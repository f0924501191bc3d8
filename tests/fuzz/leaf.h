// leaf.h - leaf functions that chance makes up, in machine code.
//
// A function works in registers, on locals, on arguments on the stack and on
// constants; it reads nothing that it has not been given or has not written. Some
// of its paths may end with a jump to another function, which stands behind it.
#ifndef NEARCALL_FUZZ_LEAF_H
#define NEARCALL_FUZZ_LEAF_H

#include "fuzz.h"

// Registers by their numbers in machine code.
enum { AX, CX, DX, BX, SP, BP, SI, DI, R12 = 12, R13, R14, R15, REGS };

enum {
	LEAF_BASE = 0x10000, // its address in the image
	LEAF_ARGS = 6,       // in registers, at most
	LEAF_STACK_ARGS = 3,
	LEAF_RESULTS = 2,
	LEAF_INSNS = 40,
	LEAF_CODE = 512,
	LEAF_TAILS = LEAF_INSNS + 1,
};

// The registers of System V; the results' at most LEAF_RESULTS.
extern const uint8_t leaf_args[LEAF_ARGS], leaf_results[LEAF_RESULTS];

struct leaf {
	struct arena *arena;
	struct feed feed;           // the choices that are left
	uint8_t code[LEAF_CODE];
	size_t n;                   // bytes of it
	size_t nargs, nresults, fixes;
	struct {
		size_t at;              // of the field, in the code
		unsigned constant;
	} fix[LEAF_INSNS];
	size_t tails, tail[LEAF_TAILS]; // the fields of jumps to the other function, in the code
	size_t callee;              // where that is, bytes from the image's start
	bool callee_aligns;         // it faults where the stack is not aligned as C wants it
	unsigned defined;           // registers that hold something that is known
	bool framed, on_stack;      // has rbp as its frame's; reads arguments on the stack
	uint8_t room;               // bytes that rsp was moved down for locals
};

// leaf_make takes the choices from the feed. A function that did not fit has
// n == LEAF_CODE.
void leaf_make(struct leaf *l, struct arena *a, struct feed feed);

// leaf_pick makes one choice more, of n.
unsigned leaf_pick(struct leaf *l, unsigned n);

// leaf_callee is the code of the other function.
const uint8_t *leaf_callee(const struct leaf *l, size_t *n);

// leaf_link makes an image of both, with the constants. Gives the image's bytes,
// which the caller frees.
uint8_t *leaf_link(struct leaf *l, struct image *img);

#endif
