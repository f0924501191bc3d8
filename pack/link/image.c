#include "link/image.h"

#include "arch/arch.h"
#include "base/objfile.h"
#include "base/path.h"
#include "link/dwarfpos.h"
#include "link/labels.h"
#include "link/linkmap.h"
#include "link/toolchain.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Code first, constants behind it, in one section: their distances are then
// fixed, and operands relative to the instruction need nothing more. What may
// not be there gets sections of its own, so that the audit can say what it is.
// (.Lconstinit is what clang -O0 copies initial values from; nothing writes to
// it.) The base is not 0, because DWARF marks discarded functions with address 0.
static const char script[] =
	"SECTIONS {\n"
	"  . = 0x10000;\n"
	"  .image : {\n"
	"    *(.text .text.*)\n"
	"    nearcall_text_end = .;\n"
	"    *(.rodata .rodata.*) *(.data.rel.ro .data.rel.ro.*)\n"
	"    *(.data..Lconstinit* .bss..Lconstinit*)\n"
	"  }\n"
	"  .got : { *(.got .got.*) }\n"
	"  .data : { *(.data .data.* .bss .bss.*) *(COMMON) }\n"
	"  .tdata : { *(.tdata .tdata.* .tbss .tbss.*) }\n"
	"  .eh_frame : { *(.eh_frame) }\n"
	"  /DISCARD/ : { *(.note.*) *(.comment) *(.interp) *(.llvm_addrsig) }\n"
	"}\n";

static bool write_file(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return false;
	bool ok = fwrite(text, 1, n, f) == n;
	return fclose(f) == 0 && ok;
}

static int by_symbol_addr(const void *va, const void *vb)
{
	const struct symbol *a = va, *b = vb;
	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	// of several names for a place the first is used: not that of an empty
	// function, and a global one rather than a local one
	if (!a->size != !b->size)
		return a->size ? -1 : 1;
	if (a->global != b->global)
		return a->global ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int by_reloc_addr(const void *va, const void *vb)
{
	const struct reloc *a = va, *b = vb;
	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return b->dynamic - a->dynamic;
}

struct gather {
	struct arena *arena;
	struct image *img;
};

// Symbols that only tell code from data, where an architecture has such.
static bool is_mapping(const struct arch *arch, const char *name)
{
	return name[0] == '$' && name[1] && strchr(arch->mapping, name[1]) && (!name[2] || name[2] == '.');
}

static bool gather_symbol(void *ctx, const struct elfsym *s)
{
	struct gather *g = ctx;
	int type = GELF_ST_TYPE(s->sym.st_info);
	if (strcmp(s->name, "nearcall_text_end") == 0) {
		g->img->text_end = s->sym.st_value;
		return true;
	}
	if (is_mapping(g->img->arch, s->name))
		return true;
	bool wanted = type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE || type == STT_TLS;
	if (!wanted || !*s->name || s->sym.st_shndx == SHN_UNDEF || s->sym.st_shndx == SHN_ABS)
		return true;
	struct symbol sym = {
		.name = arena_strdup(g->arena, s->name),
		.addr = s->sym.st_value,
		.size = s->sym.st_size,
		.function = type == STT_FUNC,
		.global = GELF_ST_BIND(s->sym.st_info) != STB_LOCAL,
	};
	VEC_PUSH(g->arena, &g->img->symbols, sym);
	return true;
}

// The name of the symbol's section, when it is neither the image's own nor one
// that the audit looks into anyway.
static const char *elsewhere(struct arena *a, Elf *elf, size_t own, const GElf_Sym *sym)
{
	size_t strndx;
	GElf_Shdr sh;
	if (sym->st_shndx == SHN_UNDEF || sym->st_shndx >= SHN_LORESERVE || sym->st_shndx == own ||
	    !gelf_getshdr(elf_getscn(elf, sym->st_shndx), &sh) || elf_getshdrstrndx(elf, &strndx) != 0)
		return NULL;
	const char *name = elf_strptr(elf, strndx, sh.sh_name);
	if (!name || strcmp(name, ".image") == 0 || strcmp(name, ".data") == 0 || strcmp(name, ".tdata") == 0 || strcmp(name, ".got") == 0)
		return NULL;
	return arena_strdup(a, name);
}

// Relocations kept by --emit-relocs name sections and symbols of .symtab;
// those in allocated sections are for a dynamic linker that will not come.
static void gather_relocs(struct arena *a, Elf *elf, Elf_Scn *scn, const GElf_Shdr *sh, struct image *img)
{
	bool dynamic = sh->sh_flags & SHF_ALLOC;
	Elf_Data *data = elf_getdata(scn, NULL);
	Elf_Scn *symscn = elf_getscn(elf, sh->sh_link);
	GElf_Shdr symsh;
	if (!data || !symscn || !gelf_getshdr(symscn, &symsh) || sh->sh_entsize == 0)
		return;
	Elf_Data *syms = elf_getdata(symscn, NULL);
	for (size_t i = 0; i < sh->sh_size / sh->sh_entsize; i++) {
		GElf_Rela rela;
		GElf_Sym sym = {0};
		if (!gelf_getrela(data, (int)i, &rela))
			return;
		size_t index = GELF_R_SYM(rela.r_info);
		if (index && (!syms || !gelf_getsym(syms, (int)index, &sym)))
			continue;
		if (img->arch->reloc_kind(GELF_R_TYPE(rela.r_info)) == RELOC_NONE)
			continue;
		const char *name = index ? elf_strptr(elf, symsh.sh_link, sym.st_name) : NULL;
		struct reloc r = {
			.addr = rela.r_offset,
			.type = GELF_R_TYPE(rela.r_info),
			.symbol = name && GELF_ST_TYPE(sym.st_info) != STT_SECTION ? arena_strdup(a, name) : "",
			.undefined = index && sym.st_shndx == SHN_UNDEF,
			.dynamic = dynamic,
			.value = sym.st_value + (uint64_t)rela.r_addend,
			.absolute = !dynamic && (!index || sym.st_shndx == SHN_ABS),
			.elsewhere = index && !dynamic ? elsewhere(a, elf, sh->sh_info, &sym) : NULL,
		};
		VEC_PUSH(a, &img->relocs, r);
	}
}

// libdw (0.188) takes it on trust that a string section ends with a NUL, and
// lets strings start right at its end: it gets a copy with one behind it.
static void end_strings(struct arena *a, Elf_Scn *scn)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	if (data && data->d_buf)
		data->d_buf = arena_strndup(a, data->d_buf, data->d_size);
}

