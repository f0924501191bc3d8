// direct.h - uses of the global offset table for what the object itself defines.
#ifndef NEARCALL_DIRECT_H
#define NEARCALL_DIRECT_H

#include "link/edit.h"

// direct_uses makes them direct where the architecture can, whether the compiler
// has marked them for that or not (rustc does not).
void direct_uses(struct editing *e);

#endif
