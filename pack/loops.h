// loops.h - which functions may run for as long as their arguments say.
//
// C is never preempted: what takes long holds the collector up. A loop whose turns
// are no constant of the code may take long; where such a loop is, nearcall stack
// tells. It is advice, not proof: loops through jump tables are not seen, and a
// loop that ends early for reasons of its own is told of as well.
#ifndef NEARCALL_LOOPS_H
#define NEARCALL_LOOPS_H

#include "model/product.h"

// What reports say of one: the first half has the place behind it.
#define LOOPS_AT "loops as long as its arguments say, at"
#define LOOPS_WAY "meanwhile no collection: //nearcall:chunk, yield or blocking would let it"

// loops_hold_up is the place of a loop that the call's C function at that level, or something
// it calls, goes through as often as its arguments say; file is NULL if there is none, or if
// the declaration is one that holds nobody up.
struct pos loops_hold_up(struct arena *a, const struct product *p, const struct call *call, size_t level);

#endif
