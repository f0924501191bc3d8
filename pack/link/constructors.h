// constructors.h - what a C program would run before main, and nothing here runs.
//
// Libraries bring constructors for what the functions that Go calls do not use:
// Rust's std keeps the arguments of main, <iostream> makes the standard streams.
// Such a one is left out. One whose absence could be seen stays, for the audit to refuse.
#ifndef NEARCALL_CONSTRUCTORS_H
#define NEARCALL_CONSTRUCTORS_H

#include "link/edit.h"

// is_constructor tells by its header and name whether a section lists functions
// to run before main or after it.
bool is_constructor(const GElf_Shdr *sh, const char *name);

// constructors_forget makes the sections of constructors into plain ones, for the
// linker to leave out, that share no writable data with what Go calls (neither
// refers, over whatever else, to a section or a variable that the other does) and
// do no more than compute. A note says which.
void constructors_forget(struct editing *e, const struct reduced *out);

#endif
