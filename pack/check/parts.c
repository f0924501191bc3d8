// parts.c - addresses in two parts, and whose they are.
#include "check/reading.h"

static const struct reloc *relocation(const struct basis *b, const struct insn *in, enum reloc_kind kind)
{
	const struct reloc *r = b->parts ? image_reloc_at(b->img, in->addr) : NULL;
	return r && b->arch->reloc_kind(r->type) == kind ? r : NULL;
}

struct value value_beside(const struct basis *b, const struct insn *in, uint64_t addr)
{
	const struct reloc *near = relocation(b, in, RELOC_NEAR), *page = relocation(b, in, RELOC_PAGE);
	struct value v = {.kind = VALUE_ADDRESS, .inexact = page, .a = (int64_t)addr};
	v.b = (int64_t)(near || page ? image_unit(b->img, near ? near : page) : image_home(b->img, in->addr + in->field, addr));
	return v;
}

// The constant of the second part is that of the first; then both are moved alike.
bool parts_belong(struct reading *r, const struct insn *in, const struct known *k)
{
	const struct reloc *low = relocation(r->b, in, RELOC_LOW);
	uint8_t base = in->accesses ? in->access[0].at.base : REG_NONE;
	if (!low)
		return true;
	if (!in->accesses && in->kind == INSN_ADD && in->a.kind == OPERAND_REGISTER && in->b.kind == OPERAND_IMMEDIATE)
		base = in->a.reg;
	struct value page = base < INSN_REGS ? k->reg[base] : value_any();
	return (page.kind == VALUE_ADDRESS && (uint64_t)page.b == image_unit(r->b->img, low)) ||
	       deny(r, in->addr, "it adds the low part of an address to what is not its page");
}

static bool is_taken(const struct reading *r, uint64_t addr)
{
	const struct symbol *s = in_code(r, addr) ? image_function_at(r->b->img, addr) : NULL;
	const struct proven *f = in_code(r, addr) ? function_at(r->b, addr) : NULL;
	return f ? f->taken : !s || s->addr != addr;
}

// Whoever takes a function's address may call it: it names it, or adds something up
// that is one. A page is no address yet.
bool address_is_taken(struct reading *r, const struct insn *in)
{
	const struct reloc *low = relocation(r->b, in, RELOC_LOW);
	bool refers = in->width && !in->target && !relocation(r->b, in, RELOC_PAGE);
	return ((!refers || is_taken(r, in->refers)) && (!low || is_taken(r, low->value))) ||
	       deny(r, in->addr, "it takes the address of a function, and that is not claimed");
}

bool sum_is_taken(struct reading *r, const struct insn *in, const struct known *k)
{
	struct value v = in->to.kind == OPERAND_REGISTER ? k->reg[in->to.reg] : value_any();
	return !value_is_exact(v) || is_taken(r, (uint64_t)v.a) ||
	       deny(r, in->addr, "it takes the address of a function, and that is not claimed");
}
