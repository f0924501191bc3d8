// convention.h - does the debug information say all that a caller must know?
//
// A prototype that reads well can still be wrong: the function follows another
// calling convention, its parameters are promoted, or they were left out.
#ifndef NEARCALL_CONVENTION_H
#define NEARCALL_CONVENTION_H

#include "bind/proto.h"

// convention_doubt tells why the prototype p, read from the declaration die, is
// not to be believed. Owned by the arena.
struct doubt convention_doubt(struct arena *a, Dwarf_Die *die, const struct proto *p);

// record_unfit tells why a value of the struct, class or union die cannot be
// passed like the struct of its members; NULL when it can. *opaque becomes true
// when the members are not all that it holds.
const char *record_unfit(Dwarf_Die *die, bool *opaque);

#endif
