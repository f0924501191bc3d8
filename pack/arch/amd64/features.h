// features.h - how a program finds out what its processor has.
#ifndef NEARCALL_AMD64_FEATURES_H
#define NEARCALL_AMD64_FEATURES_H

#include "base/arena.h"

#include <stdint.h>

// Where CPUID tells of a feature (Intel SDM volume 2A, CPUID), and what XCR0 must
// hold for the operating system to keep the registers that it works in (volume 1,
// 13.3).
struct amd64_feature {
	const char *flag;    // the compiler's, without "-m"
	const char *godebug; // what follows "cpu." in GODEBUG, as internal/cpu has it or would
	uint32_t leaf, sub;  // EAX and ECX
	uint8_t reg, bit;    // of EAX, EBX, ECX, EDX: 0 to 3
	uint8_t xcr0;
};

struct amd64_features {
	VEC(const struct amd64_feature *) v;
};

// amd64_level_features lists what a level needs, "x86-64-v3+vaes": that of the
// psABI's level and those that are added, and what these build upon.
struct amd64_features amd64_level_features(struct arena *a, const char *level);

// amd64_level_macro is arch.level_macro.
const char *amd64_level_macro(const char *level);

#endif
