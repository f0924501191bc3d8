// caapcs.h - the calling convention of the Procedure Call Standard for the Arm
// 64-bit Architecture (AAPCS64, 2023Q3), as Linux has it.
//
// Pure functions from types to registers and stack slots; nothing here knows Go
// or prints anything.
#ifndef NEARCALL_CAAPCS_H
#define NEARCALL_CAAPCS_H

#include "base/arena.h"
#include "model/ctype.h"

enum { AAPCS_INT_REGS = 8, AAPCS_VECTOR_REGS = 8, AAPCS_RESULT_PLACE = 8 /* x8 */ };

// Where a value is.
enum aapcs_where {
	AAPCS_NOWHERE, // it has no size
	AAPCS_GENERAL, // 8 bytes of it in each general register, those of the last one's rest undefined
	AAPCS_VECTOR,  // a member of it in each vector register
	AAPCS_STACK,
};

struct aapcs_place {
	enum aapcs_where where;
	bool by_reference; // there is not the value but its address: of an argument of the caller's copy of it, which the
	                   // callee may change; of a result in x8, before the call (GENERAL)
	uint8_t reg, n;    // GENERAL, VECTOR: registers, x or v, and how many
	uint8_t member;    // VECTOR: bytes in each, 2, 4, 8 or 16: all of a value of as many
	uint64_t stack;    // STACK: bytes from the stack pointer at the call
};

struct aapcs_call {
	const struct aapcs_place *args; // one per argument
	size_t nargs;
	uint64_t stack_bytes;           // of arguments, a multiple of 16
	struct aapcs_place result;      // NOWHERE for void
};

// aapcs_assign places n arguments and a result (NULL for void).
struct aapcs_call aapcs_assign(struct arena *a, const struct ctype *const *types, size_t n,
                               const struct ctype *result);

// aapcs_homogeneous tells whether t is a homogeneous aggregate of floating-point
// values or of vectors (5.9.5): how many, and the bytes of one.
bool aapcs_homogeneous(const struct ctype *t, uint8_t *n, uint8_t *member);

// aapcs_dwarf_register is DWARF's number of the register that a value in one
// register has; -1 for other places.
int aapcs_dwarf_register(const struct aapcs_place *place);

#endif
