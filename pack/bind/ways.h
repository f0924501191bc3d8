// ways.h - what to write where a Go declaration and a C prototype do not agree.
#ifndef NEARCALL_WAYS_H
#define NEARCALL_WAYS_H

#include "model/ctype.h"
#include "model/gopkg.h"

// way_of is what helps where the Go type meets the C type; NULL if there is
// nothing to say but that they differ.
const char *way_of(struct arena *a, const struct gotype *t, const struct ctype *c, bool result);

// way_of_count is what helps where Go has another number of parameters than C.
const char *way_of_count(struct arena *a, const struct gofunc *f, const struct proto *c);

#endif
