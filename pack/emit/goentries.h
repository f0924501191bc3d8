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

#include "base/buf.h"
#include "model/product.h"

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

// goentries_write writes the declarations of a Go file that imports unsafe: with
// registers for versions of Go that take the entries, or for all others.
void goentries_write(struct buf *out, const struct product *p, const struct goentries *e, bool registers);

#endif
