// decode.h - arm64 instructions by a table of our own, as the rest of the tool sees them (model/insn.h).
//
// A row is one encoding, or several that differ in fields alone: the bits under
// `mask` are `value`. Its fill function reads the fields, says no to what the
// architecture leaves unallocated or unpredictable among them, and writes down
// what the instruction reads, writes and accesses. What has no row is no
// instruction that nearcall knows, and is refused.
#ifndef NEARCALL_ARM64_DECODE_H
#define NEARCALL_ARM64_DECODE_H

#include "model/insn.h"

#include <stddef.h>

// General registers by number; SP where the field of an instruction has 31 for it.
enum { ARM64_FP = 29, ARM64_LINK = 30, ARM64_SP = 31, ARM64_REGS = 32, ARM64_BYTES = 4 };

// What a processor must have: insn.set.
enum arm64_set {
	ARM64_BASE, // Armv8.0-A with floating point and Advanced SIMD
	ARM64_CRC, ARM64_AES, ARM64_SHA2, ARM64_SHA3, ARM64_DOTPROD, ARM64_LSE, ARM64_RDM, ARM64_RCPC,
	ARM64_SETS,
};

struct arm64_row;
typedef bool arm64_fill(uint32_t w, const struct arm64_row *row, struct insn *out);

struct arm64_row {
	uint32_t mask, value;
	arm64_fill *fill;
	uint8_t kind;  // enum insn_kind, where fill does not say
	uint8_t set;   // enum arm64_set
	uint8_t sizes; // which of the eight sizes exist, see simd.h; else fill's own
};

// Rows that agree in the bits under `mask`.
struct arm64_table {
	uint32_t mask, value;
	const struct arm64_row *rows;
	size_t n;
};

#define ARM64_TABLE(mask, value, rows) {mask, value, rows, sizeof(rows) / sizeof *(rows)}

// The tables; each list ends with one that has no rows. In each file of
// this folder the encodings are those of the Arm Architecture Reference Manual,
// section C4.1 (index by encoding), class by class.
extern const struct arm64_table arm64_immediate[], arm64_branch[], arm64_register[], arm64_load[], arm64_atomic[],
	arm64_structure[], arm64_float[], arm64_vector[], arm64_scalar[], arm64_crypto[];

// arm64_decode is arch.decode.
bool arm64_decode(const uint8_t *p, size_t n, uint64_t addr, struct insn *out);

// arm64_row is the row that the word has; NULL when it has none. Its fields may still be wrong.
const struct arm64_row *arm64_row(uint32_t w);

// arm64_word is the instruction at p.
uint32_t arm64_word(const uint8_t *p);

#endif
