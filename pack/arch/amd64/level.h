// level.h - which instructions a build may contain: its declared CPU level.
#ifndef NEARCALL_AMD64_LEVEL_H
#define NEARCALL_AMD64_LEVEL_H

#include "arch/arch.h"

#include <Zydis/Zydis.h>

// amd64_level reads the level from //nearcall:cpu and the flags; own is the one
// beside a function, or "". A level is "x86-64-v2", or that and the names of flags
// without their -m, "x86-64-v2+aes+sha".
struct level amd64_level(const struct gopkg *pkg, const char *own);

// amd64_level_has tells whether a level, "x86-64-v3+vaes", has what a flag of the compiler's ("-maes") adds.
bool amd64_level_has(const char *level, const char *flag);

// amd64_cpu_flags is arch.cpu_flags.
const char *amd64_cpu_flags(struct arena *a, const char *level);

// amd64_has_vzeroupper is arch.mends.
bool amd64_has_vzeroupper(const struct level *l);

// amd64_missing_level returns NULL when the build has declared what the instruction needs; or else what that is,
// "x86-64-v3 (AVX2)" or "AES (-maes)", and in *hint how to declare the least that has it. An instruction of a set
// that is unknown or refused (sets.h) has no level.
const char *amd64_missing_level(struct arena *a, const struct level *l, const ZydisDecodedInstruction *i,
                                const char **hint);

#endif
