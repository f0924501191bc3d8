#include "link/doomed.h"

#include "arch/arch.h"
#include "link/trap.h"

enum { NONE = -1, FIELD = 4 /* bytes of a call's */ };

// One function, instruction by instruction.
struct body {
	struct editing *e;
	struct code *c;
	uint64_t start, end; // in the section
	VEC(struct insn) in;
	bool *doomed; // by instruction
	int32_t *insn_at, *reloc_at; // by byte from start: index, or NONE
};

static bool decode_body(struct body *f)
{
	struct insn in;
	for (uint64_t at = f->start; at < f->end; at = insn_end(&in)) {
		if (!f->e->b->arch->decode(f->c->bytes + at, f->end - at, at, &in) || !in.length)
			return false;
		f->insn_at[at - f->start] = (int32_t)f->in.n;
		VEC_PUSH(f->e->b->arena, &f->in, in);
	}
	f->doomed = arena_alloc(f->e->b->arena, f->in.n);
	return true;
}

// The relocation within the instruction, or NONE.
static int32_t reloc_of(const struct body *f, const struct insn *in)
{
	for (uint64_t at = in->addr; at < insn_end(in); at++)
		if (f->reloc_at[at - f->start] != NONE)
			return f->reloc_at[at - f->start];
	return NONE;
}

// Whether the relocation is of an instruction's bits, not of a field of bytes: then
// it counts from the instruction, and no addend makes up for what is behind the field.
static bool in_bits(const struct editing *e, const GElf_Rela *r)
{
	enum reloc_kind kind = e->b->arch->reloc_kind(GELF_R_TYPE(r->r_info));
	return kind == RELOC_NEAR || kind == RELOC_PAGE || kind == RELOC_LOW;
}

// The low part of an address, which another instruction has the page of.
static bool is_low(const struct editing *e, const GElf_Rela *r)
{
	return e->b->arch->reloc_kind(GELF_R_TYPE(r->r_info)) == RELOC_LOW;
}

static size_t behind(const struct body *f, const GElf_Rela *r, const struct insn *in)
{
	return in_bits(f->e, r) ? 0 : in->length - in->field;
}

static bool leads_to_trap(const struct body *f, const struct insn *in)
{
	GElf_Rela r;
	int32_t k = reloc_of(f, in);
	return k != NONE && gelf_getrela(f->c->relas, k, &r) && (in->width || is_low(f->e, &r)) &&
	       r.r_offset == in->addr + in->field && trap_called(f->e, &r, behind(f, &r, in));
}

static bool doomed_at(const struct body *f, uint64_t at)
{
	if (at < f->start || at >= f->end || f->insn_at[at - f->start] == NONE)
		return false;
	return f->doomed[f->insn_at[at - f->start]];
}

// Only the stack may be touched: what else is written can be seen afterwards.
static bool keeps_to_stack(const struct body *f, const struct insn *in)
{
	const struct arch *arch = f->e->b->arch;
	for (size_t i = 0; i < in->accesses; i++) {
		const struct access *a = &in->access[i];
		bool stack = a->at.base == arch->regs.sp || a->at.base == arch->regs.fp;
		if (!stack && (a->writes || !a->at.pc_relative))
			return false;
	}
	return true;
}

static bool is_doomed(const struct body *f, const struct insn *in)
{
	bool local = in->target && reloc_of(f, in) == NONE;
	switch (in->kind) {
	case INSN_CALL:
		return leads_to_trap(f, in);
	case INSN_JUMP:
		return leads_to_trap(f, in) || (local && doomed_at(f, in->target));
	case INSN_BRANCH:
		return (leads_to_trap(f, in) || (local && doomed_at(f, in->target))) && doomed_at(f, insn_end(in));
	case INSN_RETURN:
		return false;
	case INSN_TRAP:
		return true;
	default:
		return keeps_to_stack(f, in) && doomed_at(f, insn_end(in));
	}
}

// What is not known to end in a trap goes on: loops do.
static void find_doomed(struct body *f)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = f->in.n; i-- > 0;) {
			if (f->doomed[i] || !is_doomed(f, &f->in.v[i]))
				continue;
			f->doomed[i] = more = true;
		}
	}
}

