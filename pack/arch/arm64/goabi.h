// goabi.h - Go's register convention on arm64: integers and pointers in R0 to R15,
// floats in F0 to F15, results likewise; R28 holds g, and R26 a closure's context
// (gowords.h).
#ifndef NEARCALL_ARM64_GOABI_H
#define NEARCALL_ARM64_GOABI_H

#include "model/gocall.h"

// arm64_go_assign is arch.go_assign.
struct go_call arm64_go_assign(struct arena *a, const struct gofunc *f);

#endif
