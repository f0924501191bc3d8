// disasm.h - the text of an arm64 instruction.
#ifndef NEARCALL_ARM64_DISASM_H
#define NEARCALL_ARM64_DISASM_H

#include "base/arena.h"

#include <stdint.h>

// arm64_disassemble is emitter.disassemble. The text is Capstone's, for people; it
// decides nothing, and is "?" for what Capstone does not know.
size_t arm64_disassemble(struct arena *a, const uint8_t *p, size_t n, uint64_t at, const char **text);

#endif
