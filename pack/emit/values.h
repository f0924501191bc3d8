// values.h - the Go side of register entries that a value leads to, in the module
// carrier.
//
// cmd/asm defines functions in the stack-based convention only. But code is
// code: a func value whose closure points to it calls it by registers. So the
// declaration is linknamed to a Go function that calls such a value, which the
// assembly file fills in; or, on versions of Go with which that was not
// tested, to one that calls the stack entry. That is a call more, so only
// what is dear in memory has it: floats, and structs of more than four words.
#ifndef NEARCALL_VALUES_H
#define NEARCALL_VALUES_H

#include "arch/arch.h"
#include "base/buf.h"
#include "model/product.h"

// The files of the module carrier: the entries with the C, and the Go side, which
// for tested versions of Go has register entries and for others has not.
enum generated { ASSEMBLY_FILE, REGISTERS_FILE, STACK_FILE, GENERATED_FILES };

// generated_name is the name that one has for an architecture.
const char *generated_name(struct arena *a, const struct arch *arch, enum generated file);

// The calls that have such an entry.
struct valued_calls {
	const struct call *const *calls;
	size_t n;
};

// values_fit says why a call cannot, or need not, have a register entry through
// a value; NULL when it is to have one.
const char *values_fit(struct arena *a, const struct arch *arch, const struct call *call);

// values_write writes the declarations of a Go file that imports unsafe: with
// registers for versions of Go that take the entries, or for all others.
void values_write(struct buf *out, const struct product *p, const struct valued_calls *c, bool registers);

#endif
