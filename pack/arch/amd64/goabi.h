// goabi.h - Go's register convention, ABIInternal, on amd64.
//
// The convention is no promise of Go's, but the same in all versions that
// nearcall supports (cmd/compile/abi-internal.md): integers and pointers in AX
// BX CX DI SI R8 R9 R10 R11, floats in X0 to X14, results likewise; R14 holds g
// and X15 zero. A parameter that does not fit as a whole goes to the stack, and
// the caller leaves room there for all that are in registers.
#ifndef NEARCALL_GOABI_H
#define NEARCALL_GOABI_H

#include "model/gocall.h"

// goabi_assign is arch.go_assign.
struct go_call goabi_assign(struct arena *a, const struct gofunc *f);

#endif
