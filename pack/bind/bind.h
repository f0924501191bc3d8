// bind.h - stage *bind*: signature model + C prototypes -> matched calls.
#ifndef NEARCALL_BIND_H
#define NEARCALL_BIND_H

#include "bind/proto.h"

// One C argument and where its bytes are in the ABI0 frame of the Go call.
struct carg {
	const struct ctype *type;
	const char *var;  // the assembler's name for the place: "xs_base"
	uint64_t offset;  // bytes from 0(FP)
	bool scalar;      // the place is a whole Go variable of the same size
};

struct bound {
	const struct gofunc *go;
	const struct symbol *entry;
	const struct proto *c;
	VEC(struct carg) args;
	const struct ctype *result; // NULL: nothing comes back
	const char *result_var;
	uint64_t result_offset, result_size; // bytes, of the Go results
	bool result_scalar;
};

// bind_function matches one Go declaration with the C definition at entry.
// Every difference is reported; false if there is one.
bool bind_function(struct build *b, const struct image *img, const struct gofunc *f, const struct symbol *entry,
                   struct bound *out);

// layout_mismatch compares a Go type with a C type: NULL when values of the
// two have the same bytes and the same meaning, or what is different.
const char *layout_mismatch(struct arena *a, const struct gotype *g, const struct ctype *c);

// same_layout tells whether two C types have the same bytes and meaning.
bool same_layout(struct arena *a, const struct ctype *x, const struct ctype *y);

#endif
