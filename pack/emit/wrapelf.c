#include "emit/wrapelf.h"

#include "arch/arch.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum section { SEC_NULL, SEC_TEXT, SEC_SYMTAB, SEC_STRTAB, SEC_SHSTRTAB, SEC_NOTE_STACK, SECTIONS };

enum { LEAST_ALIGN = 16 }; // bytes; of code

// Names and symbols while they are gathered. Strings start with the empty one.
struct tables {
	struct arena *arena;
	VEC(char) strings;
	VEC(Elf64_Sym) syms;
};

static uint32_t add_string(struct tables *t, const char *s)
{
	uint32_t at = (uint32_t)t->strings.n;
	for (; *s; s++)
		VEC_PUSH(t->arena, &t->strings, *s);
	VEC_PUSH(t->arena, &t->strings, '\0');
	return at;
}

static void add_symbol(struct tables *t, const struct image *img, const char *name, uint64_t addr, uint64_t size,
                       int bind)
{
	Elf64_Sym s = {
		.st_name = add_string(t, name),
		.st_value = addr - img->base,
		.st_size = size,
		.st_info = GELF_ST_INFO(bind, STT_FUNC),
		.st_other = bind == STB_GLOBAL ? STV_HIDDEN : STV_DEFAULT,
		.st_shndx = SEC_TEXT,
	};
	VEC_PUSH(t->arena, &t->syms, s);
}

// gather returns the index of the first global symbol. The local names serve
// profilers and debuggers. The first one is not a function of the program:
// Go's pclntab leaves the very first function of a binary without a name.
static size_t gather(struct tables *t, const struct image *img, const struct export *exports, size_t n)
{
	add_string(t, "");
	VEC_PUSH(t->arena, &t->syms, (Elf64_Sym){0});
	add_symbol(t, img, "nearcall_image", img->base, 0, STB_LOCAL);
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (s->function && s->addr < img->text_end)
			add_symbol(t, img, s->name, s->addr, s->size, STB_LOCAL);
	}
	size_t first = t->syms.n;
	for (size_t i = 0; i < n; i++)
		add_symbol(t, img, exports[i].name, exports[i].addr, 0, STB_GLOBAL);
	return first;
}

// A section to be written.
struct contents {
	const char *name;
	GElf_Word type;
	GElf_Xword flags, align;
	Elf_Type data; // what libelf takes the bytes for
	void *bytes;
	size_t size;
	GElf_Word link, info;
	GElf_Xword entry; // bytes of each, in a table
};

static bool add_section(Elf *elf, const struct contents *c, uint32_t name)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *data = scn ? elf_newdata(scn) : NULL;
	GElf_Shdr sh;
	if (!data || !gelf_getshdr(scn, &sh))
		return false;
	data->d_buf = c->bytes;
	data->d_size = c->size;
	data->d_type = c->data;
	data->d_align = c->align;
	data->d_version = EV_CURRENT;
	sh.sh_name = name;
	sh.sh_type = c->type;
	sh.sh_flags = c->flags;
	sh.sh_addralign = c->align;
	sh.sh_link = c->link;
	sh.sh_info = c->info;
	sh.sh_entsize = c->entry;
	return gelf_update_shdr(scn, &sh);
}

static bool add_header(Elf *elf, const struct image *img)
{
	GElf_Ehdr eh;
	if (!gelf_newehdr(elf, ELFCLASS64) || !gelf_getehdr(elf, &eh))
		return false;
	eh.e_ident[EI_DATA] = ELFDATA2LSB;
	eh.e_type = ET_REL;
	eh.e_machine = (GElf_Half)img->arch->elf_machine;
	eh.e_version = EV_CURRENT;
	eh.e_shstrndx = SEC_SHSTRTAB;
	return gelf_update_ehdr(elf, &eh);
}

static bool write_elf(struct arena *a, Elf *elf, const struct image *img, const struct export *exports, size_t n)
{
	struct tables t = {.arena = a}, names = {.arena = a};
	size_t first_global = gather(&t, img, exports, n);
	void *code = arena_alloc(a, img->size);
	memcpy(code, img->bytes, img->size);
	struct contents sections[SECTIONS] = {
		[SEC_NULL] = {.name = ""},
		[SEC_TEXT] = {.name = ".text", .type = SHT_PROGBITS, .flags = SHF_ALLOC | SHF_EXECINSTR,
		              .align = img->align < LEAST_ALIGN ? LEAST_ALIGN : img->align, .bytes = code,
		              .size = img->size},
		[SEC_SYMTAB] = {.name = ".symtab", .type = SHT_SYMTAB, .align = 8, .data = ELF_T_SYM, .bytes = t.syms.v,
		                .size = t.syms.n * sizeof *t.syms.v, .entry = sizeof *t.syms.v,
		                .link = SEC_STRTAB, .info = (GElf_Word)first_global},
		[SEC_STRTAB] = {.name = ".strtab", .type = SHT_STRTAB, .align = 1, .bytes = t.strings.v,
		                .size = t.strings.n},
		[SEC_SHSTRTAB] = {.name = ".shstrtab", .type = SHT_STRTAB, .align = 1},
		[SEC_NOTE_STACK] = {.name = ".note.GNU-stack", .type = SHT_PROGBITS, .align = 1},
	};
	uint32_t name[SECTIONS];
	for (int i = 0; i < SECTIONS; i++)
		name[i] = add_string(&names, sections[i].name);
	sections[SEC_SHSTRTAB].bytes = names.strings.v;
	sections[SEC_SHSTRTAB].size = names.strings.n;
	bool ok = add_header(elf, img);
	for (int i = SEC_NULL + 1; i < SECTIONS && ok; i++)
		ok = add_section(elf, &sections[i], name[i]);
	return ok && elf_update(elf, ELF_C_WRITE) >= 0;
}

bool wrap_image(struct build *b, const struct image *img, const struct export *exports, size_t n, const char *path)
{
	elf_version(EV_CURRENT);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_WRITE, NULL) : NULL;
	bool ok = elf && write_elf(b->arena, elf, img, exports, n);
	if (!ok)
		diag_tool(b->diags, NC_CANNOT_WRITE, NULL, "cannot write the ELF object %s: %s", path, elf_errmsg(-1));
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return ok;
}
