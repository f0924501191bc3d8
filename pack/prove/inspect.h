// inspect.h - what each instruction alone may not be.
#ifndef NEARCALL_INSPECT_H
#define NEARCALL_INSPECT_H

#include "model/build.h"
#include "model/proof.h"
#include "prove/code.h"
#include "prove/levels.h"

// inspect_code looks once at every instruction that the proof followed, and
// reports those that a goroutine does not allow or that the level lacks: one of
// a kind for each function. The result tells, by index, which functions of the
// proof have such.
const bool *inspect_code(struct build *b, const struct code *code, struct levels *levels,
                         const struct proof *proof);

#endif
