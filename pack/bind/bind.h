// bind.h - stage *bind*: signature model + C prototypes -> matched calls.
#ifndef NEARCALL_BIND_H
#define NEARCALL_BIND_H

#include "model/build.h"
#include "model/call.h"

// bind_function matches one Go declaration with the C definition at entry, which
// becomes the first of its entries.
// Every difference is reported; false if there is one.
bool bind_function(struct build *b, const struct image *img, const struct gofunc *f, const struct symbol *entry,
                   struct call *out);

// layout_mismatch compares a Go type with a C type: NULL when values of the
// two have the same bytes and the same meaning, or what is different.
const char *layout_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c);

// same_layout tells whether two C types have the same bytes and meaning.
bool same_layout(struct arena *a, const struct ctype *x, const struct ctype *y);

#endif
