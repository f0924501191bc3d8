// goasm.h - which instructions cmd/asm has to write, and how long they are.
#ifndef NEARCALL_ARM64_GOASM_H
#define NEARCALL_ARM64_GOASM_H

#include "model/insn.h"
#include "model/op.h"
#include "model/rewriting.h"

enum {
	ARM64_ADDRESS = 8,         // bytes of MOVD $symbol(SB), R0: adrp and add
	ARM64_REACH = (1 << 20) - (1 << 12), // bytes, of ADR; to a place up to a page in front of what is meant
};

// As arch.go has them.
void arm64_classify(const struct insn *in, struct op *op);
uint8_t arm64_adjust_length(int64_t n);
bool arm64_refer(const struct op *op, uint8_t *bytes, uint64_t to);
void arm64_nops(uint8_t *out, size_t n);

// arm64_rewrite is arch.rewrite: a body of a trampoline has its registers and its frame as they
// are, and only finds its constants elsewhere.
size_t arm64_rewrite(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out);

#endif
