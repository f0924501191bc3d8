// goentries.h - the Go side of register entries in the module carrier.
//
// cmd/asm defines functions in the stack-based convention only. But code is
// code: a func value whose closure points to it calls it by registers. So the
// declaration is linknamed to a Go function that calls such a value, which the
// assembly file fills in; or, on versions of Go with which that was not
// tested, to one that calls the ordinary trampoline. That is a call more, so only
// what is dear in memory has it: floats, and structs of more than four words.
#ifndef NEARCALL_GOENTRIES_H
#define NEARCALL_GOENTRIES_H

#include "model/product.h"

// The files of the module carrier: the trampolines with the C, and the Go side
// of the entries in registers, for tested versions of Go and for others.
#define ASSEMBLY_FILE "nearcall_amd64.s"
#define REGISTERS_FILE "nearcall_amd64.go"
#define STACK_FILE "nearcall_stack_amd64.go"

struct goentries {
	VEC(const struct bound *) calls;
};

// goentries_fit says why a call cannot, or need not, have a register entry in
// the module carrier; NULL when it has one.
const char *goentries_fit(struct arena *a, const struct bound *call);

// The names of what stands for a Go function F: its trampoline, its entry and
// the variable with the func value.
const char *goentries_stack_name(struct arena *a, const struct bound *call);
const char *goentries_value_name(struct arena *a, const struct bound *call);

// goentries_texts gives the two Go files; their text is NULL when no call has
// an entry.
void goentries_texts(struct build *b, const struct product *p, const char *constraint, const struct goentries *e,
                     struct genfile out[2]);

#endif
