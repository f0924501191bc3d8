// caapcs.h - the calling convention of the AAPCS64.
#ifndef NEARCALL_CAAPCS_H
#define NEARCALL_CAAPCS_H

#include "base/arena.h"
#include "model/ctype.h"

enum { AAPCS_RESULT = 8 };

// Where a value goes.
struct aapcs_place {
	bool by_reference; // its address goes there
	bool on_stack;
	int reg;           // the first one
	size_t regs;       // how many
	uint64_t element;  // bytes of each, in vector registers; 0: they are general ones
	uint64_t stack;    // bytes from the first argument on the stack
};

struct aapcs_call {
	const struct aapcs_place *args;
	size_t nargs;
	uint64_t stack_bytes;
	struct aapcs_place result;
	bool result_by_reference; // its address is in x8
};

struct aapcs_call aapcs_assign(struct arena *a, const struct ctype *const *types, size_t n, const struct ctype *result);

#endif
