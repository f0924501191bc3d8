// place.h - stage *place*: the image -> Go TEXT symbols, one per C function.
//
// Go's unwinder knows a function by its symbol, and its stack depth at each
// instruction by the pcsp table that cmd/asm makes from PUSHQ, POPQ and ADJSP.
// So every function gets a symbol of its own, and the instructions that move
// the stack pointer are written as those three. Functions stay together only
// where their code cannot be parted; constants go with the code that reads
// them.
#ifndef NEARCALL_PLACE_H
#define NEARCALL_PLACE_H

#include "model/flow.h"
#include "model/image.h"
#include "model/placement.h"

// place_image plans the texts, whose names end in suffix. Everything in it is
// owned by the arena.
void place_image(struct arena *a, const struct image *img, const struct proof *proof, const char *suffix,
                 struct placement *out);

// place_table_element is the new value of the 32-bit offset at addr, an
// element of a constant that the text has a copy of at `at`.
bool place_table_element(const struct placement *p, const struct image *img, const struct flow *flow, int text,
                         uint64_t addr, int32_t *element);

#endif
