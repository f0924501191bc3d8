// sets.h - the instruction sets of x86-64: which C may use, and which flags of the compiler add each.
#ifndef NEARCALL_AMD64_SETS_H
#define NEARCALL_AMD64_SETS_H

#include <Zydis/Zydis.h>

struct amd64_set {
	ZydisISASet set;
	// The compiler's flags that add it, with a space between two: all are needed. "": every x86-64 has it.
	// NULL: it is refused.
	const char *flags;
	// When refused: what using it is, to follow the function's name, and a hint.
	const char *what, *hint;
};

// amd64_set_find returns the row of a set; NULL when there is none, as for the sets of a Zydis to come.
const struct amd64_set *amd64_set_find(ZydisISASet set);

// Hints that refusals share.
extern const char amd64_compute_hint[], amd64_state_hint[], amd64_unknown_hint[];

#endif
