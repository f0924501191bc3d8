// init.h - nearcall init: a package that works, to start from.
#ifndef NEARCALL_INIT_H
#define NEARCALL_INIT_H

#include "base/diag.h"

#include <stdio.h>

// init_package writes a package into the folder dir, which is made if it is not
// there, and a go.mod if there is none above it. It tells on out what to do
// next. Nothing is written if a file is there already (a refusal).
void init_package(struct diags *d, const char *dir, FILE *out);

#endif
