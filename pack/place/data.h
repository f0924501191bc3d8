// data.h - what becomes data of the Go program, whose linker knows its place.
#ifndef NEARCALL_PLACE_DATA_H
#define NEARCALL_PLACE_DATA_H

#include "base/gosym.h"
#include "model/image.h"
#include "model/placement.h"

// data_find adds the variables to the constants, and marks those with more than
// copies: the variables, the constants that hold addresses and those that these
// lead to. It comes before families are gathered.
void data_find(struct arena *a, const struct image *img, struct placement *out);

// data_lay_out makes data of the families that have one such. Sets out->opaque
// when one cannot be data.
void data_lay_out(struct arena *a, const struct image *img, struct placement *out);

// data_name gives the data names.
void data_name(const struct image *img, struct gosyms *names, struct placement *out);

// data_target is the constant or variable that the address that r has put into
// data leads to; NOTHING when it leads into the code.
int data_target(const struct image *img, const struct placement *p, const struct reloc *r);

// data_element is the new value of the 32-bit offset at addr, in a datum; false if
// there is none.
bool data_element(const struct image *img, const struct placement *p, uint64_t addr, int32_t *element);

#endif