static void forget_address(struct body *f, const struct insn *in)
{
	GElf_Rela r;
	int32_t k = reloc_of(f, in);
	if (k == NONE || !gelf_getrela(f->c->relas, k, &r) || (in->kind != INSN_ADDRESS && !is_low(f->e, &r)) ||
	    r.r_offset != in->addr + in->field || !f->e->b->arch->forget(f->c->bytes + in->addr, in->length))
		return;
	r.r_info = GELF_R_INFO(0, 0);
	r.r_addend = 0;
	edit_reloc(f->e, f->c, (size_t)k, &r);
}

// The linker's own name for a place leads to the old body.
static void name_trap(struct body *f, const struct insn *in)
{
	GElf_Rela r;
	int32_t k = reloc_of(f, in);
	bool goes = in->kind == INSN_CALL || in->kind == INSN_JUMP || in->kind == INSN_BRANCH || in->kind == INSN_ADDRESS;
	if (k == NONE || !gelf_getrela(f->c->relas, k, &r) || !(goes || is_low(f->e, &r)) || !leads_to_trap(f, in))
		return;
	r.r_info = GELF_R_INFO(trap_called(f->e, &r, behind(f, &r, in))->symbol, GELF_R_TYPE(r.r_info));
	r.r_addend = -(int64_t)behind(f, &r, in);
	edit_reloc(f->e, f->c, (size_t)k, &r);
}

static void forget_in_function(struct editing *e, struct code *c, uint64_t start, uint64_t end)
{
	struct body f = {e, c, start, end, .doomed = NULL};
	size_t size = end - start;
	bool any = false;
	f.insn_at = arena_alloc(e->b->arena, size * sizeof *f.insn_at);
	f.reloc_at = arena_alloc(e->b->arena, size * sizeof *f.reloc_at);
	for (size_t i = 0; i < size; i++)
		f.insn_at[i] = f.reloc_at[i] = NONE;
	for (size_t k = 0; k < c->nrelas; k++) {
		GElf_Rela r;
		if (!gelf_getrela(c->relas, (int)k, &r) || r.r_offset < start || r.r_offset >= end ||
		    !GELF_R_TYPE(r.r_info))
			continue;
		f.reloc_at[r.r_offset - start] = (int32_t)k;
		any |= trap_called(e, &r, in_bits(e, &r) ? 0 : FIELD) != NULL;
	}
	if (!any || !decode_body(&f))
		return;
	find_doomed(&f);
	for (size_t i = 0; i < f.in.n; i++) {
		name_trap(&f, &f.in.v[i]);
		if (f.doomed[i])
			forget_address(&f, &f.in.v[i]);
	}
}

static void forget_in_code(struct editing *e, struct code *c)
{
	for (size_t i = 1; i < e->nsyms; i++) {
		GElf_Sym s = edit_symbol(e, i, NULL);
		if (GELF_ST_TYPE(s.st_info) == STT_FUNC && s.st_shndx == c->index && s.st_size && s.st_value < c->n &&
		    s.st_size <= c->n - s.st_value)
			forget_in_function(e, c, s.st_value, s.st_value + s.st_size);
	}
}

// A table that holds the function's address holds the trap's now.
static void name_in_data(struct editing *e, struct code *c)
{
	for (size_t k = 0; k < c->nrelas; k++) {
		GElf_Rela r;
		uint32_t instead;
		if (!gelf_getrela(c->relas, (int)k, &r) ||
		    e->b->arch->absent_use(GELF_R_TYPE(r.r_info), &instead) != ABSENT_STORED)
			continue;
		const struct trap *t = trap_called(e, &r, 0);
		if (!t)
			continue;
		r.r_info = GELF_R_INFO(t->symbol, GELF_R_TYPE(r.r_info));
		r.r_addend = 0;
		edit_reloc(e, c, k, &r);
	}
}

void doomed_forget(struct editing *e)
{
	edit_each(e, forget_in_code);
	edit_each_data(e, name_in_data);
}
