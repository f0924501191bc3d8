// provenance.h - the head of every generated file: what made it, from what.
#ifndef NEARCALL_PROVENANCE_H
#define NEARCALL_PROVENANCE_H

#include "base/buf.h"
#include "model/build.h"
#include "model/product.h"

// provenance_write appends the "Code generated" line and the provenance
// block as // comments. false after reporting that hashing failed.
bool provenance_write(struct build *b, const struct product *p, struct buf *out);

#endif
