// goasm.c - which instructions cmd/asm has to write: those that move the stack
// pointer, so that its table of depths knows, and those that refer to other symbols.
#include "arch/arm64/goasm.h"

#include "arch/arm64/decode.h"
#include "arch/arm64/encode.h"

// ADD and SUB of RSP: relaid code has no larger numbers than one of them takes.
uint8_t arm64_adjust_length(int64_t n)
{
	(void)n;
	return ARM64_BYTES;
}

void arm64_nops(uint8_t *out, size_t n)
{
	for (size_t i = 0; i + ARM64_BYTES <= n; i += ARM64_BYTES)
		a64_write(out + i, A64_NOP);
}

static void classify_sum(const struct insn *in, struct op *op)
{
	bool sp = in->to.kind == OPERAND_REGISTER && in->to.reg == ARM64_SP && in->a.kind == OPERAND_REGISTER &&
	          in->a.reg == ARM64_SP && in->to.bits == 64;
	if (!sp || in->b.kind != OPERAND_IMMEDIATE || !in->b.imm)
		return;
	op->kind = OP_ADJUST;
	op->stack.moves = op->stack.adjust = in->kind == INSN_SUB ? in->b.imm : -in->b.imm;
}

void arm64_classify(const struct insn *in, struct op *op)
{
	switch (in->kind) {
	case INSN_ADD:
	case INSN_SUB:
		classify_sum(in, op);
		break;
	case INSN_CALL:
		op->flow.call = in->target;
		break;
	case INSN_JUMP:
		op->flow.jump = in->target;
		break;
	case INSN_BRANCH:
		op->ref.near = true;
		break;
	case INSN_ADDRESS:
		op->ref.taken = in->width;
		op->reg = in->to.kind == OPERAND_REGISTER ? in->to.reg : 0;
		break;
	default:
		break;
	}
}
