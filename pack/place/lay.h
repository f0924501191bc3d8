// lay.h - where in its trampoline each instruction of a fused body stands.
#ifndef NEARCALL_LAY_H
#define NEARCALL_LAY_H

#include "place/fuse.h"

// lay_out gives all ops their places, fills pads, and gives jumps their distances; short ones that do not reach become
// long. The body begins that many bytes behind a place that is aligned as it asks for. It may be done again. False if a
// jump does not reach that cannot be long.
bool lay_out(const struct arch *arch, struct ops *ops, uint64_t ahead);

// lay_pad is an op for the pad in front of what is to be aligned.
struct op lay_pad(struct arena *a, uint64_t align);

#endif
