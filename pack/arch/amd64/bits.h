// bits.h - which bits and flags come from which.
#ifndef NEARCALL_AMD64_BITS_H
#define NEARCALL_AMD64_BITS_H

#include "arch/amd64/decode.h"

// amd64_note_flags fills in which flags the instruction sets and tests.
void amd64_note_flags(const struct amd64_decoded *d, struct insn *out);

// amd64_note_bits fills in how the bits of its result come about, if its kind does not
// say it, with the operands that this is told of. out->commutes is there.
void amd64_note_bits(const struct amd64_decoded *d, struct insn *out);

#endif
