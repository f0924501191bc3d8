// level.h - which instructions a build may contain: its declared CPU level.
#ifndef NEARCALL_AMD64_LEVEL_H
#define NEARCALL_AMD64_LEVEL_H

#include "model/gopkg.h"

#include <Zydis/Zydis.h>

struct isa {
	int level;               // x86-64-v1 .. v4, psABI 3.1.1
	bool any;                // -march= names a processor: which sets it has is not listed here
	const struct gopkg *pkg; // whose -m flags add to the level
};

// isa_declared reads the level from //nearcall:cpu and the flags.
struct isa isa_declared(const struct gopkg *pkg);

// amd64_missing_level returns NULL when the build has declared what the instruction needs; or else what that is,
// "x86-64-v3 (AVX2)" or "AES (-maes)", and in *hint how to declare the least that has it. An instruction of a set
// that is unknown or refused (sets.h) has no level.
const char *amd64_missing_level(struct arena *a, const struct isa *isa, const ZydisDecodedInstruction *i,
                                const char **hint);

#endif
