// dwarfpos.h - from places in the image to lines of C, through DWARF.
#ifndef NEARCALL_DWARFPOS_H
#define NEARCALL_DWARFPOS_H

#include "model/image.h"

// image_units lists which compile unit code is of, and the definitions of functions.
void image_units(struct arena *a, struct image *img);

// All of these give the image's fallback when DWARF does not know; without one,
// the package's folder and line 0.

// image_pos is the line of the instruction at addr.
struct pos image_pos(struct arena *a, const struct image *img, uint64_t addr);

// image_line is the C file and line of the instruction at addr, the file as
// the package's directives name it; false when DWARF does not know, or knows
// only a path of the machine that compiled it.
bool image_line(struct arena *a, const struct image *img, uint64_t addr, const char **file, int *line);

// image_variable_pos is where the variable of that symbol is declared; static
// variables of functions ("f.counter", "counter.0") are found too.
struct pos image_variable_pos(struct arena *a, const struct image *img, const char *symbol);

// image_compiled tells whether the code at addr is a compiler's: DWARF names the
// language that it was written in, and that is not assembly.
bool image_compiled(const struct image *img, uint64_t addr);

// image_decl_pos is where a DIE's declaration stands.
struct pos image_decl_pos(struct arena *a, const struct image *img, Dwarf_Die *die);

#endif
