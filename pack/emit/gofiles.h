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

// A constant that Go files for tested versions of Go have, in a package with calls that yield.
#define TESTED_CONSTANT "nearcallGoIsKnown"

struct genfiles {
	VEC(struct genfile) v;
};

// gofiles_add appends the Go files, and those of an earlier build that are to
// go, in an order in which no part of them passes for all: after the assembly
// file, what is to go comes first.
void gofiles_add(struct build *b, const struct product *p, const char *constraint, const struct valued_calls *c,
                 struct genfiles *out);

// gofiles_add_given appends the files that nearcall-godecl has written: tests, and
// Go code for where there is no machine code. They are not sealed: what is built
// with the assembly file does without them. Those of an earlier build that are
// not among them go.
void gofiles_add_given(struct build *b, const struct product *p, struct genfiles *out);

// gofiles_given_text is the whole text of such a file.
const char *gofiles_given_text(struct arena *a, const struct given *file);

// gofiles_given_names are the names that such files can have; NULL behind the last.
extern const char *const gofiles_given_names[];

#endif
