// walk.h - follow one function along each of its paths.
#ifndef NEARCALL_WALK_H
#define NEARCALL_WALK_H

#include "arch/amd64/level.h"
#include "model/image.h"
#include "model/flow.h"
#include "prove/cfi.h"
#include "prove/step.h"

struct walk_call {
	uint64_t addr;
	uint64_t target;  // 0: some function whose address the image takes
	uint64_t depth;   // bytes pushed below the return address
	bool tail;        // a jump: the callee returns to the caller's caller
	const struct state *state; // at the call
};

// What the walker must know of a callee before it goes on behind the call.
struct walk_reply {
	bool returns; // ever
	bool upper;   // leaves the upper halves of YMM registers in use
};

struct walk_problem {
	uint64_t addr;    // of the instruction
	const char *what; // to follow the function's name
	const char *hint;
};

struct walk {
	struct arena *arena;
	const struct image *img;
	const ZydisDecoder *decoder;
	const struct isa *isa;         // what the build's CPU level allows
	struct cfi *cfi;
	const struct symbol *function; // NULL when the code has no symbol
	struct walk_reply (*on_call)(void *ctx, const struct walk_call *call);
	void (*on_address)(void *ctx, uint64_t function); // the code takes its address
	void *ctx;
	struct flow *flow; // where what is seen is written down

	// Filled in by walk_function.
	uint64_t frame;     // bytes below the return address, red zone included
	bool returns;
	bool upper;         // some return leaves the upper halves in use
	bool wild_rbp;      // rbp may hold anything where an instruction faults, or a callee's does
	// Facts for trampolines: writes XMM15; may rely on the stack's
	// alignment to 16 bytes, by an aligned access to its frame or by computing
	// with an address in it, of which compilers take the low bits for known.
	bool uses_x15, aligned;
	VEC(struct walk_problem) problems;

	// The red zone, while walking.
	bool calls;     // calls anything, tail calls aside
	bool below;     // has an access below the stack pointer
	bool vague;     // has accesses to its frame whose place is not known
	int64_t lowest; // stack pointer, relative to the entry's
};

// walk_code_range is where the image's code and constants lie.
struct code_range walk_code_range(const struct image *img);

// walk_function follows the code from start on; args are what is known of its
// integer arguments.
void walk_function(struct walk *w, uint64_t start, const struct value args[STATE_ARGS]);

// jump_targets lists where an indirect jump through v can go; false when v
// does not come from a jump table of the image.
bool jump_targets(const struct image *img, struct value v, struct arena *a, uint64_t **targets, size_t *n);

#endif
