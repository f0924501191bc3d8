// mark.h - two declarations, one above the other, with a parameter marked in each.
#ifndef NEARCALL_MARK_H
#define NEARCALL_MARK_H

#include "base/arena.h"

// What to mark in a declaration: a parameter by its index from 0, or these.
enum { MARK_NOTHING = -1, MARK_GO_RESULT = -2, MARK_C_RESULT = -3 };

// mark_line returns a line of carets that stands under the marked part of
// decl when both are printed behind the same number of columns; "" for
// MARK_NOTHING, or when decl has no such part.
const char *mark_line(struct arena *a, const char *decl, int what);

#endif
