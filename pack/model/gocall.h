// gocall.h - a call in Go's register convention, word by word.
#ifndef NEARCALL_GOCALL_H
#define NEARCALL_GOCALL_H

#include "model/gopkg.h"

enum { GOABI_ON_STACK = -1 };

// A word that the convention passes by itself, or a parameter on the stack.
struct go_word {
	uint64_t offset;  // bytes from 0(FP) in the stack-based frame of the same call
	uint64_t size;    // bytes
	bool is_float;
	int reg;          // by number; or GOABI_ON_STACK
	uint64_t stack;   // bytes from the first argument on the stack
};

struct go_words {
	VEC(struct go_word) v;
};

struct go_call {
	struct go_words params, results;
	uint64_t area;    // bytes behind the return address that are the callee's
};

#endif
