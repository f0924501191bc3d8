#include "link/absent.h"

#include "arch/arch.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <unistd.h>

// A weak symbol without a definition, and how it is used.
struct absent {
	size_t symbol;
	bool loaded, called, other; // other: in a way that leaves it undefined
};

struct absents {
	struct build *b;
	Elf *elf;
	Elf_Scn *symscn;
	Elf_Data *syms;
	size_t nsyms, strndx;
	VEC(struct absent) weak;
	size_t null; // the symbol of a constant that is 0; or 0
	bool changed;
};

static bool find_symbols(struct absents *o)
{
	GElf_Shdr sh;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));) {
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB || !sh.sh_entsize)
			continue;
		o->symscn = scn;
		o->syms = elf_getdata(scn, NULL);
		o->nsyms = sh.sh_size / sh.sh_entsize;
		o->strndx = sh.sh_link;
	}
	return o->syms;
}

static void mark(struct absents *o, Elf_Data *data)
{
	elf_flagdata(data, ELF_C_SET, ELF_F_DIRTY);
	o->changed = true;
}

static void look_at_symbols(struct absents *o)
{
	GElf_Sym s;
	for (size_t i = 1; i < o->nsyms; i++) {
		if (!gelf_getsym(o->syms, (int)i, &s) || s.st_shndx != SHN_UNDEF)
			continue;
		if (GELF_ST_BIND(s.st_info) == STB_WEAK)
			VEC_PUSH(o->b->arena, &o->weak, (struct absent){.symbol = i});
		if (GELF_ST_VISIBILITY(s.st_other) == STV_DEFAULT)
			continue;
		s.st_other = STV_DEFAULT;
		gelf_update_sym(o->syms, (int)i, &s);
		mark(o, o->syms);
	}
}

static struct absent *find_absent(struct absents *o, const GElf_Rela *r)
{
	for (size_t i = 0; i < o->weak.n; i++)
		if (o->weak.v[i].symbol == GELF_R_SYM(r->r_info))
			return &o->weak.v[i];
	return NULL;
}

// One use of a weak symbol, the k-th relocation of some.
struct use {
	struct absent *of;
	GElf_Rela rela;
	enum absent_use how;
	uint32_t instead; // the relocation's type, when the symbol is none
	Elf_Data *data;
	int k;
};

static void each_use(struct absents *o, void (*fn)(struct absents *o, struct use *u))
{
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));) {
		GElf_Shdr sh, target;
		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_RELA || !sh.sh_entsize ||
		    !gelf_getshdr(elf_getscn(o->elf, sh.sh_info), &target) || !(target.sh_flags & SHF_ALLOC))
			continue;
		struct use u = {.data = elf_getdata(scn, NULL)};
		for (size_t k = 0; u.data && k < sh.sh_size / sh.sh_entsize; k++) {
			u.k = (int)k;
			u.of = gelf_getrela(u.data, u.k, &u.rela) ? find_absent(o, &u.rela) : NULL;
			if (!u.of)
				continue;
			u.how = o->b->arch->absent_use((uint32_t)GELF_R_TYPE(u.rela.r_info), &u.instead);
			fn(o, &u);
		}
	}
}

static void note_use(struct absents *o, struct use *u)
{
	(void)o;
	u->of->loaded |= u->how == ABSENT_LOADED;
	u->of->called |= u->how == ABSENT_CALLED;
	u->of->other |= u->how == ABSENT_OTHER || (u->how == ABSENT_STORED && u->rela.r_addend);
}

// What loads the address from the table of such gets the 0 from a constant.
static void resolve_use(struct absents *o, struct use *u)
{
	if (u->of->other || u->how == ABSENT_CALLED)
		return;
	u->rela.r_info = GELF_R_INFO(u->how == ABSENT_LOADED ? o->null : 0, u->instead);
	gelf_update_rela(u->data, u->k, &u->rela);
	mark(o, u->data);
}

