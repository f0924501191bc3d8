// disasm.h - the text of an instruction.
#ifndef NEARCALL_DISASM_H
#define NEARCALL_DISASM_H

#include "base/arena.h"

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
size_t disassemble(struct arena *a, const struct disassembler *d, const uint8_t *p, size_t n, uint64_t at,
                   const char **text);

#endif
