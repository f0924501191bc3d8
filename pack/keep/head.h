// head.h - what the head of a generated assembly file says of what it was made
// from (emit/provenance.h).
#ifndef NEARCALL_HEAD_H
#define NEARCALL_HEAD_H

#include "base/arena.h"

#include <stdbool.h>

struct hashed {
	const char *hash, *name;
};

struct head {
	const char *version;             // of nearcall
	const char *compiler, *linker;   // their versions
	VEC(const char *) flags;         // lines, those of single sources too, without "// "
	VEC(struct hashed) files;        // named from the package's folder
	const char *declarations, *directives; // hashes; "" if there are none
	struct hashed system;            // names: those of headers, with blanks between; NULL if there are none
};

// head_read reads the head of text; false if it is no file of nearcall's.
bool head_read(struct arena *a, const char *text, struct head *out);

#endif
