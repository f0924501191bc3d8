// placemeans.h - what addresses of an image stand for in a placement, found
// without pack/place.
#ifndef NEARCALL_PLACEMEANS_H
#define NEARCALL_PLACEMEANS_H

#include "place/place.h"

// A place in the image, and where it is in the texts.
struct pair {
	uint64_t addr;
	int text;
	uint64_t at;
};

// means_home is where a place in the code is, if it was not moved.
bool means_home(const struct placement *p, uint64_t addr, struct pair *out);

// means_place is a place within what a field at `at` refers to by `target`: that
// of its relocation; where the linker merges constants, sections say nothing.
uint64_t means_place(const struct image *img, uint64_t at, uint64_t target);

// means_constant is the index of the constant that holds addr, or NOTHING.
int means_constant(const struct placement *p, uint64_t addr);

// means_copy finds the text's copy of a constant.
bool means_copy(const struct placement *p, int text, int constant, uint64_t *at);

#endif
