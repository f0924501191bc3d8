// gowords.h - Go's register convention, ABIInternal: what is the same on all
// architectures.
//
// The convention is no promise of Go's, but the same in all versions that
// nearcall supports (cmd/compile/abi-internal.md): the words of parameters are in
// integer and in floating-point registers, those of results likewise. A parameter
// that does not fit as a whole goes to the stack, and the caller leaves room there
// for all that are in registers.
#ifndef NEARCALL_GOWORDS_H
#define NEARCALL_GOWORDS_H

#include "model/gocall.h"

// The registers of an architecture, in the order of the convention: integer ones by
// number; floating-point ones are numbered from 0.
struct go_registers {
	const uint8_t *ints;
	size_t nints, nfloats;
};

// gowords_assign places the parameters and results of a function: arch.go_assign
// for an architecture with these registers.
struct go_call gowords_assign(struct arena *a, const struct gofunc *f, const struct go_registers *regs);

#endif
