// origins.h - which files the code and the data of an image come from.
#ifndef NEARCALL_ORIGINS_H
#define NEARCALL_ORIGINS_H

#include "base/names.h"
#include "model/image.h"

// image_origins adds the files of which the image holds anything: lines of code,
// those that were inlined too, variables and constants. A header of which only
// declarations are used is not among them.
void image_origins(struct arena *a, const struct image *img, struct names *out);

#endif
