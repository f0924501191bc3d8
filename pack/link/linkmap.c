#include "link/linkmap.h"

#include "base/ask.h"
#include "base/names.h"
#include "base/objfile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A line of the map that tells of an input section: its name, and on the same
// line or, when the name is long, on the next one, its address and size.
//
//	 .rodata.cst16  0x0000000000010040       0x10 reduced.o
struct placed {
	const char *name;
	uint64_t addr, size;
};

struct map {
	VEC(struct placed) v;
	struct names index; // "k NAME" is the place in v of the k-th section of a name
};

// Sections of the same name, counted.
static size_t count(struct names *seen, const char *name)
{
	size_t *n = names_find(seen, name);
	if (n)
		return ++*n;
	names_add(seen, name, 0);
	return 0;
}

static const char *numbered(struct arena *a, size_t k, const char *name)
{
	return arena_printf(a, "%zu %s", k, name);
}

static void index_map(struct arena *a, struct map *m)
{
	struct names seen = {.arena = a};
	m->index = (struct names){.arena = a};
	for (size_t i = 0; i < m->v.n; i++)
		names_add(&m->index, numbered(a, count(&seen, m->v.v[i].name), m->v.v[i].name), i);
}

static void read_map(struct arena *a, const char *path, const struct image *img, struct map *m)
{
	FILE *f = ask_open(path);
	char *line = NULL, name[512] = "";
	size_t cap = 0;
	while (f && getline(&line, &cap, f) > 0) {
		uint64_t addr, size;
		char own[512];
		int n = 0;
		if (line[0] == ' ' && line[1] == '.')
			n = sscanf(line, " %511s 0x%" SCNx64 " 0x%" SCNx64, own, &addr, &size);
		if (n >= 1)
			strcpy(name, own);
		if (n == 0 && *name && sscanf(line, " 0x%" SCNx64 " 0x%" SCNx64, &addr, &size) == 2)
			n = 3;
		bool known = (addr >= img->base && addr - img->base < img->size) || extent_holds(&img->data, addr);
		if (n == 3 && size && known)
			VEC_PUSH(a, &m->v, (struct placed){arena_strdup(a, name), addr, size});
		if (n != 1)
			*name = '\0';
	}
	free(line);
	if (!f)
		return;
	ask_ended(f, path);
	fclose(f);
}

// The k-th section of a name in the object is the k-th of that name in the map.
static const struct placed *find_placed(struct arena *a, const struct map *m, const char *name, size_t k)
{
	const size_t *i = names_find(&m->index, numbered(a, k, name));
	return i ? &m->v.v[*i] : NULL;
}

static int by_start(const void *va, const void *vb)
{
	const struct input_section *a = va, *b = vb;
	return a->start < b->start ? -1 : a->start > b->start;
}

struct object {
	struct arena *arena;
	Elf *elf;
	size_t shstrndx;
	struct image *img;
	uint64_t *start; // of each section by ELF index; 0: not in the image
	size_t n;
};

static void place_sections(struct object *o, const struct map *m)
{
	struct names seen = {.arena = o->arena};
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));) {
		GElf_Shdr sh;
		size_t i = elf_ndxscn(scn);
		if (!gelf_getshdr(scn, &sh) || !(sh.sh_flags & SHF_ALLOC) || !sh.sh_size || i >= o->n)
			continue;
		const char *name = elf_strptr(o->elf, o->shstrndx, sh.sh_name);
		const struct placed *p = name ? find_placed(o->arena, m, name, count(&seen, name)) : NULL;
		if (!p)
			continue;
		o->start[i] = p->addr;
		struct input_section s = {
			.start = p->addr,
			.end = p->addr + p->size,
			.align = sh.sh_addralign ? sh.sh_addralign : 1,
			.entry = (sh.sh_flags & SHF_MERGE) && !(sh.sh_flags & SHF_STRINGS) ? sh.sh_entsize : 0,
		};
		VEC_PUSH(o->arena, &o->img->sections, s);
	}
	if (o->img->sections.n)
		qsort(o->img->sections.v, o->img->sections.n, sizeof *o->img->sections.v, by_start);
}

static void place_relocs(struct object *o, Elf_Scn *scn, const GElf_Shdr *sh)
{
	Elf_Data *data = elf_getdata(scn, NULL), *syms = elf_getdata(elf_getscn(o->elf, sh->sh_link), NULL);
	if (!data || !syms || sh->sh_info >= o->n || !o->start[sh->sh_info] || !sh->sh_entsize)
		return;
	for (size_t i = 0; i < sh->sh_size / sh->sh_entsize; i++) {
		GElf_Rela rela;
		GElf_Sym sym;
		if (!gelf_getrela(data, (int)i, &rela) || !gelf_getsym(syms, (int)GELF_R_SYM(rela.r_info), &sym) ||
		    sym.st_shndx >= o->n || !o->start[sym.st_shndx])
			continue;
		uint64_t addr = o->start[sh->sh_info] + rela.r_offset;
		size_t k = image_first_reloc(o->img, addr);
		for (; k < o->img->relocs.n && o->img->relocs.v[k].addr == addr; k++)
			o->img->relocs.v[k].section = o->start[sym.st_shndx];
	}
}

void linkmap_read(struct arena *a, const char *map, const char *reduced, struct image *img)
{
	struct map m = {0};
	struct objfile f;
	const char *why;
	struct object o = {.arena = a, .img = img};
	read_map(a, map, img, &m);
	index_map(a, &m);
	if (!m.v.n || !objfile_open(a, reduced, &f, &why))
		return;
	o.elf = f.elf;
	if (elf_getshdrnum(f.elf, &o.n) == 0 && elf_getshdrstrndx(f.elf, &o.shstrndx) == 0) {
		o.start = arena_alloc(a, o.n * sizeof *o.start);
		place_sections(&o, &m);
		for (Elf_Scn *scn = NULL; (scn = elf_nextscn(f.elf, scn));) {
			GElf_Shdr sh;
			if (gelf_getshdr(scn, &sh) && sh.sh_type == SHT_RELA)
				place_relocs(&o, scn, &sh);
		}
	}
	objfile_close(&f);
}
