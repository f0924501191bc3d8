// record.h - a package of which nothing has changed needs no work.
//
// What a package was built from is written into the user's cache: the hashes of
// all that was read and of what was written, what programs did it, and what was
// said. A record is of one folder under one name, and is of no use elsewhere.
#ifndef NEARCALL_RECORD_H
#define NEARCALL_RECORD_H

#include "keep/identity.h"
#include "model/build.h"
#include "model/product.h"

#include <stdbool.h>
#include <time.h>

struct keeper {
	const char *cache;    // the folder; NULL: nothing is kept
	const char *settings; // identity_settings
	const char *godecl;
	struct programs programs; // found when first needed
};

// keeper_open finds the cache: NEARCALL_CACHE, or a folder of XDG_CACHE_HOME or
// HOME; "off" is none.
void keeper_open(struct arena *a, const char *version, const char *godecl, struct keeper *out);

// keeper_prepare does what all records need, before the first is written.
void keeper_prepare(struct arena *a, struct keeper *k);

// record_current tells whether the package in dir, for GOARCH arch, is as its
// record says. Then the record's diagnostics are added to d.
bool record_current(const struct keeper *k, const char *arch, const char *dir, struct diags *d);

// record_begin is a time before anything is read: what changes later is seen.
struct timespec record_begin(void);

// record_write writes the record of a package that has been built since begin.
// There is none if a file has changed meanwhile, or if it cannot be written.
void record_write(const struct keeper *k, struct build *b, const struct product *p, struct timespec begin);

#endif
