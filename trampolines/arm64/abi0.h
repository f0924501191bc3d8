// abi0.h - stack entries on arm64 (trampolines/emitter.h).
#ifndef NEARCALL_ARM64_ABI0_H
#define NEARCALL_ARM64_ABI0_H

#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

bool arm64_reframe(struct arena *a, const struct call *call, struct reframing *out);
struct written arm64_stack_entry(struct asmtext *t, const struct trampoline *tr);

#endif
