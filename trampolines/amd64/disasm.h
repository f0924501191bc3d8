// disasm.h - machine code as lines of Go assembly: its bytes, with the
// disassembly beside them.
#ifndef NEARCALL_DISASM_H
#define NEARCALL_DISASM_H

#include "trampolines/asmtext.h"

#include <Zydis/Zydis.h>
#include <stdint.h>

struct disassembler {
	ZydisDecoder decoder;
	ZydisFormatter formatter;
};

void disassembler_start(struct disassembler *d);

// disassemble gives the text of the instruction in the n bytes at p, as if it
// stood at address `at`, and its length: 1 for a byte that starts none, such
// as padding of another kind.
size_t disassemble(struct arena *a, const struct disassembler *d, const uint8_t *p, size_t n, uint64_t at, const char **text);

// asm_little_endian is the number that the n bytes at p stand for, at most 8.
uint64_t asm_little_endian(const uint8_t *p, size_t n);

// asm_bytes adds one line of data directives: the widest first.
void asm_bytes(struct asmtext *t, const uint8_t *p, size_t n, const char *comment);

// asm_one_line is a name as a comment can hold it.
const char *asm_one_line(struct arena *a, const char *name);

#endif