static const uint8_t *copy_of(struct arena *a, Elf_Scn *scn, size_t n)
{
	const Elf_Data *data = elf_getdata(scn, NULL);
	return data && data->d_buf && data->d_size == n ? (const uint8_t *)arena_strndup(a, data->d_buf, n) : NULL;
}

static void gather_section(struct arena *a, Elf *elf, Elf_Scn *scn, const GElf_Shdr *sh, const char *name,
                           struct image *img)
{
	const struct {
		const char *name;
		struct extent *extent;
	} forbidden[] = {{".data", &img->data}, {".tdata", &img->tls}, {".got", &img->got}};

	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (strcmp(name, forbidden[i].name) == 0)
			*forbidden[i].extent = (struct extent){sh->sh_addr, sh->sh_size};
	if (strcmp(name, ".debug_str") == 0 || strcmp(name, ".debug_line_str") == 0)
		end_strings(a, scn);
	if (strcmp(name, ".data") == 0 && sh->sh_type == SHT_PROGBITS)
		img->data_bytes = copy_of(a, scn, sh->sh_size);
	if (strcmp(name, ".image") == 0 && sh->sh_type == SHT_PROGBITS) {
		Elf_Data *data = elf_getdata(scn, NULL);
		img->base = sh->sh_addr;
		img->align = sh->sh_addralign ? sh->sh_addralign : 1;
		img->size = data ? data->d_size : 0;
		uint8_t *copy = arena_alloc(a, img->size + 1);
		if (img->size)
			memcpy(copy, data->d_buf, img->size);
		img->bytes = copy;
	}
	if (sh->sh_type == SHT_RELA &&
	    (strcmp(name, ".rela.image") == 0 || strcmp(name, ".rela.data") == 0 || (sh->sh_flags & SHF_ALLOC)))
		gather_relocs(a, elf, scn, sh, img);
}

