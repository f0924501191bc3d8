// cabi.h - a bound call by the System V ABI: arch.abi_call.
#ifndef NEARCALL_AMD64_CABI_H
#define NEARCALL_AMD64_CABI_H

#include "arch/arch.h"

struct abi_call amd64_abi_call(struct arena *a, const struct call *call);

#endif
