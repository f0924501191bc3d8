// labels.h - assembly whose functions are mere labels.
#ifndef NEARCALL_LABELS_H
#define NEARCALL_LABELS_H

#include "model/image.h"

// labels_to_functions takes the global labels in code for functions (those of
// the object at path reduced: the image's own are no longer global), and gives
// functions without a size one: up to the next, or to the end of the section.
void labels_to_functions(struct arena *a, const char *reduced, struct image *img);

#endif
