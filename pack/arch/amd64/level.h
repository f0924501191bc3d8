// isa.h - which instructions a build may contain: its declared CPU level.
#ifndef NEARCALL_ISA_H
#define NEARCALL_ISA_H

#include "model/gopkg.h"

#include <Zydis/Zydis.h>

struct isa {
	int level;          // x86-64-v1 .. v4, psABI 3.1.1
	bool any;           // -march= names a processor: its sets are not listed here
	const struct gopkg *pkg; // whose -m flags add to the level
};

// isa_declared reads the level from //nearcall:cpu and the flags.
struct isa isa_declared(const struct gopkg *pkg);

// isa_missing returns NULL when the level has the instruction, or the name of
// what it needs: "x86-64-v3 (AVX2)".
const char *isa_missing(struct arena *a, const struct isa *isa, const ZydisDecodedInstruction *i);

#endif
