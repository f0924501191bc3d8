// trampoline.h - a matched call -> the Go assembly that makes it.
#ifndef NEARCALL_TRAMPOLINE_H
#define NEARCALL_TRAMPOLINE_H

#include "arch/amd64/rewrite.h"
#include "model/call.h"
#include "trampolines/asmtext.h"

// One trampoline: an ABI0 function under the Go name that moves the arguments
// from the Go frame to where C expects them, runs the C function, and moves
// the result back.
struct trampoline {
	const struct call *call;
	const char *name;   // of the TEXT, in Go
	uint64_t stack;     // bytes that the C function and its callees use
	bool aligned;       // they may rely on a stack aligned to 16 bytes
	bool uses_x15;      // they write XMM15, which Go's register convention keeps zero
	const char *target; // the operand of CALL: "\302\267f<>(SB)"

	// The body of the C function, to stand in the trampoline; or NULL and the
	// reason: "has a loop". It takes C's arguments on the stack from Go's frame.
	void (*body)(struct asmtext *t, void *ctx);
	void *ctx;
	const char *no_body;
	const struct registers *registers; // that the body has its values in; NULL: those of C
};

// trampoline_frame tells where C's arguments on the stack lie in Go's frame.
// False when these are not all as far from where C expects them, or smaller than
// words.
bool trampoline_frame(struct arena *a, const struct call *b, struct reframing *out);

// trampoline_amd64 appends the trampoline's TEXT. The result says in a few
// words which form it got and why; *fused tells that the C function's body
// stands in it.
const char *trampoline_amd64(struct asmtext *t, const struct trampoline *tr, bool *fused);

#endif
