// identity.h - the programs and settings that a build depends on, without
// starting any of them.
#ifndef NEARCALL_IDENTITY_H
#define NEARCALL_IDENTITY_H

#include "base/arena.h"

struct programs {
	VEC(const char *) paths; // absolute
};

// identity_settings is what of the environment and of this program decides what
// is generated, as one text: version and commit, CC, Go's settings, where
// programs are found. home is the folder of this program.
const char *identity_settings(struct arena *a, const char *version, const char *godecl);

// identity_programs finds this program, the compiler, the linker and the go
// command, with all libraries that they load.
void identity_programs(struct arena *a, const char *godecl, struct programs *out);

// identity_more is those, and a compiler and linker for another machine if these are not among them.
void identity_more(struct arena *a, const struct programs *known, const char *cc, const char *ld, struct programs *out);

// identity_of_file tells a file from what is there later: size and times.
const char *identity_of_file(struct arena *a, const char *path);

#endif
