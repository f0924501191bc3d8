// provenance.h - the head of every generated file: what made it, from what.
#ifndef NEARCALL_PROVENANCE_H
#define NEARCALL_PROVENANCE_H

#include "base/buf.h"
#include "model/build.h"
#include "model/product.h"

// provenance_write appends the "Code generated" line and the provenance
// block as // comments. false after reporting that hashing failed.
bool provenance_write(struct build *b, const struct product *p, struct buf *out);

// provenance_flags appends the lines about flags alone, with clang's if clang says so.
void provenance_flags(struct build *b, const struct gopkg *pkg, bool clang, struct buf *out);

// provenance_name is how a file is called there: the same on every machine.
const char *provenance_name(struct build *b, const struct gopkg *pkg, const char *path);

#endif
