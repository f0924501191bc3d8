// certificate.h - what the prover claims, for the checker to verify by itself.
//
// A claim can be verified from its neighbours: what is said of one point has to
// follow from what is said of those in front of it, by the instructions between.
#ifndef NEARCALL_CERTIFICATE_H
#define NEARCALL_CERTIFICATE_H

#include "base/arena.h"
#include "model/insn.h"
#include "model/track.h"
#include "model/value.h"

// A register's value, or that of 8 bytes of the stack at an offset from the
// entry's stack pointer (inexact: from the realigned one, at the lowest).
struct fact {
	uint8_t reg; // REG_NONE: of the stack
	bool inexact;
	int64_t offset;
	struct value value;
};

// What holds whenever control comes to addr: at a function's entry, and wherever
// its paths meet or lead. Registers and slots that no fact is about hold anything.
struct point {
	uint64_t addr;
	const struct fact *facts;
	size_t n;
	int64_t slack;       // bytes by which the two origins of the stack may differ, at most
	int64_t rounded;     // the offset that was rounded down to the second; odd: not always by the same amount
	bool escaped;        // others may hold an address of the frame
	struct {             // what the flags say, if bits is not 0: of a register's low bits against a number
		uint8_t reg, bits;
		uint64_t number;
	} compared;
	struct track track;
};

// A jump through a table: all elements, each a distance from `from`.
struct table_claim {
	uint64_t jump;       // the instruction
	uint64_t addr, from;
	size_t n;
	bool assumed;        // that the index is within it: a compiler's code, which has no bound for it
};

// What callers may rely on, and what they have to allow for.
struct contract {
	bool returns;
	bool peeks;          // looks at what callee-saved registers hold of its caller's
	int64_t above;       // bytes above its return address that it writes, at most
	bool reaches;        // or more, through addresses that are not followed
	struct track track;  // at its returns
	struct value result; // likewise, in the register of results
	bool sealed;         // nobody but it has addresses of its stack arguments: it and its callers are compilers' code
	struct value args[VALUE_ARGS]; // that every caller passes (state.h: the order)
};

struct function_claims {
	uint64_t addr;
	uint64_t frame, bound; // bytes, as in struct proven
	struct contract contract;
	VEC(struct point) points;
	VEC(struct table_claim) tables;
};

struct certificate {
	VEC(struct function_claims) funcs; // by index, as struct proof has them
};

#endif
