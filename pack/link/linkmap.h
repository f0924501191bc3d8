// linkmap.h - which section of the reduced object went where in the image, and
// which one each relocation means.
//
// An address alone does not tell: compilers fold offsets into operands, and
// `table - 4` may lie in the constant in front of the table.
#ifndef NEARCALL_LINKMAP_H
#define NEARCALL_LINKMAP_H

#include "base/arena.h"
#include "model/image.h"

// linkmap_read fills in img->sections and the section of each relocation, from
// the reduced object and from the map that ld wrote (-Map). Without them, all
// stay unknown.
void linkmap_read(struct arena *a, const char *map, const char *reduced, struct image *img);

#endif