bool image_open(struct arena *a, const struct arch *arch, Elf *elf, int fd, const char *dir, struct image *img,
                const char **why)
{
	size_t strndx;
	*img = (struct image){.arch = arch, .elf = elf, .fd = fd, .dir = dir};
	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &strndx) != 0) {
		*why = "is not an ELF file with sections";
		return false;
	}
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
		GElf_Shdr sh;
		const char *name = gelf_getshdr(scn, &sh) ? elf_strptr(elf, strndx, sh.sh_name) : NULL;
		if (name)
			gather_section(a, elf, scn, &sh, name, img);
	}
	objfile_symbols(elf, gather_symbol, &(struct gather){a, img});
	if (!img->bytes || img->base == 0 || img->base > UINT32_MAX || img->text_end < img->base ||
	    img->text_end > img->base + img->size) {
		*why = "has no code";
		return false;
	}
	if (img->symbols.n)
		qsort(img->symbols.v, img->symbols.n, sizeof *img->symbols.v, by_symbol_addr);
	for (size_t i = 0; i < img->symbols.n; i++)
		if (img->symbols.v[i].function)
			img->functions_end = i + 1;
	if (img->relocs.n)
		qsort(img->relocs.v, img->relocs.n, sizeof *img->relocs.v, by_reloc_addr);
	img->dwarf = dwarf_begin_elf(elf, DWARF_C_READ, NULL);
	image_units(a, img);
	return true;
}

// Undefined symbols are let through here: the audit names their users. The map's
// name is one in the folder that ld runs in: ld takes a % of a path for more.
static struct argv link_command(struct build *b, const struct toolchain *t, const struct reduced *r)
{
	const char *const args[] = {
		t->ld, "-pie", "--no-dynamic-linker", "-z", "norelro", "-z", "noexecstack", "--build-id=none",
		"--emit-relocs", "--unresolved-symbols=ignore-all", "--no-warn-rwx-segments",
		"-T", arena_printf(b->arena, "%s/image.ld", b->tmp), "-Map", "image.map",
		"-o", arena_printf(b->arena, "%s/image.elf", b->tmp), r->path,
	};
	struct argv v = {0};
	for (size_t i = 0; i < sizeof args / sizeof *args; i++)
		argv_add(b->arena, &v, args[i]);
	return v;
}

void image_show(struct build *b, const struct toolchain *t, const struct reduced *r)
{
	struct argv v = link_command(b, t, r);
	tool_show(b, &v, NULL, b->tmp);
}

bool image_link(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct reduced *r,
                struct image *img)
{
	const char *ld_script = arena_printf(b->arena, "%s/image.ld", b->tmp);
	const char *out = arena_printf(b->arena, "%s/image.elf", b->tmp);
	const char *map = arena_printf(b->arena, "%s/image.map", b->tmp);
	*img = (struct image){.fd = -1};
	if (!write_file(ld_script, script, sizeof script - 1)) {
		diag_tool(b->diags, NC_CANNOT_WRITE, NULL, "cannot write %s", ld_script);
		return false;
	}
	struct argv v = link_command(b, t, r);
	struct run_result res = run_shown(b, &v, NULL, b->tmp);
	if (!res.found) {
		report_missing_tool(b, t->ld);
		return false;
	}
	if (res.status != 0 && tool_broke(b, t->ld, &res))
		return false;
	if (res.status != 0) {
		diag_refuse(
			b->diags, NC_NOT_PIC, r->funcs.v[0]->pos,
			"the linker's own words are above; code must be compiled with -fPIC and the small code model",
			"the C objects cannot be made position-independent")
			->detail = res.err;
		return false;
	}

	struct objfile f;
	const char *why = "";
	if (!objfile_open(b->arena, out, &f, &why) ||
	    !image_open(b->arena, b->arch, f.elf, f.fd, pkg->dir, img, &why)) {
		diag_tool(b->diags, NC_LINKED_IMAGE, NULL, "the linked image %s", why);
		return false;
	}
	linkmap_read(b->arena, map, r->path, img);
	labels_to_functions(b->arena, r->path, img);
	img->reduced = r->path;
	img->fallback = pkg->archives.n ? pkg->archives.v[0].pos : r->funcs.v[0]->pos;
	return true;
}

void image_close(struct image *img)
{
	dwarf_end(img->dwarf);
	elf_end(img->elf);
	if (img->fd >= 0)
		close(img->fd);
	*img = (struct image){.fd = -1};
}
