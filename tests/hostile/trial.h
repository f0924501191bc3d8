// trial.h - a program, proven; and if it is accepted, checked and run.
#ifndef NEARCALL_HOSTILE_TRIAL_H
#define NEARCALL_HOSTILE_TRIAL_H

#include "program.h"
#include "run.h"

// Mistakes that are planted in a proof: each must be reported.
enum plant { PLANT_NOTHING, PLANT_DEPTH, PLANT_BOUND, PLANT_SITE, PLANT_FACT, PLANTS };

struct tally {
	uint64_t generated, linked, accepted, runs, steps, ends[RUN_ENDS];
	uint64_t planted[PLANTS], reported[PLANTS];
};

struct trial {
	struct cpu *cpu;
	uint64_t seed;    // of the runs
	unsigned runs;    // of each function
	uint64_t limit;   // steps of each
	bool every;       // all functions are entries, not the first alone
	bool own_objects; // C that keeps to its objects: leaving them is a violation
	enum plant plant;
	bool blind;   // runs it also if it is refused
	bool verbose; // prints what is claimed where a violation is
};

// What came of it: where a violation is, or RUN_RETURNED.
struct run trial_program(const struct trial *t, const struct program *p, struct tally *count);

// trial_image does the same with an image.
struct run trial_image(const struct trial *t, struct arena *a, const struct image *img, struct tally *count);

// trial_shrink drops instructions while the violation stays.
void trial_shrink(const struct trial *t, struct program *p);

#endif
