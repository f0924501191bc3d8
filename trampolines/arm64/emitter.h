// emitter.h - Go assembly for arm64 (trampolines/emitter.h).
#ifndef NEARCALL_EMITTER_ARM64_H
#define NEARCALL_EMITTER_ARM64_H

#include "trampolines/emitter.h"

extern const struct emitter emitter_arm64;

#endif
