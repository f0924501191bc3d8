// fuse.h - the body of a C function inside its trampoline.
#ifndef NEARCALL_FUSE_H
#define NEARCALL_FUSE_H

#include "model/image.h"
#include "model/placement.h"
#include "model/rewriting.h"

// How the trampoline differs from C's caller.
struct fusing {
	const struct registers *at; // NULL: as C has them
	struct reframing frame;     // but for the frame pointer
	bool calls;                 // it can call functions of C by their texts
};

// A constant that the body reads, in the order in which they are to be written.
struct fused_constant {
	uint64_t addr, size; // in the image
	uint64_t at;         // bytes from the start of the trampoline's constants
};

// A body without its returns: what they went back to follows right behind it. A jump to another function is a call
// of it, and then a return.
struct fused {
	struct ops ops;
	VEC(struct fused_constant) constants;
	uint64_t constants_size; // bytes, a multiple of 8
	int constants_register; // that has to hold their address, by number
	uint64_t align; // bytes: what is aligned to that in it; 1: nothing
	VEC(uint64_t) called; // functions that it calls, where C jumps to them: their addresses
};

// fuse_function takes the body of the function f apart. On failure *why says
// what does not allow it.
bool fuse_function(struct arena *a, const struct image *img, const struct placement *p, const struct proven *f,
                   const struct fusing *how, struct fused *out, const char **why);

// What a body stands between in its trampoline.
struct surroundings {
	uint64_t ahead; // bytes in front of it, from a place that is aligned as it asks for
	uint8_t ret[16], nret; // instructions that return to Go, for returns in its midst; none: these go to its end
};

// fuse_settle lays the body out anew between these.
void fuse_settle(struct arena *a, const struct arch *arch, struct fused *f, const struct surroundings *s);

#endif
