// opaque.h - C's state in memory that Go gives and does not look into.
#ifndef NEARCALL_OPAQUE_H
#define NEARCALL_OPAQUE_H

#include "base/arena.h"
#include "model/ctype.h"
#include "model/gopkg.h"

// is_opaque tells whether Go sees nothing but room: [64]byte, or a struct whose
// fields are all blank.
bool is_opaque(const struct gotype *g);

// opaque_mismatch tells why the complete C type c cannot lie in a Go value of the
// opaque type g, both behind a pointer; NULL when it can.
const char *opaque_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c);

// length_mismatch tells why the length of a slice of g is not what C counts behind
// a pointer to c, or void for NULL; NULL when it may be.
const char *length_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c);

#endif
