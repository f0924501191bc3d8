// same.h - do two levels of the CPU get the same code for a function?
#ifndef NEARCALL_SAME_H
#define NEARCALL_SAME_H

#include "model/variant.h"

// place_same tells whether the functions at address x in one variant and y in
// another are the same, with all that they reach: instruction for instruction,
// constant for constant. It may say no of equal ones, never yes of others.
bool place_same(struct arena *a, const struct variant *vx, uint64_t x, const struct variant *vy, uint64_t y);

#endif
