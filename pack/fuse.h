// fuse.h - the body of a small C function inside its trampoline.
#ifndef NEARCALL_FUSE_H
#define NEARCALL_FUSE_H

#include "place.h"

// A body without its returns: what they went back to follows right behind it.
struct fused {
	struct ops ops;
};

// fuse_function takes the body of the function at addr apart. On failure *why
// says what does not allow it.
bool fuse_function(struct arena *a, const struct image *img, const struct placement *p, const struct proven *f,
                   struct fused *out, const char **why);

// fuse_is_used tells whether a trampoline calls the text, or another text
// refers to it; what is neither stands in trampolines only.
bool fuse_is_used(const struct placement *p, int text);

#endif
