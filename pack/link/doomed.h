// doomed.h - code behind which there is nothing but a trap.
#ifndef NEARCALL_DOOMED_H
#define NEARCALL_DOOMED_H

#include "link/edit.h"

// doomed_forget looks for instructions from which every path leads to a trap without
// a call or a use of memory that is not the stack's. What addresses they take, for a
// message that nobody will make, is of no use: they get 0 instead, so that what only
// they need is left out. What leads to a local trap by way of its section, in code or in a
// constant, leads to the symbol then, so that the old body is left out.
void doomed_forget(struct editing *e);

#endif
