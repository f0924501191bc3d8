// symabis.h - the list of what a package's assembly defines, with the convention
// of each function, that cmd/asm writes for the compiler.
//
// The go command keeps it beside the package's objects, so it is also where the
// steps of a package's build find out which calls go to register entries.
#ifndef NEARCALL_SYMABIS_H
#define NEARCALL_SYMABIS_H

#include "base/diag.h"
#include "toolexec/registers.h"

// symabis_choose makes the entries of f functions in Go's register convention, in
// the list at path, but for those that assembly calls by the other convention.
// prefix is that of the package's symbols for the linker. false: reported.
bool symabis_choose(struct diags *d, const char *path, const char *prefix, const struct register_file *f);

// symabis_chosen marks the entries that the list at path has so, and tells
// whether there are any. One that is not there has none.
bool symabis_chosen(struct arena *a, const char *path, const char *prefix, struct register_file *f);

#endif
