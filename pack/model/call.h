// call.h - a Go function and the C function it calls, matched value by value.
#ifndef NEARCALL_CALL_H
#define NEARCALL_CALL_H

#include "model/ctype.h"
#include "model/gopkg.h"
#include "model/image.h"

// One C argument and where its bytes are in the ABI0 frame of the Go call.
struct carg {
	const struct ctype *type;
	const char *var;  // the assembler's name for the place: "xs_base"
	uint64_t offset;  // bytes from 0(FP)
	bool scalar;      // the place is a whole Go variable of the same size
};

// A Go declaration and the C function that it stands for.
struct call {
	const struct gofunc *go;
	VEC(const struct symbol *) entries; // the C function in the image of each variant
	const struct proto *c;
	VEC(struct carg) args;
	const struct ctype *result; // NULL: nothing comes back
	const char *result_var;
	uint64_t result_offset, result_size; // bytes, of the Go results
	bool result_scalar;
};

#endif
