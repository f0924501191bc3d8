// proof.h - what the machine code of an image needs and does, as it was proven.
#ifndef NEARCALL_PROOF_H
#define NEARCALL_PROOF_H

#include "model/flow.h"

enum { NO_FUNCTION = -1 };

// A call or tail call: callee is an index into proof.funcs, depth the bytes
// that the caller has pushed below its return address at that point.
struct call_site {
	uint64_t addr;
	int callee; // NO_FUNCTION: any function whose address the image takes
	uint64_t depth;
	bool tail;
};

struct proven {
	const char *name;
	uint64_t addr;
	uint64_t frame;    // bytes below its return address that its own code uses, red zone included
	uint64_t bound;    // the same with everything it calls
	uint64_t promised; // from //nearcall:depth: at most so many activations at once; 0: none
	bool returns, upper, taken; // taken: the image takes its address
	bool uses_x15, aligned; // it, or something it calls
	bool wild_rbp;
	bool promise_used; // the bound rests on a promise, its own or a callee's
	VEC(struct call_site) calls; // those through pointers are listed once per possible target
};

struct proof {
	VEC(struct proven) funcs;
	struct flow flow;
};

// proof_of finds a function by address; NULL if nothing reached it.
const struct proven *proof_of(const struct proof *p, uint64_t addr);

#endif
