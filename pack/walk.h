// walk.h - follow one function along each of its paths.
#ifndef NEARCALL_WALK_H
#define NEARCALL_WALK_H

#include "image.h"
#include "state.h"

// What ends or leaves a straight run of code.
enum exit_kind { EXIT_CALL, EXIT_TAIL_CALL };

struct walk_call {
	uint64_t addr, target;
	uint64_t depth; // bytes pushed below the return address
	enum exit_kind kind;
};

struct walk_problem {
	uint64_t addr;       // of the instruction
	const char *what;    // to follow the function's name
	const char *hint;
};

// How the walker asks what it cannot know alone: whether a callee returns.
// Called for each call before the walk goes on behind it.
typedef bool walk_call_fn(void *ctx, const struct walk_call *call);

struct walk {
	struct arena *arena;
	const struct image *img;
	const ZydisDecoder *decoder;
	const struct symbol *function; // NULL when the code has no symbol
	walk_call_fn *on_call;
	void *ctx;

	uint64_t frame;      // out: bytes below the return address, red zone included
	bool returns;        // out
	VEC(struct walk_problem) problems; // out
	VEC(uint64_t) seen;  // addresses of decoded instructions, unordered, may repeat
};

// walk_function follows the code from start on.
void walk_function(struct walk *w, uint64_t start);

// jump_targets lists where an indirect jump through v can go; false (and a
// refusal) when v is not a jump table of the image.
bool jump_targets(const struct image *img, struct value v, struct arena *a, uint64_t **targets, size_t *n);

#endif
