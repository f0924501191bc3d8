// placecheck.h - what must hold of every placement, found without pack/place.
#ifndef NEARCALL_PLACECHECK_H
#define NEARCALL_PLACECHECK_H

#include "place/place.h"

// place_check writes the placement as Go assembly, reads that back, and
// follows the code of both from all functions of the proof: each instruction
// must be there, refer to what it did, lead to where it did, and have the depth
// that Go's tables tell, if the placement says so. The result is what does not
// hold, or NULL.
const char *place_check(struct arena *a, const struct image *img, const struct proof *proof, const struct placement *p);

// place_all_called is for functions_text_amd64, which leaves out what nothing
// refers to and no trampoline calls: here all texts are called.
bool *place_all_called(struct arena *a, const struct placement *p);

#endif
