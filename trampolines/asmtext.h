// asmtext.h - Go assembly as text, laid out the way asmfmt lays it out.
//
// Instructions are gathered into blocks; in each, operands and comments stand
// in columns. A label, a comment line or an empty line ends the block.
#ifndef NEARCALL_ASMTEXT_H
#define NEARCALL_ASMTEXT_H

#include "buf.h"

struct asm_line {
	const char *op, *operands, *comment; // op NULL: a directive, which is operands
};

struct asmtext {
	struct buf *out;
	VEC(struct asm_line) block;
};

// asm_op adds an instruction; operands may be "".
void asm_op(struct asmtext *t, const char *op, const char *operands, ...) __attribute__((format(printf, 3, 4)));

// asm_data adds an instruction with a comment behind it.
void asm_data(struct asmtext *t, const char *op, const char *operands, const char *comment);

// asm_directive adds a line that stands as it is and does not end the block.
void asm_directive(struct asmtext *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

// asm_lines is how many lines have been written; it ends the block.
int asm_lines(struct asmtext *t);

// asm_flush ends the block; asm_label and asm_text end it and add a line.
void asm_flush(struct asmtext *t);
void asm_label(struct asmtext *t, const char *label);
void asm_text(struct asmtext *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
