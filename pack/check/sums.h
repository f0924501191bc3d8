// sums.h - the bounds again, from frames and calls.
#ifndef NEARCALL_SUMS_H
#define NEARCALL_SUMS_H

#include "check/known.h"

// bound_suffices tells whether the bound of function i is at least what its frame
// and its calls need, when those of its callees suffice.
bool bound_suffices(struct arena *a, const struct basis *b, size_t i);

#endif
