// goasm.h - what Go's assembler makes of the instructions that *place* writes
// by name rather than as bytes.
#ifndef NEARCALL_AMD64_GOASM_H
#define NEARCALL_AMD64_GOASM_H

#include "model/insn.h"
#include "model/op.h"

// amd64_classify is arch.go.classify.
void amd64_classify(const struct insn *in, struct op *op);

// amd64_adjust_length is how many bytes cmd/asm makes of ADJSP $n.
uint8_t amd64_adjust_length(int64_t n);

enum { AMD64_LONG_JUMP = 5, AMD64_SHORT_JUMP = 2, AMD64_PUSH = 1 }; // bytes

// amd64_refer is arch.go.refer, amd64_nops arch.go.nops.
bool amd64_refer(const struct op *op, uint8_t *bytes, uint64_t to);
void amd64_nops(uint8_t *out, size_t n);

// amd64_lengthen is arch.go.lengthen.
bool amd64_lengthen(struct op *op);

#endif
