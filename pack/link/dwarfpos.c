#include "link/dwarfpos.h"

#include "base/path.h"

#include <dwarf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

// Paths in DWARF are relative to the package's folder (compile.c sees to it).
static const char *seen_from_here(struct arena *a, const struct image *img, const char *dwarf_path)
{
	return path_join(a, img->dir, dwarf_path);
}

static struct pos unknown(const struct image *img)
{
	return img->fallback.file ? img->fallback : (struct pos){img->dir, 0, 0};
}

static int by_start(const void *va, const void *vb)
{
	const struct unit_range *a = va, *b = vb;
	return a->start < b->start ? -1 : a->start > b->start;
}

static int by_function(const void *va, const void *vb)
{
	const struct function_die *a = va, *b = vb;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	Dwarf_Off x = dwarf_dieoffset((Dwarf_Die *)&a->die), y = dwarf_dieoffset((Dwarf_Die *)&b->die);
	return x < y ? -1 : x > y;
}

struct listing {
	struct arena *arena;
	struct image *img;
};

// A function that gcc has split (f and f.cold) has ranges, and no low_pc.
static int list_definition(Dwarf_Die *die, void *arg)
{
	struct listing *l = arg;
	Dwarf_Addr base, start, end;
	if (dwarf_lowpc(die, &start) == 0) {
		VEC_PUSH(l->arena, &l->img->definitions, (struct function_die){start, *die});
		return DWARF_CB_OK;
	}
	for (ptrdiff_t at = 0; (at = dwarf_ranges(die, at, &base, &start, &end)) > 0;)
		VEC_PUSH(l->arena, &l->img->definitions, (struct function_die){start, *die});
	return DWARF_CB_OK;
}

// Not dwarf_addrdie: that needs .debug_aranges, which clang does not write. Nor
// dwarf_haspc: a unit has a range for each function, and it goes through all.
void image_units(struct arena *a, struct image *img)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	while (img->dwarf && dwarf_get_units(img->dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0) {
		Dwarf_Addr base, start, end;
		for (ptrdiff_t at = 0; (at = dwarf_ranges(&unit, at, &base, &start, &end)) > 0;)
			if (start >= img->base && start < end) // not what was discarded
				VEC_PUSH(a, &img->units, (struct unit_range){start, end, unit});
		dwarf_getfuncs(&unit, list_definition, &(struct listing){a, img}, 0);
	}
	if (img->definitions.n)
		qsort(img->definitions.v, img->definitions.n, sizeof *img->definitions.v, by_function);
	if (img->units.n)
		qsort(img->units.v, img->units.n, sizeof *img->units.v, by_start);
}

// The compile unit whose code holds addr.
static bool unit_at(const struct image *img, uint64_t addr, Dwarf_Die *unit)
{
	size_t lo = 0, hi = img->units.n; // the first range that starts behind addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->units.v[mid].start <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || addr >= img->units.v[lo - 1].end)
		return false;
	*unit = img->units.v[lo - 1].unit;
	return true;
}

// The line of the code at addr, in its compile unit.
static Dwarf_Line *line_at(const struct image *img, uint64_t addr)
{
	Dwarf_Die unit;
	addr = image_origin(img, addr);
	return unit_at(img, addr, &unit) ? dwarf_getsrc_die(&unit, addr) : NULL;
}

struct pos image_pos(struct arena *a, const struct image *img, uint64_t addr)
{
	Dwarf_Line *line = line_at(img, addr);
	const char *file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;
	if (!file)
		return unknown(img);
	struct pos p = {seen_from_here(a, img, file), 0, 0};
	dwarf_lineno(line, &p.line);
	dwarf_linecol(line, &p.col);
	// line 0 is code of no line, such as a call of __stack_chk_fail: its
	// function has one
	const struct symbol *function = p.line ? NULL : image_function_at(img, addr);
	return function && function->addr != addr ? image_pos(a, img, function->addr) : p;
}

bool image_compiled(const struct image *img, uint64_t addr)
{
	Dwarf_Die cu;
	int language = unit_at(img, image_origin(img, addr), &cu) ? dwarf_srclang(&cu) : -1;
	return language > 0 && language != DW_LANG_Mips_Assembler;
}

static bool is_plain(const char *path)
{
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f || *p == '"' || *p == '\\')
			return false;
	return true;
}

bool image_line(struct arena *a, const struct image *img, uint64_t addr, const char **file, int *line)
{
	Dwarf_Line *l = line_at(img, addr);
	const char *path = l ? dwarf_linesrc(l, NULL, NULL) : NULL;
	if (!path || *path == '/' || dwarf_lineno(l, line) != 0 || *line <= 0 || *line == INT_MAX || !is_plain(path))
		return false;
	*file = path_clean(a, path);
	return true;
}

// The name of the file that a DIE's declaration stands in. Not
// dwarf_decl_file: elfutils before 0.189 takes DWARF 5's file 0 for none.
static const char *decl_file(Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Word index;
	Dwarf_Die cu;
	Dwarf_Files *files;
	size_t n;
	if (dwarf_formudata(dwarf_attr_integrate(die, DW_AT_decl_file, &attr), &index) != 0 ||
	    !dwarf_diecu(die, &cu, NULL, NULL) ||
	    dwarf_getsrcfiles(&cu, &files, &n) != 0 || index >= n)
		return NULL;
	return dwarf_filesrc(files, index, NULL, NULL);
}

struct pos image_decl_pos(struct arena *a, const struct image *img, Dwarf_Die *die)
{
	const char *file = decl_file(die);
	if (!file)
		return unknown(img);
	struct pos p = {seen_from_here(a, img, file), 0, 0};
	dwarf_decl_line(die, &p.line);
	dwarf_decl_column(die, &p.col);
	return p;
}

static bool variable_in(Dwarf_Die *scope, const char *name, Dwarf_Die *found)
{
	Dwarf_Die die;
	for (int rc = dwarf_child(scope, &die); rc == 0; rc = dwarf_siblingof(&die, &die)) {
		int tag = dwarf_tag(&die);
		const char *n = dwarf_diename(&die);
		if (tag == DW_TAG_variable && n && strcmp(n, name) == 0) {
			*found = die;
			return true;
		}
		if ((tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) && variable_in(&die, name, found))
			return true;
	}
	return false;
}

struct pos image_variable_pos(struct arena *a, const struct image *img, const char *symbol)
{
	const char *dot = strchr(symbol, '.');
	const char *const names[] = {
		symbol,
		dot ? dot + 1 : symbol,
		dot ? arena_strndup(a, symbol, (size_t)(dot - symbol)) : symbol,
	};
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit, die;
	while (img->dwarf && dwarf_get_units(img->dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0)
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (variable_in(&unit, names[i], &die))
				return image_decl_pos(a, img, &die);
	return unknown(img);
}
