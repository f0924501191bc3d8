// prove.h - stage *prove*: what the machine code of the image needs and does.
//
// Every function that an entry can reach is decoded from the final image and
// followed along each of its paths; the stack depth is known at every
// instruction, or the function is refused.
#ifndef NEARCALL_PROVE_H
#define NEARCALL_PROVE_H

#include "image.h"

// A call or tail call: callee is an index into proof.funcs, depth the bytes
// that the caller has pushed below its return address at that point.
struct call_site {
	uint64_t addr;
	size_t callee;
	uint64_t depth;
	bool tail;
};

enum proof_mark { PROOF_NEW, PROOF_OPEN, PROOF_DONE };

struct proven {
	const char *name;
	uint64_t addr;
	uint64_t frame;  // bytes below its return address that its own code uses, red zone included
	uint64_t bound;  // the same with everything it calls
	bool returns;    // some path ends in a return
	bool refused;
	enum proof_mark mark;
	VEC(struct call_site) calls;
};

struct proof {
	VEC(struct proven) funcs;
};

// prove_entries proves everything that the entries reach. Refusals go to
// b->diags. entries[i] is the image symbol of the i-th function.
void prove_entries(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
                   struct proof *out);

// proof_of finds a function by address; NULL if nothing reached it.
const struct proven *proof_of(const struct proof *p, uint64_t addr);

#endif
