// product.h - everything that the stages before *emit* found, in one place.
#ifndef NEARCALL_PRODUCT_H
#define NEARCALL_PRODUCT_H

#include "base/files.h"
#include "model/call.h"
#include "model/gopkg.h"
#include "model/variant.h"

struct toolchain;

struct product {
	const struct gopkg *pkg;
	const struct toolchain *tools;
	VEC(struct variant) variants; // one per level, the lowest first
	VEC(struct call) calls; // one per Go function
};

#endif
