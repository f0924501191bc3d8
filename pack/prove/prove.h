// prove.h - stage *prove*: what the machine code of the image needs and does.
//
// Every function that an entry can reach is decoded from the final image and
// followed along each of its paths; the stack depth is known at every
// instruction, or the function is refused.
#ifndef NEARCALL_PROVE_H
#define NEARCALL_PROVE_H

#include "link/image.h"
#include "model/flow.h"
#include "prove/state.h"

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
	bool uses_r14, uses_x15, aligned; // it, or something it calls
	bool wild_rbp;
	bool promise_used; // the bound rests on a promise, its own or a callee's
	VEC(struct call_site) calls; // those through pointers are listed once per possible target

	// While proving.
	struct value args[STATE_ARGS];
	bool entered, queued;
	VEC(int) callers;
};

struct proof {
	VEC(struct proven) funcs;
	struct flow flow;
};

// prove_entries proves everything that the entries reach. Refusals go to
// b->diags. entries[i] is the image symbol of the i-th function, or NULL.
void prove_entries(struct build *b, const struct gopkg *pkg, const struct image *img,
                   const struct symbol *const *entries, size_t n, struct proof *out);

// proof_of finds a function by address; NULL if nothing reached it.
const struct proven *proof_of(const struct proof *p, uint64_t addr);

// bound_functions fills in the bounds from frames and call sites; recursion
// without a promise is reported.
void bound_functions(struct build *b, const struct image *img, struct proof *p);

#endif
