// spelled.h - are Go's words for an instruction the compiler's bytes?
#ifndef NEARCALL_SPELLED_H
#define NEARCALL_SPELLED_H

#include "model/build.h"
#include "model/product.h"
#include "trampolines/emitter.h"

// What Go's assembler says of the words for one instruction.
struct assembled {
	uint8_t bytes[16];
	size_t n;
	size_t field;    // where its linker fills in the distance; 0: nowhere
	int64_t addend;  // that is added to the symbol, less what stands behind the field
	bool failed;     // there is no such instruction
};

// spelled_listing reads what `go tool asm -S` prints: of the k-th TEXT into the
// k-th of n.
void spelled_listing(const char *listing, struct assembled *out, size_t n);

// spelled_same tells whether that is the instruction of so many bytes, but for the
// distance in its field of 4 bytes, which leads to the symbol + offset.
bool spelled_same(const struct assembled *got, const uint8_t *bytes, size_t n, int64_t offset);

// spelled_check has Go's assembler read every instruction that is not written as
// bytes because its operand is in the program's data. False when one is refused.
bool spelled_check(struct build *b, const struct product *p, const struct variant *v);

#endif
