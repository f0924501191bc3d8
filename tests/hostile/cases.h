// cases.h - inputs that the prover once accepted and should not have.
#ifndef NEARCALL_HOSTILE_CASES_H
#define NEARCALL_HOSTILE_CASES_H

#include "cpu.h"

// cases_run tells of each that is accepted and breaks a claim: the number of them.
int cases_run(struct cpu *cpu);

#endif
