#include "link/direct.h"

#include "arch/arch.h"

// Where the function begins that the place at is in; the section's start when
// no symbol tells.
static uint64_t function_start(const struct editing *e, size_t section, uint64_t at)
{
	uint64_t start = 0;
	for (size_t i = 1; i < e->nsyms; i++) {
		GElf_Sym s = edit_symbol(e, i, NULL);
		if (GELF_ST_TYPE(s.st_info) == STT_FUNC && s.st_shndx == section && s.st_value <= at && s.st_value > start)
			start = s.st_value;
	}
	return start;
}

// The instruction that the field is in, counted from its function's first:
// bytes in front of a field look like an instruction where there is another.
// False when that leads nowhere.
static bool find_instruction(const struct editing *e, const struct code *c, uint64_t field, struct insn *in)
{
	uint64_t at = function_start(e, c->index, field);
	while (at <= field && at < c->n && e->b->arch->decode(c->bytes + at, c->n - at, at, in) && in->length) {
		if (field < insn_end(in))
			return true;
		at = insn_end(in);
	}
	return false;
}

// What is not there, or is no place of the object, is the audit's to tell of.
static bool has_place(const GElf_Sym *s)
{
	int type = GELF_ST_TYPE(s->st_info);
	return s->st_shndx != SHN_UNDEF && s->st_shndx < SHN_LORESERVE && type != STT_GNU_IFUNC && type != STT_TLS;
}

static void direct_code(struct editing *e, struct code *c)
{
	for (size_t k = 0; k < c->nrelas; k++) {
		GElf_Rela r;
		struct insn in;
		if (!gelf_getrela(c->relas, (int)k, &r) ||
		    e->b->arch->reloc_kind(GELF_R_TYPE(r.r_info)) != RELOC_GOT)
			continue;
		GElf_Sym s = edit_symbol(e, GELF_R_SYM(r.r_info), NULL);
		if (!has_place(&s) || !find_instruction(e, c, r.r_offset, &in))
			continue;
		struct direct d = {GELF_R_TYPE(r.r_info), r.r_addend, r.r_offset - in.addr};
		if (!e->b->arch->direct(c->bytes + in.addr, in.length, &d))
			continue;
		r.r_offset = in.addr + d.field;
		r.r_info = GELF_R_INFO(GELF_R_SYM(r.r_info), d.type);
		edit_reloc(e, c, k, &r);
	}
}

void direct_uses(struct editing *e)
{
	edit_each(e, direct_code);
}
