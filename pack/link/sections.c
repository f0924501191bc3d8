#include "link/sections.h"

#include "base/objfile.h"
#include "link/constructors.h"
#include "link/dwarflang.h"
#include "link/dwarfpos.h"

#include <dwarf.h>
#include <string.h>

enum { MAX_DEPTH = 64 }; // of types: damaged DWARF has circles

// A symbol of the reduced object, by its section there.
struct member {
	const char *name;
	size_t section;
	uint64_t size;
	int type;
	bool global;
};

struct object {
	struct build *b;
	const struct image *img;
	Elf *elf;
	VEC(struct member) members;
	VEC(size_t) pointing; // sections with relocations
};

static bool gather_member(void *ctx, const struct elfsym *s)
{
	struct object *o = ctx;
	int type = GELF_ST_TYPE(s->sym.st_info);
	struct member m = {arena_strdup(o->b->arena, s->name), s->sym.st_shndx, s->sym.st_size, type,
	                   GELF_ST_BIND(s->sym.st_info) != STB_LOCAL};
	if (*s->name && type != STT_SECTION && type != STT_FILE && s->sym.st_shndx < SHN_LORESERVE)
		VEC_PUSH(o->b->arena, &o->members, m);
	return true;
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

// One of the names NAME and NAME.*, as the linker script has them.
static bool is_or_under(const char *s, const char *name)
{
	return starts(s, name) && (!s[strlen(name)] || s[strlen(name)] == '.');
}

static bool is_code_name(const char *s)
{
	return is_or_under(s, ".text");
}

static bool is_initial_value(const char *s)
{
	return starts(s, ".data..Lconstinit") || starts(s, ".bss..Lconstinit");
}

static bool is_constant_name(const char *s)
{
	return is_or_under(s, ".rodata") || is_or_under(s, ".data.rel.ro") || is_initial_value(s);
}

static bool has_member(const struct object *o, size_t section)
{
	for (size_t i = 0; i < o->members.n; i++)
		if (o->members.v[i].section == section)
			return true;
	return false;
}

static bool has_relocs(const struct object *o, size_t section)
{
	for (size_t i = 0; i < o->pointing.n; i++)
		if (o->pointing.v[i] == section)
			return true;
	return false;
}

// Two kinds of writable sections hold what nothing writes to: constants with
// addresses, which are refused as such, and the nameless initial values of
// clang -O0.
static bool written_by_nobody(const struct object *o, size_t section, const char *s)
{
	return (is_or_under(s, ".data.rel.ro") && has_relocs(o, section)) ||
	       (is_initial_value(s) && !has_member(o, section));
}

// complain names what is in a section, or the section when nothing in it has a name.
static void complain(struct object *o, enum nc_code code, size_t section, const char *s, const char *what,
                     const char *hint)
{
	bool named = false;
	for (size_t i = 0; i < o->members.n; i++) {
		const struct member *m = &o->members.v[i];
		if (m->section != section || (!m->size && m->type == STT_NOTYPE))
			continue;
		diag_refuse(o->b->diags, code, image_variable_pos(o->b->arena, o->img, m->name), hint,
		            "%s %s (section %s)",
		            m->name, what, s);
		named = true;
	}
	if (!named)
		diag_refuse(o->b->diags, code, o->img->fallback, hint, "what is in the section %s %s", s, what);
}

static void check_section(struct object *o, size_t i, const GElf_Shdr *sh, const char *s, bool relaxed)
{
	static const char attribute[] =
		"leave __attribute__((section)) out: compilers put code and constants where they belong";
	bool code = is_code_name(s), executable = sh->sh_flags & SHF_EXECINSTR;
	if (is_constructor(sh, s)) {
		diag_refuse(o->b->diags, NC_CONSTRUCTOR, o->img->fallback,
		            "compute it when it is needed, or in Go, and pass it as a parameter",
		            "the C objects hold a constructor or destructor (section %s), which nothing would run", s);
		return;
	}
	if ((!code && !is_constant_name(s)) || relaxed)
		return;
	if ((sh->sh_flags & (SHF_WRITE | SHF_TLS)) && !written_by_nobody(o, i, s))
		complain(o, NC_WRITABLE, i, s, "is writable data among what is read-only",
		         "make it const, or pass it as a parameter: the image is read-only and shared by all "
		         "goroutines");
	else if (sh->sh_type != SHT_PROGBITS && !is_initial_value(s))
		complain(o, NC_ODD_SECTION, i, s, "is neither code nor a constant", attribute);
	else if (code && !executable)
		complain(o, NC_ODD_SECTION, i, s, "is data among the code", attribute);
	else if (!code && executable)
		complain(o, NC_ODD_SECTION, i, s, "is code among the constants", attribute);
}

// The C variable of that name that other files may write to.
static bool find_external(const struct image *img, const char *name, Dwarf_Die *found)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	while (img->dwarf && dwarf_get_units(img->dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0) {
		enum language language = dwarf_language(&unit);
		if (language != LANG_C && language != LANG_CXX) // elsewhere const is no type
			continue;
		for (int rc = dwarf_child(&unit, found); rc == 0; rc = dwarf_siblingof(found, found)) {
			const char *n = dwarf_diename(found);
			bool definition = dwarf_tag(found) == DW_TAG_variable && dwarf_hasattr(found, DW_AT_location);
			if (definition && n && strcmp(n, name) == 0 && dwarf_hasattr_integrate(found, DW_AT_external))
				return true;
		}
	}
	return false;
}

static bool is_const(Dwarf_Die *variable)
{
	Dwarf_Die type, at = *variable;
	Dwarf_Attribute attr;
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		if (!dwarf_formref_die(dwarf_attr_integrate(&at, DW_AT_type, &attr), &type))
			return false;
		int tag = dwarf_tag(&type);
		if (tag == DW_TAG_const_type)
			return true;
		if (tag != DW_TAG_typedef && tag != DW_TAG_volatile_type && tag != DW_TAG_array_type &&
		    tag != DW_TAG_restrict_type && tag != DW_TAG_atomic_type)
			return false;
		at = type;
	}
	return false;
}

