// emit.h - what the parts of trampolines on arm64 share.
#ifndef NEARCALL_ARM64_EMIT_H
#define NEARCALL_ARM64_EMIT_H

#include "arch/arm64/caapcs.h"
#include "model/call.h"
#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

// arm64_assign places a call's arguments and result as C expects them.
struct aapcs_call arm64_assign(struct arena *a, const struct call *b);

// arm64_load_op is the move that loads a scalar, small integers extended.
const char *arm64_load_op(const struct ctype *t);

// The levels of a chain: arm64_choice goes to what is below where the machine has
// less than tr's level, and tells whether there is something below, which arm64_below begins.
bool arm64_choice(struct asmtext *t, const struct trampoline *tr);
void arm64_below(struct asmtext *t, const struct trampoline *tr);

// arm64_budget ends a function that does not check the stack, behind its return: it
// lets Go's linker know what C uses below it, also where that calls through pointers. The linker takes
// it from the depths in the function's table, so two changes of the depth that are never run
// tell it.
void arm64_budget(struct asmtext *t, uint64_t stack);

#endif
