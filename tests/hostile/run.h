// run.h - an accepted function, run and compared with what is claimed of it.
#ifndef NEARCALL_HOSTILE_RUN_H
#define NEARCALL_HOSTILE_RUN_H

#include "cpu.h"
#include "known.h"

#include "prove/prove.h"

enum run_end {
	RUN_RETURNED,
	RUN_FAULT,   // on an address that is nothing's, a division, a trap
	RUN_OUTSIDE, // C left its own objects: nothing is claimed of that
	RUN_LIMIT,   // of steps
	RUN_STOPPED, // at an instruction that cpu.h does not run
	RUN_VIOLATION,
	RUN_ENDS,
};

struct subject {
	struct arena *arena;
	const struct image *img;
	const struct proof *proof;
	struct knowledge known;
	struct cpu *cpu;
	bool own_objects; // C is known to stay within its objects: leaving them is a violation
};

struct run {
	enum run_end end;
	const char *what; // of a violation
	uint64_t addr;    // where it ended
	int function;
	uint64_t point; // that it came by last
	uint64_t steps;
	struct cpu_state entry, last;
	uint64_t sp;              // at the function's entry
	uint64_t deepest;         // bytes below it that were written, or that the stack pointer went
	uint64_t seen, seen_call; // an instruction and a call that it came by; 0: none
	int seen_function;        // where both are
	uint64_t seen_point;      // and the point in front
};

// subject_of prepares an image for running: cpu_load has been done.
struct subject subject_of(struct arena *a, struct cpu *c, const struct arch *arch, const struct image *img,
			  const struct proof *proof);

// run_function runs function i with what chance gives; limit: steps.
struct run run_function(struct subject *s, int i, uint64_t seed, uint64_t limit);

const char *run_end_name(enum run_end e);

#endif
