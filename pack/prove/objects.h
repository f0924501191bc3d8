// objects.h - what of the stack a compiler's code never gets to by an index.
#ifndef NEARCALL_OBJECTS_H
#define NEARCALL_OBJECTS_H

#include "prove/state.h"

// objects_exclude tells whether `bytes` bytes at a stack offset cannot all be of one of
// C's locals, where a register that holds a number has been added to another address
// of the stack to get there. False unless a compiler made the function in hand.
bool objects_exclude(const struct ground *g, const struct state *s, int64_t offset, bool inexact, int64_t bytes);

#endif
