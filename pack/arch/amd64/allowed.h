// allowed.h - what an instruction may be: a list of what is allowed.
#ifndef NEARCALL_AMD64_ALLOWED_H
#define NEARCALL_AMD64_ALLOWED_H

#include "base/arena.h"

#include <Zydis/Zydis.h>

#include <stdbool.h>

// amd64_allowed tells whether a near call may contain an instruction, on any processor: one that computes, and
// whose effects are its operands', the arithmetic flags' and the stack's. ops are all of its operands, hidden ones
// too. false: refused; *what follows the function's name ("loads a segment register (lfs)") and *hint is what to
// do. Their text is static or the arena's. Which processors have the instruction is amd64_missing_level's matter;
// x87 and MMX state that stays behind is for track87.h to tell.
bool amd64_allowed(struct arena *a, const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops,
                   const char **what, const char **hint);

#endif
