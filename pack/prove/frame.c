#include "prove/frame.h"

static const struct value return_address = {.kind = VALUE_SAVED, .a = VALUE_RETURN};

// Go's assembler follows sums alone.
static bool moves_unseen(const struct ground *g, const struct insn *in)
{
	uint8_t sp = g->arch->regs.sp;
	bool sum = (in->kind == INSN_ADD || in->kind == INSN_SUB) && in->a.kind == OPERAND_REGISTER && in->a.reg == sp &&
	           in->b.kind == OPERAND_IMMEDIATE;
	return (in->writes >> sp & 1) && !sum;
}

const char *frame_problem(const struct ground *g, const struct state *s, const struct insn *in)
{
	struct value sp = s->reg[g->arch->regs.sp];
	const struct value *slot = state_slot(s, sp.a, false);
	if (sp.inexact)
		return "aligns its stack pointer, to a depth that Go cannot follow";
	if (moves_unseen(g, in))
		return "moves its stack pointer in a way that Go's assembler does not follow";
	if (sp.a < 0)
		return slot && value_same(*slot, return_address) ? NULL : "has a frame without its return address at the stack pointer";
	if (sp.a > 0 || !state_returns(g, s))
		return "has neither a frame nor its return address in the link register";
	return in->kind == INSN_CALL ? "calls without a frame" : NULL;
}

bool frame_opens(const struct ground *g, const struct state *s, const struct insn *in)
{
	bool stores = in->kind == INSN_MOVE && in->to.kind == OPERAND_MEMORY && in->to.bits == 8 * g->arch->stack.word &&
	              in->to2.kind == OPERAND_NONE && !in->back.bytes;
	return g->relaid && stores && value_same(step_value(g, s, &in->a), return_address);
}
