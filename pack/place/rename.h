// rename.h - which registers a fused body works in.
//
// Go and C pass arguments in different registers. A body that stands in its
// trampoline may work in Go's at once, instead of having them moved to C's.
#ifndef NEARCALL_RENAME_H
#define NEARCALL_RENAME_H

#include "arch/amd64/rewrite.h"
#include "model/image.h"
#include "model/placement.h"

// A value that C has in the register c, and Go in the register go.
struct passed {
	uint8_t c, go; // hardware numbers
};

struct passing {
	VEC(struct passed) args, results;
};

// rename_body chooses registers for the body of a piece: those that Go uses, as
// far as they do not clash. False when the body's registers cannot be chosen.
bool rename_body(const struct image *img, const struct piece *piece, const struct passing *passing,
                 struct registers *out);

// rename_used is the set of C's registers that the body uses, as 1 << number.
// False as for rename_body.
bool rename_used(const struct image *img, const struct piece *piece, uint16_t *used);

#endif
