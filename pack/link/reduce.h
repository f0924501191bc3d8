// reduce.h - stage *reduce*: objects and archives -> one object with only what
// the named symbols reach.
#ifndef NEARCALL_REDUCE_H
#define NEARCALL_REDUCE_H

#include "link/compile.h"

// The reduced object, as `ld -r --gc-sections -u SYM` leaves it.
struct reduced {
	const char *path;
	// The functions whose C symbol is in it, in the order of the package.
	VEC(const struct gofunc *) funcs;
	// What was linked in beside the package's own inputs, for the provenance
	// block: rt members and the compiler's builtins library.
	VEC(const char *) runtime;
};

// check_inputs reports the files that are not objects or archives for b->arch.
bool check_inputs(struct build *b, const struct gopkg *pkg);

// reduce_objects fills *out. C symbols that no input defines are reported, and
// the functions that want them are left out. Returns false when nothing is left.
bool reduce_objects(struct build *b, const struct toolchain *t, const struct gopkg *pkg,
                    const struct objects *objs, struct reduced *out);

#endif
