// levels.h - the choice of the CPU's level in the generated files.
#ifndef NEARCALL_AMD64_LEVELS_H
#define NEARCALL_AMD64_LEVELS_H

#include "trampolines/asmtext.h"

// levels_assembly is emitter.levels.
void levels_assembly(struct asmtext *t);

// levels_go is emitter.detection.
void levels_go(struct buf *out, const char *const *levels, size_t n);

#endif
