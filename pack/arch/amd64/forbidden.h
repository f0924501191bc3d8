// inspect.h - what one instruction alone tells: the audit, and facts.
#ifndef NEARCALL_INSPECT_H
#define NEARCALL_INSPECT_H

#include "prove/walk.h"

// The hint for code that no compiler of ours writes.
extern const char inspect_flow_hint[];

// walk_problem_add records a problem of the function; one of a kind is kept.
void walk_problem_add(struct walk *w, uint64_t addr, const char *what, const char *hint);

// inspect_wants_alignment tells whether a memory operand has to be aligned to
// 16 bytes.
bool inspect_wants_alignment(const struct insn *in, const ZydisDecodedOperand *op);

// inspect_instruction records what a goroutine does not allow, and the facts
// that trampolines want.
void inspect_instruction(struct walk *w, const struct insn *in);

#endif
