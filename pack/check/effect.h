// effect.h - what an instruction leaves known.
#ifndef NEARCALL_EFFECT_H
#define NEARCALL_EFFECT_H

#include "check/operand.h"

// effect leaves in *k what is known behind an instruction without calls and
// jumps; the result is what cannot be followed, or NULL.
const char *effect(const struct basis *b, struct known *k, const struct insn *in);

// effect_of_writes: the registers that it writes, and the flags, hold anything.
void effect_of_writes(const struct basis *b, struct known *k, const struct insn *in);

// effect_of_call: what a callee with that contract leaves.
void effect_of_call(const struct basis *b, struct known *k, const struct contract *c);

// condition_value is what the register of the comparison holds where a branch
// is taken, or is not.
struct value condition_value(const struct known *k, const struct insn *in, bool taken);

// uses_callers tells whether an instruction does anything with a value that a
// register had at the entry but to keep it: then its owner's addresses are seen.
bool uses_callers(const struct basis *b, const struct known *k, const struct insn *in);

// hands_on_callers: whoever control goes to finds such a value in a register
// that it may use.
bool hands_on_callers(const struct basis *b, const struct known *k);

#endif
