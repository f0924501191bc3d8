// compare.h - what `nearcall diff` says of two generated assembly files.
#ifndef NEARCALL_COMPARE_H
#define NEARCALL_COMPARE_H

#include "base/diag.h"

#include <stdio.h>

// compare writes what differs between two files that nearcall has written: tools
// and flags, functions with their bytes of code and of stack, and constants. Either
// may be a folder with one. Failures are reported; returns the exit status.
int compare(struct arena *a, const char *old_path, const char *new_path, FILE *out);

#endif
