// align.h - constants and code that are aligned to more than Go's assembler can.
#ifndef NEARCALL_PLACE_ALIGN_H
#define NEARCALL_PLACE_ALIGN_H

#include "model/image.h"
#include "model/proof.h"

enum { MOST_ALIGN = 2048 }; // bytes; of PCALIGN

// align_lower lowers larger alignments to MOST_ALIGN where nothing relies on them:
// where no code does more with an address of the section than add to it, compare
// it and access memory by it, and the address stays in the function that takes it. It
// may be left over in registers that nothing looks at which is called or returned to.
// Sections that code relies on stay as they are.
void align_lower(struct arena *a, struct image *img, const struct proof *proof);

#endif
