#include "link/trap.h"

#include "arch/arch.h"
#include "base/rustname.h"

#include <string.h>

// What Rust calls when a program has gone wrong; none returns. That they would
// have words for the reason is of no use here: all that the words need, tables of
// pointers and calls through them, goes with them.
static const char *const rust_panics[] = {
	"core::panicking::*",
	"core::*_fail", "core::*_fail_ct", "core::*_fail_rt", "core::*_failed",
	"core::*::panic_*", "core::*_panic", "core::num::overflow_panic::*",
	"alloc::alloc::handle_alloc_error", "alloc::raw_vec::handle_error", "alloc::raw_vec::capacity_overflow",
	"alloc::*_fail", "alloc::*_failed",
	"std::panicking::*", "std::process::abort", "std::alloc::*rust_oom",
	"__rustc::rust_begin_unwind", "__rustc::rust_panic", "__rustc::__rust_start_panic",
};

static const struct gofunc *called_by_go(const struct reduced *out, const char *symbol)
{
	for (size_t i = 0; i < out->funcs.n; i++)
		if (strcmp(out->funcs.v[i]->c_name, symbol) == 0)
			return out->funcs.v[i];
	return NULL;
}

static bool is_function(const GElf_Sym *s)
{
	int type = GELF_ST_TYPE(s->st_info);
	if (s->st_shndx == SHN_UNDEF)
		return type == STT_NOTYPE || type == STT_FUNC;
	return type == STT_FUNC && s->st_shndx < SHN_LORESERVE;
}

static bool is_rust_panic(const char *rust)
{
	for (size_t i = 0; rust && i < sizeof rust_panics / sizeof *rust_panics; i++)
		if (name_matches(rust_panics[i], rust))
			return true;
	return false;
}

// asked tells whether a directive names the function, and counts that.
static bool asked(struct editing *e, const struct reduced *out, const char *symbol, const char *rust, size_t *fits)
{
	bool yes = false;
	const struct gofunc *go = called_by_go(out, symbol);
	for (size_t i = 0; i < e->pkg->traps.n; i++) {
		const struct input *t = &e->pkg->traps.v[i];
		if (!name_matches(t->path, symbol) && !(rust && name_matches(t->path, rust)))
			continue;
		fits[i]++;
		yes = !go;
		if (go)
			diag_refuse(e->b->diags, NC_TRAP_ENTRY, t->pos,
			            "a trap is for what is reached when something has gone wrong",
			            "//nearcall:trap %s: %s is what the Go function %s calls", t->path, symbol, go->name);
	}
	return yes;
}

void trap_choose(struct editing *e, struct reduced *out)
{
	size_t *fits = arena_alloc(e->b->arena, (e->pkg->traps.n + 1) * sizeof *fits);
	for (size_t i = 1; i < e->nsyms; i++) {
		const char *symbol;
		GElf_Sym s = edit_symbol(e, i, &symbol);
		if (!symbol || !*symbol || !is_function(&s))
			continue;
		const char *rust = rust_name(e->b->arena, symbol);
		bool by_directive = asked(e, out, symbol, rust, fits);
		if (!by_directive && (!is_rust_panic(rust) || called_by_go(out, symbol)))
			continue;
		struct trap t = {i, s.st_shndx, s.st_value};
		VEC_PUSH(e->b->arena, &e->traps, t);
		if (!by_directive)
			VEC_PUSH(e->b->arena, &out->panics, (struct panic){arena_strdup(e->b->arena, symbol), rust});
	}
	for (size_t i = 0; i < e->pkg->traps.n; i++)
		if (!fits[i])
			diag_refuse(e->b->diags, NC_NO_SUCH_FUNCTION, e->pkg->traps.v[i].pos,
			            "write its C name, or its path in Rust (core::fmt::write); \"*\" stands for any characters",
			            "//nearcall:trap: there is no function %s", e->pkg->traps.v[i].path);
}

// Compilers name local functions by their section and the place in it.
const struct trap *trap_called(const struct editing *e, const GElf_Rela *r, size_t bytes_behind)
{
	size_t index = GELF_R_SYM(r->r_info);
	GElf_Sym s = edit_symbol(e, index, NULL);
	for (size_t i = 0; i < e->traps.n; i++) {
		const struct trap *t = &e->traps.v[i];
		if (t->symbol == index ||
		    (t->section && t->section == s.st_shndx && GELF_ST_TYPE(s.st_info) == STT_SECTION &&
		     s.st_value + (uint64_t)r->r_addend + bytes_behind == t->value))
			return t;
	}
	return NULL;
}

// add_name appends a name to a section of strings. False when there is none.
static bool add_name(struct editing *e, size_t section, const char *name, size_t *at)
{
	GElf_Shdr sh;
	Elf_Scn *scn = elf_getscn(e->elf, section);
	if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_STRTAB || !elf_getdata(scn, NULL))
		return false;
	Elf_Data *d = elf_newdata(scn);
	if (!d)
		return false;
	*at = sh.sh_size;
	d->d_buf = arena_strdup(e->b->arena, name);
	d->d_size = strlen(name) + 1;
	d->d_type = ELF_T_BYTE;
	d->d_align = 1;
	sh.sh_size += d->d_size;
	return gelf_update_shdr(scn, &sh);
}

// add_section is the index of a new section with the trap in it; SHN_UNDEF when there can be none.
static size_t add_section(struct editing *e, size_t name)
{
	enum { ALIGN = 16 };
	GElf_Shdr sh;
	Elf_Scn *scn = elf_newscn(e->elf);
	Elf_Data *d = elf_newdata(scn);
	if (!d || !gelf_getshdr(scn, &sh) || elf_ndxscn(scn) >= SHN_LORESERVE)
		return SHN_UNDEF;
	d->d_buf = (void *)(uintptr_t)e->b->arch->trap;
	d->d_size = e->b->arch->ntrap;
	d->d_type = ELF_T_BYTE;
	d->d_align = ALIGN;
	sh.sh_name = (GElf_Word)name;
	sh.sh_type = SHT_PROGBITS;
	sh.sh_flags = SHF_ALLOC | SHF_EXECINSTR;
	sh.sh_addralign = ALIGN;
	return gelf_update_shdr(scn, &sh) ? elf_ndxscn(scn) : SHN_UNDEF;
}

bool trap_place(struct editing *e)
{
	size_t shstrndx, name;
	if (elf_getshdrstrndx(e->elf, &shstrndx) != 0 || !add_name(e, shstrndx, ".text.nearcall_trap", &name))
		return false;
	for (size_t i = 0; i < e->traps.n; i++) {
		const struct trap *t = &e->traps.v[i];
		GElf_Sym s = edit_symbol(e, t->symbol, NULL);
		s.st_shndx = (GElf_Section)add_section(e, name);
		s.st_value = 0;
		s.st_size = e->b->arch->ntrap;
		s.st_info = GELF_ST_INFO(GELF_ST_BIND(s.st_info), STT_FUNC);
		if (s.st_shndx == SHN_UNDEF || !gelf_update_sym(e->syms, (int)t->symbol, &s))
			return false;
	}
	elf_flagdata(e->syms, ELF_C_SET, ELF_F_DIRTY);
	e->changed = true;
	return true;
}
