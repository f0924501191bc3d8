// claims.h - whether a claim is true of the registers and the memory.
#ifndef NEARCALL_HOSTILE_CLAIMS_H
#define NEARCALL_HOSTILE_CLAIMS_H

#include "run.h"

// A call of a function that has not returned yet.
struct activation {
	int function;
	uint64_t point;             // that was last come by
	uint64_t entry;             // the stack pointer, where the return address lies
	uint64_t back;              // the return address
	uint64_t saved[CPU_REGS];   // the registers at the entry
	const struct known *called; // what was known where it has called another
	int64_t slop;               // of the realigned origin at that call; -1: not known
};

// claims_broken tells what of the state is not so, or NULL.
const char *claims_broken(const struct subject *s, const struct activation *a, const struct state *known);

// claims_slop is how far the realigned origin lies above its lowest place; -1
// when no register tells.
int64_t claims_slop(const struct activation *a, const struct state *known);

#endif
