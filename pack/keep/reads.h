// reads.h - what a package was made from and what was made of it, as hashes.
#ifndef NEARCALL_READS_H
#define NEARCALL_READS_H

#include "base/arena.h"
#include "model/gopkg.h"

#include <stdbool.h>

// All that the generated files of a package depend on.
struct reads {
	VEC(const char *) files;       // by content
	VEC(struct folder) folders;    // by the names in them
	VEC(const char *) search;      // where headers are looked for
};

// reads_hash_file is the SHA-256 of a file; NULL if it cannot be read.
const char *reads_hash_file(struct arena *a, const char *path);

// reads_hash_folder is a hash of the sorted names in a folder that end in
// suffix, without hidden ones and those of files that nearcall has written.
const char *reads_hash_folder(struct arena *a, const char *path, const char *suffix);

// reads_hash_search is a hash of which of the files could be found in which of
// the folders: a header that comes to be found earlier than another changes it.
// It sorts the files.
const char *reads_hash_search(struct arena *a, struct reads *r);

// reads_is_given tells by its name whether a generated file is one of those that
// nearcall-godecl writes (emit/gofiles.h).
bool reads_is_given(const char *name);

// reads_generated lists the files in a folder that nearcall has written for an
// architecture, or for all, by name.
struct reads_names {
	VEC(const char *) v;
};
void reads_generated(struct arena *a, const char *dir, const char *arch, struct reads_names *out);

// reads_hash_output is a hash of those files, with their names.
const char *reads_hash_output(struct arena *a, const char *dir, const char *arch);

#endif
