// cabi.h - a bound call by AAPCS64: arch.abi_call.
#ifndef NEARCALL_ARM64_CABI_H
#define NEARCALL_ARM64_CABI_H

#include "arch/arch.h"

struct abi_call arm64_abi_call(struct arena *a, const struct call *call);

#endif
