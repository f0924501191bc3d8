// goabi.h - Go's register convention on amd64: integers and pointers in AX BX CX
// DI SI R8 R9 R10 R11, floats in X0 to X14, results likewise; R14 holds g and X15
// zero (gowords.h).
#ifndef NEARCALL_GOABI_H
#define NEARCALL_GOABI_H

#include "model/gocall.h"

// goabi_assign is arch.go_assign.
struct go_call goabi_assign(struct arena *a, const struct gofunc *f);

#endif
