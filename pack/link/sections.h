// sections.h - may what the linker script takes into the image be there?
//
// The script goes by names, and a variable can be given any section. Here the
// type and the flags of the reduced object's sections are what counts: code is
// executable and holds no data, a constant is neither executable nor writable.
#ifndef NEARCALL_SECTIONS_H
#define NEARCALL_SECTIONS_H

#include "link/image.h"

// sections_audit reports the variables and functions in sections that are not
// what they are named after, and constructors. relaxed (archive -relocs) allows
// writable data under any name: there the object keeps its sections.
void sections_audit(struct build *b, const struct image *img, bool relaxed);

#endif
