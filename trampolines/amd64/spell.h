// spell.h - an instruction that refers to a symbol, in the words of Go's assembler.
#ifndef NEARCALL_AMD64_SPELL_H
#define NEARCALL_AMD64_SPELL_H

#include "trampolines/emitter.h"

// amd64_spell spells the instruction in the n bytes at p, with `place` for its
// operand that counts from the instruction. False if it has none such, or if Go's
// assembler is known to have no form of it. Whether Go's assembler makes the same
// bytes of the words is for the caller to find out.
bool amd64_spell(struct arena *a, const uint8_t *p, size_t n, const char *place, struct spelling *out);

#endif
