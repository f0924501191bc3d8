// group.h - which pieces of code have to share a text, and which constants go
// with them.
#ifndef NEARCALL_GROUP_H
#define NEARCALL_GROUP_H

#include "base/arena.h"
#include "model/flow.h"
#include "model/image.h"
#include "model/placement.h"

// group_pieces makes the texts: their pieces, with offsets, and copies of
// constants. Sets out->opaque when the code cannot be parted at all.
void group_pieces(struct arena *a, const struct image *img, const struct flow *flow,
                  bool (*is_deep)(const struct placement *, const struct text *), struct placement *out);

// group_home is an address inside the constant that a relocated reference to
// target means, which may lie outside of it.
uint64_t group_home(const struct image *img, const struct reloc *r, uint64_t target);

#endif
