// dense.h - lines of assembly for code and constants that nobody reads as bytes.
//
// At most places a line has the bytes of an instruction, and its disassembly as a
// comment. Long functions and constants have dense lines: the bytes that are joined
// run on through the directives, whichever instructions they are of, and there are
// no comments. Lengths that no directive has are macros: B3, B5, B6 and B7. Where
// all instructions are as long as a directive, there are none.
#ifndef NEARCALL_DENSE_H
#define NEARCALL_DENSE_H

#include "trampolines/asmtext.h"

// dense_over is the most bytes that a function's code may have without dense lines,
// in a package with so many bytes of code (design-notes.md, Placement, Dense lines).
uint64_t dense_over(uint64_t package);

// dense_macros defines the macros, unless the file has them.
void dense_macros(struct asmtext *t, const struct asm_directive *d);

// dense_begin makes the lines that follow dense, made of the directives d, which are
// those of 8, 4, 2 and 1 bytes; dense_end ends that, if it was begun.
void dense_begin(struct asmtext *t, const struct asm_directive *d);
void dense_end(struct asmtext *t);

// dense_constants writes bytes as lines of 32, with an offset at each eighth; at is
// that of the first.
void dense_constants(struct asmtext *t, const struct asm_directive *d, const uint8_t *p, size_t n, uint64_t at);

// For asmtext.c. dense_bytes adds bytes to the block's last line if they are to be
// joined, or to a new one. dense_settle writes what that line holds back, before
// dense_append puts an instruction behind it. dense_room tells whether it takes more.
void dense_bytes(struct asmtext *t, const uint8_t *p, size_t n);
void dense_settle(struct asmtext *t, struct asm_line *l);
void dense_append(struct asmtext *t, struct asm_line *l, const char *op, const char *operands);
bool dense_room(const struct asm_line *l);

#endif
