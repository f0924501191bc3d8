// datatext.h - variables, and constants with addresses, as data of Go's assembler.
#ifndef NEARCALL_DATATEXT_H
#define NEARCALL_DATATEXT_H

#include "trampolines/emitter.h"

// datum_operand is how an instruction or a datum means the address addr, in a
// constant or variable that is data.
const char *datum_operand(struct arena *a, const struct placement *p, int constant, uint64_t addr);

// data_text appends the data of a placement.
void data_text(struct asmtext *t, const struct emitter *e, const struct image *img, const struct placement *p);

#endif
