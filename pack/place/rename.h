// rename.h - which registers a fused body works in.
//
// Go and C pass arguments in different registers. A body that stands in its
// trampoline may work in Go's at once, instead of having them moved to C's.
#ifndef NEARCALL_RENAME_H
#define NEARCALL_RENAME_H

#include "model/image.h"
#include "model/placement.h"
#include "model/rewriting.h"

// A value that C has in the register c, and Go in the register go.
struct passed {
	uint8_t c, go; // numbers
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
bool rename_used(const struct image *img, const struct piece *piece, regset *used);

// rename_may_swap tells whether the instruction adds two general registers, or
// the like: result = result + other, which may as well be other = other + result.
bool rename_may_swap(const struct insn *in, uint8_t result, uint8_t other);

#endif
