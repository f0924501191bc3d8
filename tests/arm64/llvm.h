// llvm.h - what LLVM's disassembler knows of an arm64 instruction.
#ifndef NEARCALL_TEST_LLVM_H
#define NEARCALL_TEST_LLVM_H

#include <stdbool.h>
#include <stdint.h>

struct llvm_facts {
	const char *name;       // LLVM's, "ADDXri"
	uint32_t reads, writes; // general registers, 31: SP
	uint32_t vectors;       // that are written
	bool loads, stores, sets_flags;
	bool unpredictable;     // it decodes, but the architecture says no
};

#ifdef __cplusplus
extern "C" {
#endif

// llvm_start makes ready; false when LLVM knows no arm64. llvm_decode is false
// where LLVM knows no such instruction at that address.
bool llvm_start(const char *features);
bool llvm_decode(uint32_t word, uint64_t addr, struct llvm_facts *out);
// llvm_text is how it prints the last one, until the next call.
const char *llvm_text(uint64_t addr);

#ifdef __cplusplus
}
#endif
#endif
