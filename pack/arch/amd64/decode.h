// decode.h - x86-64 instructions through Zydis, as the rest of the tool sees
// them (model/insn.h).
#ifndef NEARCALL_AMD64_DECODE_H
#define NEARCALL_AMD64_DECODE_H

#include "model/insn.h"

#include <Zydis/Zydis.h>
#include <stddef.h>

// General registers by hardware number.
enum amd64_register { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15, AMD64_REGS };

// Marks of an instruction, for the track.
enum {
	MARK_WIDE = 1,       // writes a vector register beyond 128 bits
	MARK_ZERO_UPPER = 2, // vzeroupper, vzeroall
	MARK_MMX = 4,        // uses an MMX register
	MARK_EMMS = 8,       // ends that
	MARK_X87 = 16,       // uses the x87 registers; op tells how
	MARK_X87_USES = 256, // times how many of them must be in use
};

struct amd64_decoded {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

// amd64_read decodes the instruction in the n bytes at p; false if there is none.
bool amd64_read(const uint8_t *p, size_t n, struct amd64_decoded *d);

// amd64_decode is arch.decode.
bool amd64_decode(const uint8_t *p, size_t n, uint64_t addr, struct insn *out);

// amd64_operand is operand k of an instruction at addr.
struct operand amd64_operand(const struct amd64_decoded *d, int k, uint64_t addr);

// amd64_number is the hardware number of the general register that r is part
// of; REG_NONE for no register, REG_OTHER for any other.
uint8_t amd64_number(ZydisRegister r);

#endif
