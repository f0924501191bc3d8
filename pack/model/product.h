// product.h - everything that the stages before *emit* found, in one place.
#ifndef NEARCALL_PRODUCT_H
#define NEARCALL_PRODUCT_H

#include "base/files.h"
#include "bind/bind.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "place/place.h"
#include "prove/prove.h"

struct product {
	const struct gopkg *pkg;
	const struct toolchain *tools;
	const struct objects *objects;
	const struct reduced *reduced;
	const struct image *image;
	const struct proof *proof;
	const struct placement *placement;
	VEC(struct bound) calls; // one per Go function
};

#endif
