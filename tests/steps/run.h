// run.h - what the parts of a trial share: where the processor is, and the calls that go on.
#ifndef NEARCALL_STEPS_RUN_H
#define NEARCALL_STEPS_RUN_H

#include "trial.h"

enum { FP = 29, LINK = 30, SP = CPU_SP, PC = CPU_PC };

// A call that goes on.
struct frame {
	const struct proven *f;
	uint64_t reg[32];           // at its entry
	uint64_t point;             // of the proof's claims, that was last come by
	const struct known *called; // what was known where it has called another
};

struct run {
	struct trial *t;
	struct cpu now;
	const struct proven *first; // that was called; frames[0] may be of one that it has jumped to
	struct frame *frames;
	size_t n, cap;
	bool outside;     // it has left its own objects
	bool overwritten; // a saved address of the stack: where it becomes the stack pointer, nothing is claimed
};

static inline struct frame *top(struct run *r)
{
	return &r->frames[r->n - 1];
}

// run_wrong notes a violation, and run_outside that the code has left its own objects: nothing is claimed of that.
// Both return false.
bool run_wrong(struct run *r, const char *what);
bool run_outside(struct run *r);

// run_relaid tells whether the code is laid out anew.
bool run_relaid(const struct run *r);

// run_value_holds tells whether a register or slot that is x holds what is claimed of it.
bool run_value_holds(const struct run *r, const struct value *v, uint64_t x);

// run_word reads 8 bytes of memory; false, as a violation, where there are none.
bool run_word(struct run *r, uint64_t addr, uint64_t *out);

// access_all judges where the instruction's accesses go; known may be NULL (access.c).
bool access_all(struct run *r, const struct insn *in, const struct known *known);

#endif
