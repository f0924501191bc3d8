// compiled.h - what compilers make of C, with one instruction changed.
#ifndef NEARCALL_HOSTILE_COMPILED_H
#define NEARCALL_HOSTILE_COMPILED_H

#include "cpu.h"
#include "trial.h"

#include <stdbool.h>

struct compiled;

// compiled_new compiles the source with all compilers and levels that there
// are; it has to be run from the project's root. NULL when that fails.
struct compiled *compiled_new(const char *source);

// compiled_try proves and runs one of the images with a change (seed) in it, or
// as it is (change: false).
struct run compiled_try(struct compiled *c, const struct trial *t, uint64_t seed, bool change, struct tally *count);
void compiled_free(struct compiled *c);

#endif
