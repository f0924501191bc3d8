// proof.h - what *prove* finds: for each function the stack that it needs, whom
// it calls, and what its callers and its trampoline must heed.
#ifndef NEARCALL_PROOF_H
#define NEARCALL_PROOF_H

#include "model/certificate.h"
#include "model/flow.h"
#include "model/insn.h"

struct promised_calls;

enum { NO_FUNCTION = -1 };

// A call or tail call: callee is an index into proof.funcs, depth the bytes
// that the caller has pushed below its return address at that point.
struct call_site {
	uint64_t addr;
	int callee; // NO_FUNCTION, while proving: any function whose address the image takes
	uint64_t depth;
	bool tail;
};

struct proven {
	const char *name;
	uint64_t addr;
	uint64_t frame;    // bytes below its return address that its own code uses, red zone included
	uint64_t bound;    // the same with everything it calls
	uint64_t promised; // from //nearcall:depth: at most so many activations at once; 0: none
	int64_t above;     // bytes that it writes right above its return address, or something it jumps to
	int64_t reads_above; // that it reads there
	regset reads_first; // registers whose value at the entry it reads itself
	bool taken;        // the image takes its address
	bool in_registers; // an address right behind its frame is that of no argument: none is passed on the stack. Told
	                   // only of functions that hold such an address, before they are laid out anew
	bool aligned;      // may rely on the stack's alignment; it, or something it calls
	bool aligned_itself; // it does, whatever it calls
	regset writes;     // general registers, it or something it calls
	uint32_t vector_writes; // vector registers likewise
	bool wild_fp;      // the frame pointer may hold anything where it faults
	bool promise_used; // the bound rests on a promise, its own or a callee's
	bool recursive;    // its own limit is needed for it
	const struct promised_calls *promised_calls; // what it calls through pointers is promised by these; or NULL
	VEC(struct call_site) calls; // those through pointers are listed once per possible target
};

struct proof {
	VEC(struct proven) funcs;
	bool pointers;  // something is called through a pointer
	uint64_t base;  // of the image
	size_t size;    // bytes of code
	int *index;     // by byte of code: of the function that starts there, + 1
	struct flow flow;
	struct certificate claims; // for the checker
};

// proof_of finds a function by address; NULL if nothing reached it.
const struct proven *proof_of(const struct proof *p, uint64_t addr);

#endif
