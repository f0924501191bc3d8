// gofiles.h - the Go files that go with nearcall_ARCH.s.
//
// They hold the package's declarations to the types that the assembly was made
// for, which go vet compares by size alone: a declaration that is changed later
// is an error of the compiler. They carry the seal of the build, and register
// entries where calls have them (values.h).
#ifndef NEARCALL_GOFILES_H
#define NEARCALL_GOFILES_H

#include "emit/values.h"
#include "model/build.h"
#include "model/product.h"

// The test that gofiles_add_test writes.
#define STALE_TEST "nearcall_test.go"

struct genfiles {
	VEC(struct genfile) v;
};

// gofiles_add appends the Go files, and those of an earlier build that are to
// go, in an order in which no part of them passes for all: after the assembly
// file, what is to go comes first.
void gofiles_add(struct build *b, const struct product *p, const char *constraint, const struct valued_calls *c,
                 struct genfiles *out);

// gofiles_add_test appends the test that fails when what the others were made
// from has changed. It is no part of what a program is built from, and not sealed.
void gofiles_add_test(struct build *b, const struct product *p, struct genfiles *out);

#endif
