// trampoline.h - a bound call -> the Go assembly that makes it.
#ifndef NEARCALL_TRAMPOLINE_H
#define NEARCALL_TRAMPOLINE_H

#include "asmtext.h"
#include "bind.h"

// One trampoline: an ABI0 function under the Go name that moves the arguments
// from the Go frame to where C expects them, gives C `stack` bytes below its
// return address, and moves the result back. Go's own prologue checks the
// stack for the frame that this takes.
struct trampoline {
	const struct bound *call;
	uint64_t stack;     // bytes that the C function and its callees use
	const char *target; // the operand of CALL: "image<>+64(SB)"
};

// trampoline_amd64 appends the trampoline's TEXT.
void trampoline_amd64(struct asmtext *t, const struct trampoline *tr);

#endif
