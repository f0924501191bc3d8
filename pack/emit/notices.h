// notices.h - the licences of what others have written and the code is made of.
#ifndef NEARCALL_NOTICES_H
#define NEARCALL_NOTICES_H

#include "base/buf.h"
#include "model/build.h"
#include "model/product.h"

// notices_write appends, as a comment, what the sources say of their licences: the
// heads of files, SPDX lines, the licence beside them or, of what a Debian package
// brought, its copyright file. Files of the package's own module that say nothing
// are under that module's licence and are left out; so are nearcall's own and the C
// library's headers, whose licences ask for nothing here. Nothing is written where
// nothing is said.
void notices_write(struct build *b, const struct product *p, struct buf *out);

#endif
