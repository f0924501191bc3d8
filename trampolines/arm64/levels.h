// levels.h - levels of the CPU on arm64 (trampolines/emitter.h).
#ifndef NEARCALL_ARM64_LEVELS_H
#define NEARCALL_ARM64_LEVELS_H

#include "trampolines/asmtext.h"

void arm64_levels_assembly(struct asmtext *t);
void arm64_levels_go(struct buf *out, const char *const *levels, size_t n);

#endif
