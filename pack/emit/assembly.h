// assembly.h - the text of nearcall_amd64.s, for both carriers.
#ifndef NEARCALL_ASSEMBLY_H
#define NEARCALL_ASSEMBLY_H

#include "emit/goentries.h"
#include "model/product.h"
#include "place/place.h"

// How a trampoline names the C function it calls, in the operand of CALL.
typedef const char *target_fn(struct arena *a, const struct product *p, const struct bound *call, void *ctx);

// Entries in Go's register convention, in a file of their own: cmd/asm takes
// them only under full names, as if it assembled the runtime.
struct entries {
	const char *prefix;      // of their names: "example\302\267com\342\210\225p"
	struct genfile file;     // filled in
	VEC(const char *) names; // of the Go functions that got one; filled in
};

// What assembly_text takes besides the product.
struct assembly {
	target_fn *target;
	void *ctx; // of target
	bool functions;          // write the C functions too, as they are placed, or as one TEXT named IMAGE_SYMBOL
	bool sealed;             // ask for the Go files of the same build (seal.h)
	struct entries *entries; // or NULL
	struct goentries *goentries; // calls that get an entry through a func value; or NULL
};

// assembly_constraint is the expression of the //go:build line that the
// generated files need; "" for none.
const char *assembly_constraint(struct build *b, const struct product *p);

// assembly_text writes head, trampolines and C functions. Calls that can have a
// register entry get it, among entries, instead of a trampoline.
bool assembly_text(struct build *b, const struct product *p, const struct assembly *as, struct genfile *out);

#define IMAGE_SYMBOL "image<>"

#endif
