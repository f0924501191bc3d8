// frame.c - where Go's unwinder finds the return address, in a relaid image.
#include "check/reading.h"

static bool is_return(struct value v)
{
	return value_same(v, (struct value){.kind = VALUE_SAVED, .a = VALUE_RETURN});
}

// With a frame it is at the stack pointer, and without one in the link register; but
// who calls has a frame, since the callee's return address takes that register. How
// far the stack pointer has moved, Go's assembler tells from sums.
bool frame_is_readable(struct reading *r, const struct insn *in, const struct known *k)
{
	const struct arch *arch = r->b->arch;
	struct value sp = sp_of(r, k);
	if (!r->b->relaid)
		return true;
	bool sum = (in->kind == INSN_ADD || in->kind == INSN_SUB) && in->b.kind == OPERAND_IMMEDIATE &&
	           in->a.kind == OPERAND_REGISTER && in->a.reg == arch->regs.sp;
	if ((in->writes >> arch->regs.sp & 1) && !sum)
		return deny(r, in->addr, "it moves the stack pointer by no sum, which Go does not follow");
	if (sp.inexact || sp.a > 0)
		return deny(r, in->addr, "the depth of its frame is not known to Go");
	if (sp.a < 0)
		return is_return(cell_value(k, sp.a, false)) || deny(r, in->addr, "its frame does not begin with the return address");
	if (in->kind == INSN_CALL)
		return deny(r, in->addr, "it calls without a frame");
	return (arch->regs.link != REG_NONE && is_return(k->reg[arch->regs.link])) ||
	       deny(r, in->addr, "it has no frame, and the return address is not in the link register");
}

// One word, and the return address: of a frame that is about to be.
bool opens_frame(const struct reading *r, const struct insn *in, const struct known *k)
{
	return r->b->relaid && in->kind == INSN_MOVE && in->accesses == 1 && in->access[0].bytes == r->b->arch->stack.word &&
	       in->a.kind == OPERAND_REGISTER && in->a.bits == 64 && is_return(k->reg[in->a.reg]);
}

// The registers that are Go's stay so.
bool reserved_is_kept(struct reading *r, const struct insn *in)
{
	const struct arch *arch = r->b->arch;
	regset reserved = r->b->relaid ? arch->regs.relaid_reserved : arch->regs.reserved;
	return !(in->writes & reserved) || deny(r, in->addr, "it writes a register that is Go's");
}
