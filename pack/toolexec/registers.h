// registers.h - the register entries in a generated assembly file, as a file of
// their own.
//
// nearcall build writes them where other builds pass over them (trampolines/forms.h).
// What they refer to in the rest of the file is local to it, and gets names that
// other files can refer to.
#ifndef NEARCALL_REGISTERS_H
#define NEARCALL_REGISTERS_H

#include "base/arena.h"

#include <stdbool.h>

struct register_entry {
	const char *function; // the Go function's name
	const char *text;
	int line;    // of the generated file, that the text begins with
	bool chosen; // Go's calls go to it
};

struct register_file {
	const char *name, *text; // of the generated file
	VEC(struct register_entry) entries;
};

// registers_find fills f->entries, none of them chosen yet.
void registers_find(struct arena *a, const char *name, const char *text, struct register_file *f);

struct register_parts {
	const char *entries; // the file of the chosen entries, for cmd/asm -p runtime
	const char *rest;    // the generated file, if it has to differ; or NULL
};

// registers_part writes the chosen entries for a package whose symbols begin with
// `prefix` and a dot, as cmd/asm spells it (see symbolname.h).
struct register_parts registers_part(struct arena *a, const struct register_file *f, const char *prefix);

#endif
