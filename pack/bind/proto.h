// proto.h - C prototypes and types, read from DWARF.
#ifndef NEARCALL_PROTO_H
#define NEARCALL_PROTO_H

#include "model/ctype.h"
#include "model/image.h"

// proto_read finds the definition whose code starts at sym and reads its
// prototype. Returns NULL when the DWARF has none. Owned by the arena.
const struct proto *proto_read(struct arena *a, const struct image *img, const struct symbol *sym);

#endif
