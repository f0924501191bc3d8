// trial.h - one call of a proven function, one instruction after the other: whatever
// the proof claims in front of each is compared with the processor.
#ifndef NEARCALL_STEPS_TRIAL_H
#define NEARCALL_STEPS_TRIAL_H

#include "arch/arch.h"
#include "model/image.h"
#include "model/proof.h"
#include "remote.h"

enum outcome {
	TRIAL_RETURNED,
	TRIAL_LIMIT,     // it took too long
	TRIAL_STOPPED,   // by a fault or a trap
	TRIAL_VIOLATION, // a claim does not hold
	TRIAL_LOST,      // qemu went away
	TRIAL_OUTCOMES,
};

struct trial {
	struct arena *arena;
	const struct image *img;
	const struct proof *proof;
	struct remote *qemu;
	uint64_t most;       // steps
	// What comes of it.
	uint64_t steps;
	uint64_t result;     // in x0, of what returned
	uint64_t facts;      // claims about registers and slots that have been compared
	const char *what;    // of a violation
	uint64_t at;         // where, an address of the image
};

// trial_run calls a function with arguments in x0 to x7.
enum outcome trial_run(struct trial *t, const struct proven *f, const uint64_t args[8]);

#endif
