#include "prove/cfi.h"

#include <dwarf.h>
#include <stdlib.h>

void cfi_open(struct cfi *c, const struct arch *arch, const struct image *img)
{
	*c = (struct cfi){.arch = arch, .table = img->origins.n ? NULL : dwarf_getcfi_elf(img->elf)};
}

void cfi_close(struct cfi *c)
{
	free(c->row);
	dwarf_cfi_end(c->table);
	*c = (struct cfi){0};
}

static void read_row(struct cfi *c)
{
	Dwarf_Op *ops;
	size_t n;
	c->reg = -1;
	if (dwarf_frame_cfa(c->row, &ops, &n) != 0 || n != 1)
		return;
	uint64_t number = UINT64_MAX;
	if (ops[0].atom == DW_OP_bregx) {
		number = ops[0].number;
		c->offset = (int64_t)ops[0].number2;
	} else if (ops[0].atom >= DW_OP_breg0 && ops[0].atom <= DW_OP_breg31) {
		number = ops[0].atom - DW_OP_breg0;
		c->offset = (int64_t)ops[0].number;
	}
	if (number < c->arch->regs.ndwarf)
		c->reg = c->arch->regs.from_dwarf[number];
}

static bool find_row(struct cfi *c, uint64_t addr)
{
	if (c->row && addr >= c->start && addr < c->end)
		return true;
	free(c->row);
	c->row = NULL;
	if (!c->table || dwarf_cfi_addrframe(c->table, addr, &c->row) != 0) {
		c->row = NULL;
		return false;
	}
	dwarf_frame_info(c->row, &c->start, &c->end, NULL);
	read_row(c);
	return true;
}

// The CFA is the stack pointer before the call.
bool cfi_agrees(struct cfi *c, uint64_t addr, const struct state *s)
{
	if (!find_row(c, addr) || c->reg < 0)
		return true;
	struct value v = s->reg[c->reg];
	return v.kind != VALUE_STACK || v.inexact || (uint64_t)v.a + (uint64_t)c->offset == c->arch->stack.call;
}
