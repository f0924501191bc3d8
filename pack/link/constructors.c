#include "link/constructors.h"

#include "arch/arch.h"

#include <string.h>

// What refers to a section or a symbol, over whatever else.
enum { BY_GO = 1, BY_CONSTRUCTOR = 2 };

enum { RETAINED = 1 << 21 }; // SHF_GNU_RETAIN, which <elf.h> has not everywhere: the linker keeps it

struct reaching {
	struct editing *e;
	size_t nscn, strndx;
	size_t *relas;               // by index of a section: the one with its relocations, or 0
	uint8_t *sections, *symbols; // by index; of symbols only those in no section
	bool unknown;                // something refers to what has no place here
	VEC(size_t) todo;            // sections
};

static bool is_or_under(const char *s, const char *name)
{
	return strncmp(s, name, strlen(name)) == 0 && (!s[strlen(name)] || s[strlen(name)] == '.');
}

bool is_constructor(const GElf_Shdr *sh, const char *name)
{
	return sh->sh_type == SHT_INIT_ARRAY || sh->sh_type == SHT_FINI_ARRAY || sh->sh_type == SHT_PREINIT_ARRAY ||
	       is_or_under(name, ".ctors") || is_or_under(name, ".dtors");
}

static void reach_section(struct reaching *r, size_t section, uint8_t by)
{
	if (section >= r->nscn || (r->sections[section] & by))
		return;
	r->sections[section] |= by;
	VEC_PUSH(r->e->b->arena, &r->todo, section);
}

// What is not defined is no memory that two could share, unless it is somewhere after all: then
// the audit refuses its user. A common variable has no section yet.
static void reach_symbol(struct reaching *r, size_t index, uint8_t by)
{
	GElf_Sym s = edit_symbol(r->e, index, NULL);
	if (s.st_shndx == SHN_COMMON)
		r->symbols[index] |= by;
	else if (s.st_shndx < SHN_LORESERVE && s.st_shndx != SHN_UNDEF)
		reach_section(r, s.st_shndx, by);
	else
		r->unknown |= s.st_shndx == SHN_XINDEX;
}

static void follow_relocs(struct reaching *r, size_t section, uint8_t by)
{
	GElf_Rela rela;
	Elf_Data *d = r->relas[section] ? elf_getdata(elf_getscn(r->e->elf, r->relas[section]), NULL) : NULL;
	for (int k = 0; d && gelf_getrela(d, k, &rela); k++)
		if (GELF_R_TYPE(rela.r_info))
			reach_symbol(r, GELF_R_SYM(rela.r_info), by);
}

static void follow(struct reaching *r, uint8_t by)
{
	while (r->todo.n)
		follow_relocs(r, r->todo.v[--r->todo.n], by);
}

static void follow_calls_of_go(struct reaching *r, const struct reduced *out)
{
	for (size_t i = 1; i < r->e->nsyms; i++) {
		const char *name;
		GElf_Sym s = edit_symbol(r->e, i, &name);
		for (size_t k = 0; name && k < out->funcs.n && GELF_ST_BIND(s.st_info) != STB_LOCAL; k++)
			if (strcmp(out->funcs.v[k]->c_name, name) == 0)
				reach_symbol(r, i, BY_GO);
	}
	follow(r, BY_GO);
}

static const char *section_name(const struct reaching *r, const GElf_Shdr *sh)
{
	return elf_strptr(r->e->elf, r->strndx, sh->sh_name);
}

static bool lists_constructors(const struct reaching *r, Elf_Scn *scn, GElf_Shdr *sh)
{
	const char *name = gelf_getshdr(scn, sh) ? section_name(r, sh) : NULL;
	return name && (sh->sh_flags & SHF_ALLOC) && sh->sh_size && is_constructor(sh, name);
}

static bool is_shared(const struct reaching *r)
{
	GElf_Shdr sh;
	for (size_t i = 1; i < r->e->nsyms; i++)
		if (r->symbols[i] == (BY_GO | BY_CONSTRUCTOR))
			return true;
	for (size_t i = 1; i < r->nscn; i++)
		if (r->sections[i] == (BY_GO | BY_CONSTRUCTOR) &&
		    (!gelf_getshdr(elf_getscn(r->e->elf, i), &sh) || (sh.sh_flags & SHF_WRITE)))
			return true;
	return false;
}

