// assembly.h - the text of nearcall_ARCH.s, for both carriers.
#ifndef NEARCALL_ASSEMBLY_H
#define NEARCALL_ASSEMBLY_H

#include "emit/values.h"
#include "model/build.h"
#include "model/product.h"

// How an entry names the C function it calls, in the operand of CALL.
typedef const char *target_fn(struct arena *a, const struct variant *v, const struct symbol *entry, void *ctx);

// Calls that go to a register entry directly, and these entries, in a file of
// their own: cmd/asm takes them only under full names, as if it assembled the
// runtime.
struct direct_entries {
	struct genfile file;
	const struct call *const *calls;
	size_t n;
};

// What a carrier wants of the assembly, and what it got.
struct assembly {
	target_fn *target;
	void *ctx;          // of target
	bool functions;     // write the C functions too, as they are placed, or as one TEXT (image_symbol_of)
	bool sealed;        // ask for the Go files of the same build (seal.h)
	bool values;        // calls may get a register entry through a func value
	bool beside;        // calls that get no register entry get one for nearcall toolexec
	const char *prefix; // of the names of direct register entries; NULL: there are to be none

	// Filled in by assembly_text.
	struct genfile file;
	struct direct_entries direct;
	struct valued_calls valued;
};

// assembly_constraint is the expression of the //go:build line that the
// generated files need; "" for none.
const char *assembly_constraint(struct build *b, const struct product *p);

// assembly_text writes head, entries and C functions.
bool assembly_text(struct build *b, const struct product *p, struct assembly *as);

// image_symbol_of names the TEXT of an image that stays whole.
const char *image_symbol_of(struct arena *a, const struct variant *v);

#endif
