// tail.h - jumps of a fused body to other functions, in the place of a call and a return.
#ifndef NEARCALL_TAIL_H
#define NEARCALL_TAIL_H

#include "place/fuse.h"

// tail_is tells whether an op of the piece is a jump to the start of another function, at the depth of a return.
bool tail_is(const struct placement *p, const struct piece *piece, const struct op *op);

// tail_why_not says why the calls of the function f, whose piece it is, cannot be made from a trampoline with its body;
// NULL when they can: all are such jumps, they are seldom worth as much as what is saved, and their stack, with what is
// between, needs no check.
const char *tail_why_not(const struct arch *arch, const struct placement *p, const struct piece *piece,
                         const struct proven *f, const struct fusing *how);

// tail_kept is the set of registers, as 1 << number, that a body has to leave alone even where it does not
// use them itself: what it jumps to takes them as they come.
regset tail_kept(const struct arch *arch, const struct proven *f);

#endif
