#include "base/objfile.h"

#include "base/ask.h"

#include <ar.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool objfile_open(struct arena *a, const char *path, struct objfile *f, const char **why)
{
	f->elf = NULL;
	f->fd = ask_fd(path);
	if (f->fd < 0) {
		*why = arena_printf(a, "cannot be opened: %s", strerror(errno));
		return false;
	}
	elf_version(EV_CURRENT);
	errno = 0;
	f->elf = elf_begin(f->fd, ELF_C_READ, NULL);
	// All is read at once, so that what comes later has no file to fail: libelf's "no" then is about what the file holds.
	if (!f->elf || elf_cntl(f->elf, ELF_C_FDREAD) != 0) {
		ask_refused(path);
		*why = arena_printf(a, "cannot be read: %s", elf_errmsg(-1));
		objfile_close(f);
		return false;
	}
	return true;
}

void objfile_close(struct objfile *f)
{
	elf_end(f->elf);
	f->elf = NULL;
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

void objfile_symbols(Elf *elf, bool (*fn)(void *ctx, const struct elfsym *s), void *ctx)
{
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
		GElf_Shdr sh;
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB || sh.sh_entsize == 0)
			continue;
		Elf_Data *data = elf_getdata(scn, NULL);
		for (size_t i = 1; data && i < sh.sh_size / sh.sh_entsize; i++) {
			struct elfsym s = {.index = i};
			if (!gelf_getsym(data, (int)i, &s.sym))
				return;
			s.name = elf_strptr(elf, sh.sh_link, s.sym.st_name);
			if (s.name && !fn(ctx, &s))
				return;
		}
		return;
	}
}

void objfile_input_symbols(struct arena *a, const char *path, bool (*fn)(void *ctx, const struct elfsym *s), void *ctx)
{
	struct objfile f;
	const char *why;
	if (!objfile_open(a, path, &f, &why))
		return;
	if (elf_kind(f.elf) != ELF_K_AR)
		objfile_symbols(f.elf, fn, ctx);
	Elf_Cmd cmd = ELF_C_READ;
	for (Elf *member; elf_kind(f.elf) == ELF_K_AR && (member = elf_begin(f.fd, cmd, f.elf)); elf_end(member)) {
		objfile_symbols(member, fn, ctx);
		cmd = elf_next(member);
	}
	objfile_close(&f);
}

static const char *machine_name(struct arena *a, int machine)
{
	static const struct {
		int machine;
		const char *name;
	} names[] = {
		{EM_X86_64, "x86-64"}, {EM_386, "i386"},   {EM_AARCH64, "arm64"}, {EM_ARM, "arm"},
		{EM_RISCV, "RISC-V"},  {EM_PPC64, "ppc64"}, {EM_S390, "s390"},     {EM_NONE, "no machine"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].machine == machine)
			return names[i].name;
	return arena_printf(a, "ELF machine %d", machine);
}

// A truncated object is one whose headers or sections point past its end;
// libelf hands out no data for such a section.
static const char *check_object(struct arena *a, Elf *elf, size_t filesize, int machine)
{
	GElf_Ehdr eh;
	size_t shnum;
	if (!gelf_getehdr(elf, &eh))
		return "has no ELF header that can be read";
	if (eh.e_machine != machine || gelf_getclass(elf) != ELFCLASS64)
		return arena_printf(a, "is for another machine: %s (%d bit), not %s",
		                    machine_name(a, eh.e_machine), gelf_getclass(elf) == ELFCLASS64 ? 64 : 32,
		                    machine_name(a, machine));
	if (eh.e_type != ET_REL)
		return "is an executable or shared library, not a relocatable object";
	if (elf_getshdrnum(elf, &shnum) != 0 || shnum == 0)
		return "is truncated: it has no section table";
	size_t seen = 1;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn)); seen++) {
		GElf_Shdr sh;
		if (!gelf_getshdr(scn, &sh))
			return "is truncated: a section header is missing";
		if (sh.sh_type != SHT_NOBITS && (sh.sh_offset > filesize || sh.sh_size > filesize - sh.sh_offset))
			return "is truncated: a section reaches past its end";
	}
	return seen == shnum ? NULL : "is truncated: section headers are missing";
}

// The end of an archive member as its header declares it; libelf would cut it
// to what is there. base is where the member's contents begin.
static size_t declared_end(const char *raw, size_t size, size_t base)
{
	struct ar_hdr header;
	char digits[sizeof header.ar_size + 1] = {0};
	if (base < sizeof header || base > size)
		return SIZE_MAX;
	memcpy(&header, raw + base - sizeof header, sizeof header);
	memcpy(digits, header.ar_size, sizeof header.ar_size);
	return base + strtoul(digits, NULL, 10);
}

static const char *check_archive(struct arena *a, struct objfile *ar, int machine)
{
	Elf_Cmd cmd = ELF_C_READ;
	size_t objects = 0, size, end = SARMAG;
	const char *why = NULL, *raw = elf_rawfile(ar->elf, &size);
	for (Elf *member; raw && !why && (member = elf_begin(ar->fd, cmd, ar->elf)); elf_end(member)) {
		Elf_Arhdr *h = elf_getarhdr(member);
		if (h)
			end = declared_end(raw, size, (size_t)elf_getbase(member));
		if (h && h->ar_name && h->ar_name[0] != '/' && elf_kind(member) == ELF_K_ELF) {
			objects++;
			const char *bad = check_object(a, member, (size_t)h->ar_size, machine);
			if (bad)
				why = arena_printf(a, "has a member %s that %s", h->ar_name, bad);
		}
		cmd = elf_next(member);
	}
	// members start at even places; what libelf left unread is a member cut short
	if (!why && (size < end || size > end + end % 2))
		why = "is a truncated archive";
	if (!why && objects == 0)
		why = "is an archive without an ELF object";
	return why;
}

// libelf does not open archives that only name their members.
static bool is_thin(int fd)
{
	static const char magic[] = "!<thin>\n";
	char head[sizeof magic - 1];
	return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head && memcmp(head, magic, sizeof head) == 0;
}

const char *objfile_check(struct arena *a, const char *path, int machine)
{
	struct objfile f;
	const char *why = NULL;
	size_t size = 0;
	if (!objfile_open(a, path, &f, &why))
		return why;
	switch (elf_kind(f.elf)) {
	case ELF_K_ELF:
		elf_rawfile(f.elf, &size); // not of archive members: libelf would never free it
		why = check_object(a, f.elf, size, machine);
		break;
	case ELF_K_AR:
		why = check_archive(a, &f, machine);
		break;
	default:
		why = is_thin(f.fd) ? "is a thin archive: make it without T, so that it holds its objects"
		                    : "is neither an ELF object nor an archive";
	}
	objfile_close(&f);
	return why;
}
