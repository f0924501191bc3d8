// constant.h - instructions whose result is the same whatever the registers hold
// that they name.
#ifndef NEARCALL_AMD64_CONSTANT_H
#define NEARCALL_AMD64_CONSTANT_H

#include "arch/amd64/decode.h"

enum amd64_constant {
	CONSTANT_NOT,    // the result depends on what is read
	CONSTANT_NUMBER, // it is *number, of the first operand's size; and the flags are what they are
	CONSTANT_FLAGS,  // it depends on the flags at most, or is nothing but flags
};

// amd64_constant tells that of an instruction all of whose visible operands are
// registers and immediates.
enum amd64_constant amd64_constant(const struct amd64_decoded *d, int64_t *number);

#endif
