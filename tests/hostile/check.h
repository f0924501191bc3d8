// check.h - the one place where the checker is called.
#ifndef NEARCALL_HOSTILE_CHECK_H
#define NEARCALL_HOSTILE_CHECK_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

// check_claims has the checker verify an accepted proof; what it says against
// it, or NULL.
const char *check_claims(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
			 const struct gopkg *pkg, const struct proof *proof);

#endif
