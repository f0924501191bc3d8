// toolexec.h - nearcall toolexec TOOL ARGUMENT...: what go build -toolexec runs in
// the place of each tool.
#ifndef NEARCALL_TOOLEXEC_H
#define NEARCALL_TOOLEXEC_H

#include "base/arena.h"

// toolexec runs a tool with n words, its path the first. version tells this
// nearcall from others. The result is the exit status.
int toolexec(struct arena *a, const char *version, char *const *words, size_t n);

#endif
