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

// convention_entry is DWARF's number of the register that the parameter of the
// function is in at its first instruction, or -1 for the caller's stack. 0 when
// it is not told, or by a compiler that is not exact about it (clang).
int convention_entry(Dwarf_Die *function, Dwarf_Die *parameter);

// record_unfit tells why a value of the struct, class or union die cannot be
// passed like the struct of its members; NULL when it can. *opaque becomes true
// when the members are not all that it holds.
const char *record_unfit(Dwarf_Die *die, bool *opaque);

#endif
