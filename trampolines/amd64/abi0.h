// abi0.h - stack entries, from Go's ABI0 to the System V ABI (see emitter.h).
#ifndef NEARCALL_ABI0_H
#define NEARCALL_ABI0_H

#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

bool abi0_reframe(struct arena *a, const struct call *call, struct reframing *out);
struct written abi0_entry(struct asmtext *t, const struct trampoline *tr);

// abi0_front and abi0_behind append what stands around a body.
void abi0_front(struct asmtext *t, const struct trampoline *tr);
void abi0_behind(struct asmtext *t, const struct trampoline *tr);

#endif
