// depfile.h - which files a compiler read, from the make rule that -MD writes.
#ifndef NEARCALL_DEPFILE_H
#define NEARCALL_DEPFILE_H

#include "base/arena.h"

struct depfile {
	VEC(const char *) paths; // the prerequisites, as the compiler names them
};

// depfile_read takes them from the text of one rule.
struct depfile depfile_read(struct arena *a, const char *text);

#endif
