// goabi.h - Go's register convention, ABIInternal, on amd64.
//
// The convention is no promise of Go's, but the same in all versions that
// nearcall supports (cmd/compile/abi-internal.md): integers and pointers in AX
// BX CX DI SI R8 R9 R10 R11, floats in X0 to X14, results likewise; R14 holds g
// and X15 zero. A parameter that does not fit as a whole goes to the stack, and
// the caller leaves room there for all that are in registers.
#ifndef NEARCALL_GOABI_H
#define NEARCALL_GOABI_H

#include "model/gopkg.h"

enum { GOABI_ON_STACK = -1 };

// A word that the convention passes by itself, or a parameter on the stack.
struct go_word {
	uint64_t offset;  // bytes from 0(FP) in the stack-based frame of the same call
	uint64_t size;    // bytes
	bool is_float;
	int reg;          // hardware number; or GOABI_ON_STACK
	uint64_t stack;   // bytes from the first argument on the stack
};

struct go_words {
	VEC(struct go_word) v;
};

struct go_call {
	struct go_words params, results;
	uint64_t area;    // bytes behind the return address that are the callee's
};

// goabi_assign places the parameters and results of a function.
struct go_call goabi_assign(struct arena *a, const struct gofunc *f);

#endif
