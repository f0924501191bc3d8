// scan.h - the instructions of a piece of code, as *place* needs them.
#ifndef NEARCALL_SCAN_H
#define NEARCALL_SCAN_H

#include "base/arena.h"
#include "model/flow.h"
#include "model/image.h"
#include "model/placement.h"

// scan_piece fills in the ops of a piece from what the proof followed, and
// ends the piece behind the last of them. On failure *why says what keeps it
// from being placed.
bool scan_piece(struct arena *a, const struct image *img, const struct flow *flow, struct piece *p, const char **why);

#endif
