// promise.h - what a package promises of calls through pointers: //nearcall:calls.
#ifndef NEARCALL_PROMISE_H
#define NEARCALL_PROMISE_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

// promise_of is the first promise about the C function of that name; NULL if none.
const struct promised_calls *promise_of(const struct gopkg *pkg, const char *site);

// promise_targets gives the addresses of all functions that the promises about
// site name, n of them.
const uint64_t *promise_targets(struct arena *a, const struct gopkg *pkg, const struct image *img, const char *site,
                                size_t *n);

// promise_report refuses promises about functions that are not there, or that
// need none.
void promise_report(struct build *b, const struct gopkg *pkg, const struct image *img, const struct proof *proof);

// promise_hint is the line that promises what site calls, as far as the functions
// whose address the image takes tell it.
const char *promise_hint(struct arena *a, const struct proof *proof, const char *site);

#endif