static void check_member(struct object *o, const struct member *m, bool relaxed)
{
	size_t strndx;
	GElf_Shdr sh;
	Dwarf_Die die;
	if (m->type != STT_OBJECT || relaxed || !gelf_getshdr(elf_getscn(o->elf, m->section), &sh) ||
	    (sh.sh_flags & SHF_WRITE) || elf_getshdrstrndx(o->elf, &strndx) != 0)
		return;
	const char *s = elf_strptr(o->elf, strndx, sh.sh_name), *what = NULL;
	if (s && is_code_name(s) && (sh.sh_flags & SHF_EXECINSTR))
		what = "is data among the code";
	else if (s && is_constant_name(s) && m->global && find_external(o->img, m->name, &die) && !is_const(&die))
		what = "is not const, and lies among the constants";
	if (what)
		diag_refuse(o->b->diags, NC_ODD_SECTION, image_variable_pos(o->b->arena, o->img, m->name),
		            "make it const, and leave __attribute__((section)) out", "%s %s (section %s)", m->name,
		            what, s);
}

static void check_object(struct object *o, bool relaxed)
{
	size_t strndx;
	GElf_Shdr sh;
	if (elf_getshdrstrndx(o->elf, &strndx) != 0)
		return;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));)
		if (gelf_getshdr(scn, &sh) && (sh.sh_type == SHT_RELA || sh.sh_type == SHT_REL))
			VEC_PUSH(o->b->arena, &o->pointing, sh.sh_info);
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));) {
		const char *s = gelf_getshdr(scn, &sh) ? elf_strptr(o->elf, strndx, sh.sh_name) : NULL;
		if (s && (sh.sh_flags & SHF_ALLOC) && sh.sh_size)
			check_section(o, elf_ndxscn(scn), &sh, s, relaxed);
	}
	for (size_t i = 0; i < o->members.n; i++)
		check_member(o, &o->members.v[i], relaxed);
}

void sections_audit(struct build *b, const struct image *img, bool relaxed)
{
	struct object o = {.b = b, .img = img};
	struct objfile f;
	const char *why;
	if (!img->reduced)
		return;
	if (!objfile_open(b->arena, img->reduced, &f, &why)) {
		diag_tool(b->diags, NC_LINKED_IMAGE, NULL, "the reduced object %s", why);
		return;
	}
	o.elf = f.elf;
	objfile_symbols(f.elf, gather_member, &o);
	check_object(&o, relaxed);
	objfile_close(&f);
}
