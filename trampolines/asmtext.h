// asmtext.h - Go assembly as text, laid out the way asmfmt lays it out.
//
// Instructions are gathered into blocks; in each, operands and comments stand
// in columns. A block ends with RET or JMP, and before a label, a comment line,
// a directive or an empty line.
#ifndef NEARCALL_ASMTEXT_H
#define NEARCALL_ASMTEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

// A directive that lays down a number of so many bytes, little end first. Lists of
// them, the widest first, end with one of no bytes.
struct asm_directive {
	size_t size;
	const char *op;
};

enum { ASM_PENDING = 8 }; // bytes that a dense line holds back at most

struct asm_line {
	const char *op, *operands, *comment;
	uint8_t pending[ASM_PENDING]; // of a dense line: bytes that stand behind the operands
	size_t n_pending;
	uint8_t head[ASM_PENDING]; // of one that begins with a macro: its bytes
	size_t n_head;
};

struct asmtext {
	struct buf *out;
	VEC(struct asm_line) block;
	bool join;      // the next instruction goes behind the block's last
	bool loose;     // empty lines may stand in a block: no #line counts them
	const struct asm_directive *dense; // what dense lines are made of (trampolines/dense.h), or NULL
	bool macros;    // dense lines have been written, and the macros that they need
	size_t counted; // of out's bytes, for the lines in them
	int lines;
};

// asm_op adds an instruction; operands may be "".
void asm_op(struct asmtext *t, const char *op, const char *operands, ...) __attribute__((format(printf, 3, 4)));

// asm_data adds an instruction with a comment behind it.
void asm_data(struct asmtext *t, const char *op, const char *operands, const char *comment);

// asm_join lets the next instruction share the block's last line, with a
// semicolon between them. False if there is none or it is long already.
bool asm_join(struct asmtext *t);

// asm_lines is how many lines have been written; it ends the block.
int asm_lines(struct asmtext *t);

// asm_flush ends the block; asm_label and asm_text end it and add lines.
void asm_flush(struct asmtext *t);
void asm_label(struct asmtext *t, const char *label);
void asm_text(struct asmtext *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

// asm_least is the bytes of the narrowest directive, of which all that is laid down
// has a multiple.
size_t asm_least(const struct asm_directive *d);

// asm_bytes adds one line of data directives.
void asm_bytes(struct asmtext *t, const struct asm_directive *d, const uint8_t *p, size_t n, const char *comment);

// asm_little_endian is the number that the n bytes at p stand for, at most 8.
uint64_t asm_little_endian(const uint8_t *p, size_t n);

// asm_one_line is a name as a comment can hold it.
const char *asm_one_line(struct arena *a, const char *name);

#endif
