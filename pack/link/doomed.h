// doomed.h - code behind which there is nothing but a trap.
#ifndef NEARCALL_DOOMED_H
#define NEARCALL_DOOMED_H

#include "link/edit.h"

// doomed_forget looks for instructions from which every path leads to a trap without
// a call or a use of memory that is not the stack's. What addresses they take, for a
// message that nobody will make, is of no use: they get 0 instead, so that what only
// they need is left out. Calls of local traps by way of their section become calls of
// the symbol.
void doomed_forget(struct editing *e);

#endif