// Whether code does more than to compute and to use memory: it may change how
// numbers are rounded, or ask something of the system.
static bool does_more(const struct reaching *r, Elf_Scn *code)
{
	const struct arch *arch = r->e->b->arch;
	Elf_Data *d = elf_getdata(code, NULL);
	struct insn in;
	for (uint64_t at = 0; d && at < d->d_size; at = insn_end(&in)) {
		const char *hint;
		const uint8_t *p = (const uint8_t *)d->d_buf + at;
		if (!d->d_buf || !arch->decode(p, d->d_size - at, at, &in) || !in.length ||
		    arch->forbidden(r->e->b->arena, p, &in, &hint))
			return true;
	}
	return !d;
}

static bool only_computes(const struct reaching *r)
{
	GElf_Shdr sh;
	for (size_t i = 1; i < r->nscn; i++) {
		Elf_Scn *scn = elf_getscn(r->e->elf, i);
		if ((r->sections[i] & BY_CONSTRUCTOR) &&
		    (!gelf_getshdr(scn, &sh) || ((sh.sh_flags & SHF_EXECINSTR) && does_more(r, scn))))
			return false;
	}
	return true;
}

static void follow_constructors(struct reaching *r, size_t section)
{
	for (size_t i = 0; i < r->nscn; i++)
		r->sections[i] &= BY_GO;
	for (size_t i = 0; i < r->e->nsyms; i++)
		r->symbols[i] &= BY_GO;
	reach_section(r, section, BY_CONSTRUCTOR);
	follow(r, BY_CONSTRUCTOR);
}

static void tell(const struct reaching *r, const char *section)
{
	const struct gopkg *pkg = r->e->pkg;
	struct pos pos = pkg->archives.n ? pkg->archives.v[0].pos : pkg->sources.v[0].pos;
	diag_note(r->e->b->diags, NC_CONSTRUCTORS_LEFT, pos, NULL,
	          "constructors or destructors in the C objects are left out (section %s): what Go calls shares no data "
	          "with them", section);
}

static void forget_in(struct reaching *r)
{
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(r->e->elf, scn));) {
		GElf_Shdr sh;
		if (!lists_constructors(r, scn, &sh))
			continue;
		follow_constructors(r, elf_ndxscn(scn));
		if (r->unknown || is_shared(r) || !only_computes(r))
			continue;
		tell(r, arena_strdup(r->e->b->arena, section_name(r, &sh)));
		sh.sh_type = SHT_PROGBITS;
		sh.sh_flags &= ~(GElf_Xword)RETAINED;
		gelf_update_shdr(scn, &sh);
		elf_flagshdr(scn, ELF_C_SET, ELF_F_DIRTY);
		r->e->changed = true;
	}
}

// False when no section lists constructors; then there is nothing to do.
static bool look_at_sections(struct reaching *r)
{
	bool any = false;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(r->e->elf, scn));) {
		GElf_Shdr sh;
		any |= lists_constructors(r, scn, &sh);
		if (!gelf_getshdr(scn, &sh) || sh.sh_info >= r->nscn || (sh.sh_type != SHT_RELA && sh.sh_type != SHT_REL))
			continue;
		r->unknown |= sh.sh_type == SHT_REL || r->relas[sh.sh_info];
		r->relas[sh.sh_info] = elf_ndxscn(scn);
	}
	return any;
}

void constructors_forget(struct editing *e, const struct reduced *out)
{
	struct reaching r = {.e = e};
	if (elf_getshdrnum(e->elf, &r.nscn) != 0 || elf_getshdrstrndx(e->elf, &r.strndx) != 0)
		return;
	r.relas = arena_alloc(e->b->arena, r.nscn * sizeof *r.relas);
	if (!look_at_sections(&r))
		return;
	r.sections = arena_alloc(e->b->arena, r.nscn);
	r.symbols = arena_alloc(e->b->arena, e->nsyms);
	follow_calls_of_go(&r, out);
	forget_in(&r);
}
