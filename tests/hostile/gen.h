// gen.h - programs that chance makes up, to break the proof.
#ifndef NEARCALL_HOSTILE_GEN_H
#define NEARCALL_HOSTILE_GEN_H

#include "program.h"

#include "arch/arch.h"

// gen_program fills in *p. mutate: one of its instructions is then changed,
// dropped, doubled or swapped.
void gen_program(struct program *p, uint64_t seed, bool mutate);

// gen_mutate does that alone.
void gen_mutate(struct program *p, uint64_t seed);

#endif
