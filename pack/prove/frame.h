// frame.h - frames that Go's unwinder can read, at each instruction.
//
// Where a call leaves the return address in a register, the unwinder looks for it at
// the stack pointer, wherever the function has a frame, and in the register while it
// has none. The functions of a relaid image are made so; this is what proves it.
#ifndef NEARCALL_FRAME_H
#define NEARCALL_FRAME_H

#include "prove/step.h"

// frame_problem tells why the unwinder would not find the return address in front of
// the instruction, or behind it, if it calls; NULL when it does.
const char *frame_problem(const struct ground *g, const struct state *s, const struct insn *in);

// frame_opens tells whether the instruction does nothing but to put the return address
// where the stack pointer is to go: below it, which nothing else may write.
bool frame_opens(const struct ground *g, const struct state *s, const struct insn *in);

#endif
