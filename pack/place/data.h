// data.h - what becomes data of the Go program, whose linker knows its place.
#ifndef NEARCALL_PLACE_DATA_H
#define NEARCALL_PLACE_DATA_H

#include "base/gosym.h"
#include "model/image.h"
#include "model/placement.h"

// place_data makes data of the variables, of the constants that hold addresses and
// of those that these lead to. The constants have been cut.
void place_data(struct arena *a, const struct image *img, struct gosyms *names, struct placement *out);

// data_target is the datum that the address that r has put into data leads to;
// NOTHING when it leads into the code.
int data_target(const struct image *img, const struct placement *p, const struct reloc *r);

#endif
