// known.h - what the proof knows in front of each instruction.
#ifndef NEARCALL_HOSTILE_KNOWN_H
#define NEARCALL_HOSTILE_KNOWN_H

#include "run.h"

// held_at is what follows at addr from the claims at *from, the point of
// function i that was last come by; if there is a point at addr, it is the one.
// NULL when no path leads there.
const struct known *held_at(struct subject *s, int i, uint64_t addr, uint64_t *from);

// held_function is the function that starts at addr, or NO_FUNCTION.
int held_function(const struct subject *s, uint64_t addr);

#endif