// append adds bytes to a section; the result is where they are in it.
static size_t append(Elf_Scn *scn, void *bytes, size_t n, Elf_Type type, uint64_t align)
{
	GElf_Shdr sh;
	gelf_getshdr(scn, &sh);
	size_t at = sh.sh_size;
	if (at)
		elf_getdata(scn, NULL); // what is there stays
	Elf_Data *d = elf_newdata(scn);
	d->d_buf = bytes;
	d->d_size = n;
	d->d_type = type;
	d->d_align = align;
	d->d_version = EV_CURRENT;
	sh.sh_size += n;
	gelf_update_shdr(scn, &sh);
	return at;
}

static size_t add_name(struct absents *o, size_t section, const char *name)
{
	return append(elf_getscn(o->elf, section), arena_strdup(o->b->arena, name), strlen(name) + 1, ELF_T_BYTE, 1);
}

static size_t add_section(struct absents *o, const char *name, const void *bytes, size_t n, GElf_Xword flags)
{
	enum { ALIGN = 16 };
	size_t names;
	GElf_Shdr sh;
	if (elf_getshdrstrndx(o->elf, &names) != 0)
		return SHN_UNDEF;
	Elf_Scn *scn = elf_newscn(o->elf);
	gelf_getshdr(scn, &sh);
	sh.sh_name = (GElf_Word)add_name(o, names, name);
	sh.sh_type = SHT_PROGBITS;
	sh.sh_flags = SHF_ALLOC | flags;
	sh.sh_addralign = ALIGN;
	gelf_update_shdr(scn, &sh);
	append(scn, arena_strndup(o->b->arena, bytes, n), n, ELF_T_BYTE, ALIGN);
	o->changed = true;
	return elf_ndxscn(scn);
}

// The constant that is 0. Its symbol stands behind all others, as global ones may.
static void add_null(struct absents *o)
{
	static const uint8_t zeros[8];
	Elf64_Sym *sym = arena_alloc(o->b->arena, sizeof *sym);
	*sym = (Elf64_Sym){
		.st_name = (Elf64_Word)add_name(o, o->strndx, "nearcall_null"),
		.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
		.st_other = STV_HIDDEN,
		.st_shndx = (Elf64_Section)add_section(o, ".rodata.nearcall_null", zeros, sizeof zeros, 0),
		.st_size = sizeof zeros,
	};
	append(o->symscn, sym, sizeof *sym, ELF_T_SYM, sizeof(Elf64_Xword));
	o->null = o->nsyms;
}

// A call of what is not there faults, as one of a null pointer does.
static void add_fault(struct absents *o, size_t index)
{
	GElf_Sym s;
	const struct arch *arch = o->b->arch;
	if (!gelf_getsym(o->syms, (int)index, &s))
		return;
	s.st_shndx = (GElf_Section)add_section(o, ".text.nearcall_absent", arch->trap, arch->ntrap, SHF_EXECINSTR);
	s.st_info = GELF_ST_INFO(STB_GLOBAL, STT_FUNC);
	s.st_other = STV_HIDDEN;
	s.st_size = arch->ntrap;
	gelf_update_sym(o->syms, (int)index, &s);
	mark(o, o->syms);
}

static void resolve(struct absents *o)
{
	bool loaded = false;
	look_at_symbols(o);
	each_use(o, note_use);
	for (size_t i = 0; i < o->weak.n; i++)
		loaded |= o->weak.v[i].loaded && !o->weak.v[i].other;
	if (loaded)
		add_null(o);
	each_use(o, resolve_use);
	for (size_t i = 0; i < o->weak.n; i++)
		if (o->weak.v[i].called && !o->weak.v[i].other)
			add_fault(o, o->weak.v[i].symbol);
}

bool absent_resolve(struct build *b, const char *path)
{
	struct absents o = {.b = b};
	int fd = open(path, O_RDWR | O_CLOEXEC);
	elf_version(EV_CURRENT);
	o.elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_RDWR, NULL);
	bool ok = o.elf && find_symbols(&o);
	if (ok) {
		resolve(&o);
		ok = !o.changed || elf_update(o.elf, ELF_C_WRITE) >= 0;
	}
	if (!ok)
		diag_tool(b->diags, NC_CANNOT_WRITE, NULL,
		          "the reduced object cannot be changed: %s", o.elf ? elf_errmsg(-1) : strerror(errno));
	elf_end(o.elf);
	if (fd >= 0)
		close(fd);
	return ok;
}
