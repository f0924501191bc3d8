// seal.h - files that were not written by one build do not build together.
//
// Each Go file declares a constant whose name holds a hash of all the files;
// cmd/go tells cmd/asm of the package's constants in go_asm.h, and the assembly
// file is an error without the right one. That costs nothing in the program.
#ifndef NEARCALL_SEAL_H
#define NEARCALL_SEAL_H

#include "base/buf.h"
#include "base/files.h"

// seal_constant and seal_check write the declaration, for a Go file, and the
// question for it, for the end of the assembly file. Both have yet to be closed.
void seal_constant(struct buf *out, const char *assembly_file);
void seal_check(struct buf *out);

// seal_hash is the hash of n files, whose seals are open, in the order of their
// names; those without text count as not there.
const char *seal_hash(struct arena *a, const struct genfile *files, size_t n);

// seal_open opens a closed seal wherever it stands in a text, and gives the hash
// that it had; NULL if there is none.
const char *seal_open(struct arena *a, char *text);

// seal_close puts the hash of n files into all of them; those without text
// count as not there.
void seal_close(struct arena *a, struct genfile *files, size_t n);

#endif
