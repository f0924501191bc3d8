// direct.h - arm64 code that takes addresses from a global offset table, without one; and relocations.
#ifndef NEARCALL_ARM64_DIRECT_H
#define NEARCALL_ARM64_DIRECT_H

#include "arch/arch.h"

// Each is the member of struct arch.
bool arm64_direct(uint8_t *p, size_t n, struct direct *d);
bool arm64_forget(uint8_t *p, size_t n);
enum reloc_kind arm64_reloc_kind(uint32_t type);
enum absent_use arm64_absent_use(uint32_t type, uint32_t *instead);

#endif
