// tailcall.h - see arch.go.call_instead.
#ifndef NEARCALL_ARM64_TAILCALL_H
#define NEARCALL_ARM64_TAILCALL_H

#include "base/arena.h"
#include "model/op.h"

void arm64_call_instead(struct arena *a, const struct op *jump, bool align, struct ops *out);

#endif
