// plant.h - mistakes that the harness has to find, each in what runs first of a function.
#ifndef NEARCALL_STEPS_PLANT_H
#define NEARCALL_STEPS_PLANT_H

#include "subject.h"

enum { PLANT_KINDS = 7 };

// plant_names tells the kinds; plant makes a mistake in the claims about function f, or
// in its code. deepest: bytes that its stack pointer goes down by, as a run has shown. False where there is nothing for
// one of that kind.
extern const char *const plant_names[PLANT_KINDS];
bool plant(struct subject *s, const struct proven *f, int kind, uint64_t deepest);

#endif
