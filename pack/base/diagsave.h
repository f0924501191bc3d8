// diagsave.h - diagnostics as text and back: for those that another process has
// found, and those of an earlier run.
#ifndef NEARCALL_DIAGSAVE_H
#define NEARCALL_DIAGSAVE_H

#include "base/diag.h"

#include <jansson.h>
#include <stdbool.h>

// diags_save gives all diagnostics, in their order, as a JSON value that the caller owns.
json_t *diags_save(const struct diags *d);

// diags_load adds what diags_save has given to d; false, and nothing added, if
// it is something else.
bool diags_load(const json_t *saved, struct diags *d);

#endif
