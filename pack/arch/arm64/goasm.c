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

// Distances count from the instruction. One that does not reach, which *place* does not lay
// out, ends the program.
bool arm64_refer(const struct op *op, uint8_t *bytes, uint64_t to)
{
	uint32_t word = A64_TRAP;
	bool reaches = a64_refer(a64_read(bytes), (int64_t)(to - op->at), &word);
	a64_write(bytes, reaches ? word : A64_TRAP);
	return reaches;
}

static bool keeps_registers(const struct rewriting *w)
{
	for (uint8_t r = 0; r < ARM64_REGS; r++)
		if (w->at.at[r] != r)
			return false;
	return !w->swapped && !w->frame.arguments && !w->frame.dropped;
}

size_t arm64_rewrite(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out)
{
	struct insn in;
	uint32_t words[A64_ADD_WORDS];
	bool adr = n == ARM64_BYTES && arm64_decode(code, n, 0, &in) && in.kind == INSN_ADDRESS && in.width &&
	           in.to.kind == OPERAND_REGISTER;
	if (!adr || w->constants < 0 || !keeps_registers(w) ||
	    a64_add(words, in.to.reg, (uint8_t)w->constants, w->constant) != 1)
		return 0;
	a64_write(out, words[0]);
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
