// insntext.h - a decoded instruction as one line of text, for the tests of decoders.
//
//   KIND to= a= b= to2= a2=              operands of the kinds that have them: REGISTER:BITS, [PLACE]:BITS, #NUMBER
//   r= d= w= m= n= f=                    reads, data, writes, merges, narrow, fixed: registers
//   x=                                   vector registers that are written
//   R8[PLACE] W8[PLACE] RW8[PLACE]       accesses of so many bytes; then *REGISTER: repeated, ?: a hint, !: aligned
//   flags parts commutes divides         what else is true
//   back=REGISTER+N                      write-back
//   pushes=N, and words of the architecture's own, for the track
//   above above_equal below below_equal  the condition
//   at=OFFSET/WIDTH=ADDRESS              the field that refers to a place; target: it is where control goes
#ifndef NEARCALL_TEST_INSNTEXT_H
#define NEARCALL_TEST_INSNTEXT_H

#include "arch/arch.h"

// insn_text is that line; marks are what the architecture makes of insn.marks, each word behind a blank.
const char *insn_text(struct arena *a, const struct arch *arch, const struct insn *in, const char *marks);

#endif
