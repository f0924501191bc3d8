// verify.h - is what is committed what the sources give.
#ifndef NEARCALL_VERIFY_H
#define NEARCALL_VERIFY_H

#include "emit/gofiles.h"
#include "keep/head.h"
#include "model/build.h"
#include "model/gopkg.h"

#include <stdbool.h>

// verify_hashes compares the package's generated files with what they say they
// were made from, without a compiler. Each difference is refused in its own
// words; the head of the assembly file is in *head, without a version if there is
// none. False after that.
bool verify_hashes(struct build *b, const struct gopkg *pkg, struct head *head);

// verify_untouched refuses generated files that are not as they were written,
// by the hash that is in all of them. verify_bytes finds the same, and where.
void verify_untouched(struct build *b, const struct gopkg *pkg);

// verify_bytes compares them with what has been built now, byte by byte, but
// for the system's headers.
void verify_bytes(struct build *b, const struct gopkg *pkg, const struct genfiles *built);

// verify_facts compares what is the same whatever the compiler: declarations,
// prototypes and levels. Other stack bounds are noted.
void verify_facts(struct build *b, const struct gopkg *pkg, const struct genfiles *built);

#endif
