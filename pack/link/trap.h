// trap.h - functions that are cut to a fault, of which Go makes a panic.
#ifndef NEARCALL_TRAP_H
#define NEARCALL_TRAP_H

#include "link/edit.h"

// trap_choose finds the functions: those that //nearcall:trap names, and those that
// end in a panic of Rust's, which it puts into out->panics. It reports patterns that
// fit none, or one that Go calls.
void trap_choose(struct editing *e, struct reduced *out);

// trap_called is the trap that a relocation of a call or a jump leads to; NULL for
// other functions.
const struct trap *trap_called(const struct editing *e, const GElf_Rela *r, size_t bytes_behind);

// trap_place gives each a section of its own with the architecture's trap in it. The
// old bodies stay, for the linker to leave out. False when the object cannot be changed so.
bool trap_place(struct editing *e);

#endif
