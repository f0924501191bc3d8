// level.h - which instructions a build may contain: its declared CPU level.
#ifndef NEARCALL_AMD64_LEVEL_H
#define NEARCALL_AMD64_LEVEL_H

#include "arch/arch.h"

#include <Zydis/Zydis.h>

// amd64_level reads the level from //nearcall:cpu and the flags.
struct level amd64_level(const struct gopkg *pkg);

// amd64_cpu_flag is arch.cpu_flag.
const char *amd64_cpu_flag(struct arena *a, const char *level);

// amd64_missing_level returns NULL when the build has declared what the instruction needs; or else what that is,
// "x86-64-v3 (AVX2)" or "AES (-maes)", and in *hint how to declare the least that has it. An instruction of a set
// that is unknown or refused (sets.h) has no level.
const char *amd64_missing_level(struct arena *a, const struct level *l, const ZydisDecodedInstruction *i,
                                const char **hint);

#endif
