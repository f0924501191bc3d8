// told.h - what the tool would say.
#ifndef NEARCALL_TOLD_H
#define NEARCALL_TOLD_H

#include "base/diag.h"

// told is what diag_print writes, owned by the arena of d. It sorts d.
const char *told(struct diags *d);

#endif
