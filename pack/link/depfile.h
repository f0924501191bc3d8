// depfile.h - the list of files that a compiler has read, from its make rule.
#ifndef NEARCALL_DEPFILE_H
#define NEARCALL_DEPFILE_H

#include "base/arena.h"

// depfile_next gives the next prerequisite of a rule as clang's and gcc's -MD
// write it, and moves *at behind it; NULL at the end. *at begins behind the
// target's colon.
const char *depfile_next(struct arena *a, const char **at);

// depfile_real is the file that a prerequisite stands for: clang writes a
// backslash in a name as a slash. source is known to be among them.
const char *depfile_real(struct arena *a, const char *path, const char *source);

#endif
