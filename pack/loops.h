// loops.h - which functions may run for as long as their arguments say.
//
// C is never preempted: what takes long holds the collector up. A loop whose turns
// are no constant of the code may take long; where such a loop is, nearcall stack
// tells. It is advice, not proof: loops through jump tables are not seen, and a
// loop that ends early for reasons of its own is told of as well.
#ifndef NEARCALL_LOOPS_H
#define NEARCALL_LOOPS_H

#include "base/arena.h"
#include "model/image.h"
#include "model/proof.h"

// loops_find is the address of a loop that f, or something it calls, goes through
// as often as its arguments say; false if there is none.
bool loops_find(struct arena *a, const struct image *img, const struct proof *p, const struct proven *f, uint64_t *at);

#endif
