// variant.h - the C of a package for one level of the CPU, stage by stage.
#ifndef NEARCALL_VARIANT_H
#define NEARCALL_VARIANT_H

#include "base/names.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/placement.h"
#include "model/proof.h"

// The C sources, compiled.
struct objects {
	VEC(const char *) paths;   // .o files in b->tmp
	struct names known;        // those of read
	VEC(const char *) read;    // every file the compiler read, but its own headers
};

// A function in which Rust panics, cut to a fault.
struct panic {
	const char *symbol, *name; // name: Rust's
};

// The reduced object, as `ld -r --gc-sections -u SYM` leaves it.
struct reduced {
	const char *path;
	// The functions whose C symbol is in it, in the order of the package.
	VEC(const struct gofunc *) funcs;
	// What was linked in beside the package's own inputs, for the provenance
	// block: rt members and the compiler's builtins library.
	VEC(const char *) runtime;
	VEC(struct panic) panics; // those that the functions may come to
	VEC(const char *) libm; // paths of the files of //nearcall:libm that were compiled
	VEC(const char *) read; // every file that was read for runtime and libm; the builtins library, if asked for
};

struct variant {
	const char *level;  // as //nearcall:cpu names it; "" for the architecture's default
	const char *suffix; // of its symbols; "" where there is one level only
	struct objects objects;
	struct reduced reduced;
	struct image image;
	struct proof proof;
	struct placement placement;
};

#endif
