// emitter.h - Go assembly of amd64 (see trampolines/emitter.h).
#ifndef NEARCALL_AMD64_EMITTER_H
#define NEARCALL_AMD64_EMITTER_H

#include "trampolines/emitter.h"

extern const struct emitter emitter_amd64;

#endif
