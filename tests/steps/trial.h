// trial.h - one call of a proven function, one instruction after the other: whatever
// the proof claims in front of each is compared with the processor.
#ifndef NEARCALL_STEPS_TRIAL_H
#define NEARCALL_STEPS_TRIAL_H

#include "arch/arch.h"
#include "model/image.h"
#include "model/proof.h"
#include "machine.h"
#include "program.h"
#include "tests/hostile/known.h"

enum outcome {
	TRIAL_RETURNED,
	TRIAL_LIMIT,     // it took too long
	TRIAL_STOPPED,   // by a fault or a trap
	TRIAL_OUTSIDE,   // C left its own objects: nothing is claimed of that
	TRIAL_VIOLATION, // a claim does not hold
	TRIAL_LOST,      // the machine went away
	TRIAL_OUTCOMES,
};

struct trial {
	struct arena *arena;
	const struct image *img;
	const struct proof *proof;
	struct machine *machine;
	struct knowledge *known; // what follows from the claims between two points, to be compared too; or NULL
	uint64_t most;       // steps
	uint64_t top;        // the stack pointer at the call; a multiple of 16
	uint8_t *stack;      // the memory of PROGRAM_STACK, where what is dead is to be overwritten with...
	uint8_t dead;        // ...this; or NULL
	// What comes of it.
	uint64_t steps;
	uint64_t result;     // in x0, of what returned
	uint64_t facts;      // claims about registers and slots that have been compared
	uint64_t deepest;    // bytes that the stack pointer has been below that of the call
	const char *what;    // of a violation
	uint64_t at;         // where, an address of the image
};

// TRIAL_TOP is where the stack begins, as a rule.
enum { TRIAL_TOP = PROGRAM_STACK + PROGRAM_STACK_BYTES - (64 << 10) };

// trial_run calls a function with arguments in x0 to x7.
enum outcome trial_run(struct trial *t, const struct proven *f, const uint64_t args[8]);

#endif
