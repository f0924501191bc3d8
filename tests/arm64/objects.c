// objects.c - ELF for the Arm 64-bit Architecture, 5.5: the symbols $x and $d stand where code and data begin.
#include "objects.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_code(const GElf_Shdr *sh)
{
	return sh->sh_type == SHT_PROGBITS && sh->sh_flags & SHF_EXECINSTR;
}

// is_data[i]: whether the word i of the section is, by the last mapping symbol in front of it.
static void find_data(Elf *elf, size_t section, bool *is_data, size_t words)
{
	GElf_Shdr sh;
	char *kind = calloc(words + 1, 1);
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB)
			continue;
		Elf_Data *d = elf_getdata(scn, NULL);
		for (size_t i = 0; i < sh.sh_size / sh.sh_entsize; i++) {
			GElf_Sym s;
			const char *name = gelf_getsym(d, (int)i, &s) ? elf_strptr(elf, sh.sh_link, s.st_name) : NULL;
			if (name && name[0] == '$' && s.st_shndx == section && s.st_value / 4 <= words)
				kind[s.st_value / 4] = name[1];
		}
	}
	bool data = false;
	for (size_t i = 0; i < words; i++) {
		data = kind[i] ? kind[i] == 'd' : data;
		is_data[i] = data;
	}
	free(kind);
}

static void each_word(Elf *elf, Elf_Scn *scn, void (*fn)(void *ctx, uint32_t word), void *ctx)
{
	Elf_Data *d = elf_getdata(scn, NULL);
	if (!d || !d->d_buf)
		return;
	size_t words = d->d_size / 4;
	bool *is_data = calloc(words + 1, sizeof *is_data);
	find_data(elf, elf_ndxscn(scn), is_data, words);
	for (size_t i = 0; i < words; i++) {
		uint32_t w;
		memcpy(&w, (const char *)d->d_buf + 4 * i, sizeof w);
		if (!is_data[i])
			fn(ctx, w);
	}
	free(is_data);
}

static void each_section(Elf *elf, void (*fn)(void *ctx, uint32_t word), void *ctx)
{
	GElf_Ehdr eh;
	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &eh) || eh.e_machine != EM_AARCH64)
		return;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
		GElf_Shdr sh;
		if (gelf_getshdr(scn, &sh) && is_code(&sh))
			each_word(elf, scn, fn, ctx);
	}
}

bool objects_each(const char *path, void (*fn)(void *ctx, uint32_t word), void *ctx)
{
	elf_version(EV_CURRENT);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *file = fd >= 0 ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	if (!file || elf_kind(file) == ELF_K_NONE)
		return false;
	if (elf_kind(file) == ELF_K_ELF)
		each_section(file, fn, ctx);
	Elf_Cmd cmd = ELF_C_READ;
	for (Elf *one; elf_kind(file) == ELF_K_AR && (one = elf_begin(fd, cmd, file));) {
		each_section(one, fn, ctx);
		cmd = elf_next(one);
		elf_end(one);
	}
	elf_end(file);
	close(fd);
	return true;
}
