#include "emit/wrapelf.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum section { SEC_NULL, SEC_TEXT, SEC_SYMTAB, SEC_STRTAB, SEC_SHSTRTAB, SEC_NOTE_STACK, SECTIONS };

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

static bool add_section(Elf *elf, uint32_t name, GElf_Word type, GElf_Xword flags, GElf_Xword align, Elf_Type data_type,
                        void *buf, size_t size, GElf_Word link, GElf_Word info, GElf_Xword entsize)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *data = scn ? elf_newdata(scn) : NULL;
	GElf_Shdr sh;
	if (!data || !gelf_getshdr(scn, &sh))
		return false;
	data->d_buf = buf;
	data->d_size = size;
	data->d_type = data_type;
	data->d_align = align;
	data->d_version = EV_CURRENT;
	sh.sh_name = name;
	sh.sh_type = type;
	sh.sh_flags = flags;
	sh.sh_addralign = align;
	sh.sh_link = link;
	sh.sh_info = info;
	sh.sh_entsize = entsize;
	return gelf_update_shdr(scn, &sh);
}

static bool write_elf(struct arena *a, Elf *elf, const struct image *img, const struct export *exports, size_t n)
{
	struct tables t = {.arena = a}, names = {.arena = a};
	size_t first_global = gather(&t, img, exports, n);
	uint32_t name[SECTIONS];
	static const char *const section_names[SECTIONS] = {"", ".text", ".symtab", ".strtab", ".shstrtab", ".note.GNU-stack"};
	for (int i = 0; i < SECTIONS; i++)
		name[i] = add_string(&names, section_names[i]);

	GElf_Ehdr eh;
	if (!gelf_newehdr(elf, ELFCLASS64) || !gelf_getehdr(elf, &eh))
		return false;
	eh.e_ident[EI_DATA] = ELFDATA2LSB;
	eh.e_type = ET_REL;
	eh.e_machine = EM_X86_64;
	eh.e_version = EV_CURRENT;
	eh.e_shstrndx = SEC_SHSTRTAB;
	if (!gelf_update_ehdr(elf, &eh))
		return false;

	void *code = arena_alloc(a, img->size);
	memcpy(code, img->bytes, img->size);
	return add_section(elf, name[SEC_TEXT], SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, img->align < 16 ? 16 : img->align,
	                   ELF_T_BYTE, code, img->size, 0, 0, 0) &&
	       add_section(elf, name[SEC_SYMTAB], SHT_SYMTAB, 0, 8, ELF_T_SYM, t.syms.v, t.syms.n * sizeof *t.syms.v,
	                   SEC_STRTAB, (GElf_Word)first_global, sizeof(Elf64_Sym)) &&
	       add_section(elf, name[SEC_STRTAB], SHT_STRTAB, 0, 1, ELF_T_BYTE, t.strings.v, t.strings.n, 0, 0, 0) &&
	       add_section(elf, name[SEC_SHSTRTAB], SHT_STRTAB, 0, 1, ELF_T_BYTE, names.strings.v, names.strings.n, 0, 0, 0) &&
	       add_section(elf, name[SEC_NOTE_STACK], SHT_PROGBITS, 0, 1, ELF_T_BYTE, NULL, 0, 0, 0, 0) &&
	       elf_update(elf, ELF_C_WRITE) >= 0;
}

bool wrap_image(struct build *b, const struct image *img, const struct export *exports, size_t n, const char *path)
{
	elf_version(EV_CURRENT);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_WRITE, NULL) : NULL;
	bool ok = elf && write_elf(b->arena, elf, img, exports, n);
	if (!ok)
		diag_tool(b->diags, NULL, "cannot write the ELF object %s: %s", path, elf_errmsg(-1));
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return ok;
}
