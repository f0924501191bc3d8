// functext.h - placed C functions as Go assembly: one TEXT for each.
#ifndef NEARCALL_FUNCTEXT_H
#define NEARCALL_FUNCTEXT_H

#include "trampolines/emitter.h"

struct functions {
	const struct emitter *e;
	const struct image *img;
	const struct proof *proof;
	const struct placement *placement;
	const bool *called; // by text of the placement: an entry calls it
	const char *file;   // that they are written to, for lines that no C source stands for
};

// functions_text appends those texts of a placement that entries call or that
// other texts refer to; what is neither stands in entries only.
void functions_text(struct asmtext *t, const struct functions *f);

// body_text appends a body that stands in an entry.
void body_text(struct asmtext *t, const struct emitter *e, const struct body *body);

// body_constants appends the constants that it reads, if there are any.
void body_constants(struct asmtext *t, const struct body *body);

// function_operand is what CALL takes to get to the C function at addr.
const char *function_operand(struct arena *a, const struct placement *p, uint64_t addr);

#endif
