// level.h - which instructions a build may contain: its declared CPU level.
#ifndef NEARCALL_ARM64_LEVEL_H
#define NEARCALL_ARM64_LEVEL_H

#include "arch/arch.h"

// arm64_level is arch.level. A level is "armv8-a", or that and features as -march
// takes them, "armv8-a+crc+aes". A -march among the flags is one, too, and may
// name later versions of the architecture, "armv8.2-a+sha3".
struct level arm64_level(const struct gopkg *pkg, const char *own);

// arm64_level_has tells whether a level, by name, has a feature.
bool arm64_level_has(const char *level, const char *feature);

// arm64_missing is arch.missing.
const char *arm64_missing(struct arena *a, const struct level *l, const uint8_t *p, const struct insn *in,
                          const char **hint);

// arm64_cpu_flags is arch.cpu_flags, and arm64_level_macro arch.level_macro.
const char *arm64_cpu_flags(struct arena *a, const char *level);
const char *arm64_level_macro(const char *level);

#endif
