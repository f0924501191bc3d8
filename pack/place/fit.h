// fit.h - the instructions of a text, so that cmd/asm's bookkeeping of the
// stack depth is right at each.
#ifndef NEARCALL_FIT_H
#define NEARCALL_FIT_H

#include "arch/arch.h"
#include "base/arena.h"
#include "model/placement.h"

// fit_text fills in ops and code_size of one text, and the places of its pieces.
void fit_text(struct arena *a, const struct arch *arch, struct placement *p, int text);

#endif
