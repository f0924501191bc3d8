#include "link/origins.h"

#include "base/path.h"
#include "link/dwarfpos.h"

#include <dwarf.h>
#include <string.h>

enum { MAX_DEPTH = 100 };

static void add(struct arena *a, const struct image *img, const char *dwarf_path, struct names *out)
{
	names_add(out, path_join(a, img->dir, dwarf_path), out->n);
}

// Lines of what was discarded have addresses outside of the image.
static void add_lines(struct arena *a, const struct image *img, Dwarf_Die *unit, struct names *out)
{
	Dwarf_Lines *lines;
	size_t n;
	const char *last = NULL;
	if (dwarf_getsrclines(unit, &lines, &n) != 0)
		return;
	for (size_t i = 0; i < n; i++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, i);
		Dwarf_Addr addr = 0;
		bool end = false;
		if (!line || dwarf_lineaddr(line, &addr) != 0 || addr < img->base || addr >= img->text_end ||
		    dwarf_lineendsequence(line, &end) != 0 || end)
			continue;
		const char *file = dwarf_linesrc(line, NULL, NULL);
		if (file && file != last)
			add(a, img, file, out);
		last = file;
	}
}

// What is inlined may have left no line of its own: its function is known all the same.
static void add_inlined(struct arena *a, const struct image *img, Dwarf_Die *of, struct names *out, int depth)
{
	Dwarf_Die child, origin;
	Dwarf_Attribute attr;
	if (depth > MAX_DEPTH)
		return;
	for (int rc = dwarf_child(of, &child); rc == 0; rc = dwarf_siblingof(&child, &child)) {
		int tag = dwarf_tag(&child);
		bool inlined = tag == DW_TAG_inlined_subroutine &&
		               dwarf_formref_die(dwarf_attr(&child, DW_AT_abstract_origin, &attr), &origin);
		const char *file = inlined ? dwarf_decl_file(&origin) : NULL;
		if (file)
			add(a, img, file, out);
		if (tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block)
			add_inlined(a, img, &child, out, depth + 1);
	}
}

void image_origins(struct arena *a, const struct image *img, struct names *out)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	out->arena = a;
	while (img->dwarf && dwarf_get_units(img->dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0)
		add_lines(a, img, &unit, out);
	for (size_t i = 0; i < img->definitions.n; i++) {
		Dwarf_Die die = img->definitions.v[i].die;
		if (img->definitions.v[i].start >= img->base && img->definitions.v[i].start < img->text_end)
			add_inlined(a, img, &die, out, 0);
	}
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		struct pos pos = s->function || !s->size ? (struct pos){0} : image_variable_pos(a, img, s->name);
		if (pos.file && pos.line && (!img->fallback.file || strcmp(pos.file, img->fallback.file) != 0))
			names_add(out, pos.file, out->n);
	}
}
