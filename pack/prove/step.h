// step.h - one instruction, on what is known before it.
#ifndef NEARCALL_STEP_H
#define NEARCALL_STEP_H

#include "prove/state.h"

#include <Zydis/Zydis.h>

struct insn {
	uint64_t addr;
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

// state_step applies one instruction that is neither a call nor a branch.
// Returns NULL, or what makes the stack pointer impossible to follow.
const char *state_step(struct state *s, const struct insn *in, struct code_range code);

// state_call applies what a call leaves of the caller-saved registers.
void state_call(struct state *s);

// state_operand is the value of a register, immediate or memory operand.
struct value state_operand(const struct state *s, const struct insn *in, const ZydisDecodedOperand *op,
                           struct code_range code);

// state_address gives the stack offset of a memory operand whose address is
// the stack pointer or derived from it; false for any other. *indexed tells
// that a further register is added to it.
bool state_address(const struct state *s, const ZydisDecodedOperand *op, int64_t *offset, bool *indexed);

#endif
