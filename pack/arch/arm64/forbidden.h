// forbidden.h - instructions of arm64 that a goroutine does not allow.
#ifndef NEARCALL_ARM64_FORBIDDEN_H
#define NEARCALL_ARM64_FORBIDDEN_H

#include "arch/arch.h"

// arm64_forbidden is arch.forbidden.
const char *arm64_forbidden(struct arena *a, const uint8_t *p, const struct insn *in, const char **hint);

#endif
