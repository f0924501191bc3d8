// walk.h - follow one function along each of its paths.
#ifndef NEARCALL_WALK_H
#define NEARCALL_WALK_H

#include "model/certificate.h"
#include "model/flow.h"
#include "prove/cfi.h"
#include "prove/code.h"
#include "prove/jumptable.h"
#include "prove/leaders.h"
#include "prove/step.h"

struct walk_call {
	uint64_t addr;
	uint64_t target;  // 0: some function whose address the image takes
	bool promised;    // or what the package promises of this function's calls
	uint64_t depth;   // bytes pushed below the return address
	bool tail;        // a jump: the callee returns to the caller's caller
	const struct state *state; // at the call
};

// What the walker must know of a callee before it goes on behind the call.
struct walk_reply {
	bool returns;       // ever
	int64_t above;      // bytes that it writes above its return address
	bool reaches;       // more of it, through addresses that are not followed
	int64_t reads_above; // that it reads there
	bool peeks;         // at what callee-saved registers hold of its caller's
	regset reads_first; // registers that it reads before it has set them
	struct track track; // at its returns
	struct value result; // likewise
	const char *clash;  // why the tracks of several callees do not go together; or NULL
};

struct walk_problem {
	uint64_t addr;    // of the instruction
	const char *what; // to follow the function's name
	const char *hint;
	enum nc_code code;
	bool pointer;     // what a promise would help against
};

// What a walk takes.
struct walk_job {
	struct arena *arena;    // of what is reported
	struct arena *scratch;  // of the leaders
	const struct ground *ground;
	const struct code *code;
	struct cfi *cfi;                // or NULL
	struct tables *tables;          // jump tables, of all functions
	struct flow *flow;              // where what is seen is written down
	const struct symbol *function;  // NULL when the code has no symbol
	uint64_t start;
	bool compiled;                  // the function is a compiler's: it keeps to its own objects
	bool sealed;                    // as struct ground
	bool promised;                  // what it calls through unknown pointers is
	const struct value *args;       // VALUE_ARGS of them
	struct walk_reply (*on_call)(void *ctx, const struct walk_call *call);
	void (*on_address)(void *ctx, uint64_t function); // the code takes its address
	void *ctx;
};

// What it finds out.
struct walk_result {
	uint64_t frame;     // bytes below the return address, red zone included
	struct walk_reply reply; // for its callers
	bool at_end;        // holds the address of its first stack argument, or one behind: that of its frame's end
	bool wild_fp;       // the frame pointer may hold anything where an instruction faults, or a callee's does
	regset writes;      // general registers, vector registers
	uint32_t vector_writes;
	bool aligned;       // may rely on the stack's alignment: by an aligned access to its frame, or by computing
	                    // with an address in it, of which compilers take the low bits for known
	VEC(struct walk_problem) problems;
	struct leaders leaders; // what is known where paths meet, in the end
	VEC(struct table_claim) tables;
};

void walk_function(const struct walk_job *job, struct walk_result *out);

#endif
