// parts.h - addresses that code forms in two parts: the page that a place is in, and
// the low bits of the place.
//
// The parts may be far from each other, and each alone is told where it belongs to by
// its relocation. Whoever moves a constant changes the page alone, by as much as the
// constant moves: so both parts have to be of places that are moved as one.
#ifndef NEARCALL_PARTS_H
#define NEARCALL_PARTS_H

#include "prove/step.h"

// parts_problem tells what is wrong with the second part, if the instruction adds one.
const char *parts_problem(const struct ground *g, const struct state *s, const struct insn *in, const char **hint);

// parts_names is the place that the instruction's relocation names as a whole, or of
// which it has the second part; 0 when there is none. Its first part names nothing.
uint64_t parts_names(const struct ground *g, const struct insn *in);

#endif
