// call.h - a Go function and the C function it calls, matched value by value.
#ifndef NEARCALL_CALL_H
#define NEARCALL_CALL_H

#include "model/ctype.h"
#include "model/gopkg.h"
#include "model/image.h"

// One C argument and where its bytes are in the ABI0 frame of the Go call.
struct carg {
	const struct ctype *type;
	const char *var;  // the assembler's name for the place: "xs_base"; NULL if it has none
	uint64_t offset;  // bytes from 0(FP)
	bool scalar;      // the place is a whole Go variable of the same size
	bool guard;       // no place in the frame: the address of the goroutine's stack guard
};

// A place in the frame whose address assembly can take by a name.
struct anchor {
	const char *var;
	uint64_t offset; // bytes from 0(FP)
};

// A Go declaration and the C function that it stands for.
struct call {
	const struct gofunc *go;
	VEC(const struct symbol *) entries; // the C function in the image of each variant
	const struct proto *c;
	VEC(struct carg) args;
	const struct ctype *result; // NULL: nothing comes back
	const char *result_var; // as for an argument
	uint64_t result_offset, result_size; // bytes, of the Go results
	bool result_scalar;
	struct anchor anchor; // from which what has no name is found
};

#endif
