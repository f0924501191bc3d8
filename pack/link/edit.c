#include "link/edit.h"

#include "base/objfile.h"
#include "link/constructors.h"
#include "link/direct.h"
#include "link/doomed.h"
#include "link/trap.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool find_symbols(struct editing *e)
{
	GElf_Shdr sh;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(e->elf, scn));) {
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB)
			continue;
		e->symscn = scn;
		e->syms = elf_getdata(scn, NULL);
		e->nsyms = e->syms ? e->syms->d_size / gelf_fsize(e->elf, ELF_T_SYM, 1, EV_CURRENT) : 0;
		e->strndx = sh.sh_link;
	}
	return e->syms;
}

GElf_Sym edit_symbol(const struct editing *e, size_t index, const char **name)
{
	GElf_Sym sym;
	bool there = index && index < e->nsyms && gelf_getsym(e->syms, (int)index, &sym);
	if (!there)
		sym = (GElf_Sym){0};
	if (name)
		*name = there ? elf_strptr(e->elf, e->strndx, sym.st_name) : NULL;
	return sym;
}

void edit_reloc(struct editing *e, struct code *c, size_t k, const GElf_Rela *r)
{
	GElf_Rela copy = *r;
	gelf_update_rela(c->relas, (int)k, &copy);
	elf_flagdata(c->relas, ELF_C_SET, ELF_F_DIRTY);
	elf_flagdata(c->data, ELF_C_SET, ELF_F_DIRTY);
	e->changed = true;
}

static void each(struct editing *e, bool executable, void (*fn)(struct editing *e, struct code *c))
{
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(e->elf, scn));) {
		GElf_Shdr sh, codesh;
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_RELA)
			continue;
		struct code c = {.scn = elf_getscn(e->elf, sh.sh_info), .index = sh.sh_info};
		if (!gelf_getshdr(c.scn, &codesh) || codesh.sh_type != SHT_PROGBITS ||
		    !(codesh.sh_flags & SHF_ALLOC) || executable != !!(codesh.sh_flags & SHF_EXECINSTR))
			continue;
		c.data = elf_getdata(c.scn, NULL);
		c.relas = elf_getdata(scn, NULL);
		if (!c.data || !c.data->d_buf || !c.relas)
			continue;
		c.bytes = c.data->d_buf;
		c.n = c.data->d_size;
		c.nrelas = c.relas->d_size / gelf_fsize(e->elf, ELF_T_RELA, 1, EV_CURRENT);
		fn(e, &c);
	}
}

void edit_each(struct editing *e, void (*fn)(struct editing *e, struct code *c))
{
	each(e, true, fn);
}

void edit_each_data(struct editing *e, void (*fn)(struct editing *e, struct code *c))
{
	each(e, false, fn);
}

// What is added is little: an object that becomes much larger has damaged headers.
static bool write_object(struct editing *e, int fd)
{
	enum { MOST_ADDED = 16 << 20 };
	off_t was = lseek(fd, 0, SEEK_END);
	int64_t size = elf_update(e->elf, ELF_C_NULL);
	return was >= 0 && size >= 0 && size <= was + MOST_ADDED && elf_update(e->elf, ELF_C_WRITE) >= 0;
}

static bool edit_functions(struct editing *e, struct reduced *out)
{
	trap_choose(e, out);
	direct_uses(e);
	if (!e->traps.n)
		return true;
	doomed_forget(e);
	return trap_place(e);
}

static bool edit_constructors(struct editing *e, struct reduced *out)
{
	constructors_forget(e, out);
	return true;
}

static bool edit_by(struct build *b, const struct gopkg *pkg, struct reduced *out,
                    bool (*fn)(struct editing *e, struct reduced *out))
{
	struct editing e = {.b = b, .pkg = pkg};
	int fd = open(out->path, O_RDWR | O_CLOEXEC);
	elf_version(EV_CURRENT);
	e.elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_RDWR, NULL);
	bool ok = e.elf && find_symbols(&e) && fn(&e, out) && (!e.changed || write_object(&e, fd));
	if (!ok)
		diag_tool(b->diags, NC_CANNOT_WRITE, NULL,
		          "the reduced object cannot be changed: %s", e.elf ? elf_errmsg(-1) : strerror(errno));
	elf_end(e.elf);
	if (fd >= 0)
		close(fd);
	return ok && e.changed;
}

bool edit_object(struct build *b, const struct gopkg *pkg, struct reduced *out)
{
	return edit_by(b, pkg, out, edit_functions);
}

bool edit_constructed(struct build *b, const struct gopkg *pkg, struct reduced *out)
{
	return edit_by(b, pkg, out, edit_constructors);
}
