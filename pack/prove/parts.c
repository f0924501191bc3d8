#include "prove/parts.h"

static const struct reloc *part_of(const struct ground *g, const struct insn *in, enum reloc_kind kind)
{
	const struct reloc *r = g->parts ? image_reloc_at(g->img, in->addr) : NULL;
	return r && g->arch->reloc_kind(r->type) == kind ? r : NULL;
}

// What the low bits are added to: a sum's register, or the base of an access.
static struct value base_of(const struct state *s, const struct insn *in)
{
	uint8_t reg = REG_NONE;
	if (in->accesses)
		reg = in->access[0].at.base;
	else if (in->kind == INSN_ADD && in->a.kind == OPERAND_REGISTER && in->b.kind == OPERAND_IMMEDIATE)
		reg = in->a.reg;
	return reg < INSN_REGS ? s->reg[reg] : value_any();
}

const char *parts_problem(const struct ground *g, const struct state *s, const struct insn *in, const char **hint)
{
	const struct reloc *low = part_of(g, in, RELOC_LOW);
	struct value base = low ? base_of(s, in) : value_any();
	if (!low || (base.kind == VALUE_ADDRESS && (uint64_t)base.b == image_unit(g->img, low)))
		return NULL;
	*hint = "compilers take both parts of an address from one symbol, and hand-written assembly must keep to that; "
	        "gcc keeps pages in registers that calls may change, unless told -fno-ipa-ra";
	return "takes the low part of an address whose page is of another constant, or is not known";
}

uint64_t parts_names(const struct ground *g, const struct insn *in)
{
	const struct reloc *low = part_of(g, in, RELOC_LOW);
	if (low)
		return low->value;
	return in->width && !in->target && !part_of(g, in, RELOC_PAGE) ? in->refers : 0;
}
