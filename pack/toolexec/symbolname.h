// symbolname.h - import paths in symbols.
#ifndef NEARCALL_SYMBOLNAME_H
#define NEARCALL_SYMBOLNAME_H

#include "base/diag.h"

#include <stdbool.h>

struct symbol_prefix {
	const char *linker;   // what Go's compiler and linker have in front of a package's names
	const char *assembly; // as cmd/asm reads it, with _ for all that it does not
	const char *object;   // what cmd/asm makes of that: as long as linker
};

struct symbol_prefix symbol_prefix_of(struct arena *a, const char *import);

// symbol_prefix_mend puts the linker's prefix into an object that was assembled
// with the other one. What cannot be read or written is reported.
bool symbol_prefix_mend(struct diags *d, const struct symbol_prefix *p, const char *object);

#endif
