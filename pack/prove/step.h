// step.h - one instruction, on what is known before it.
#ifndef NEARCALL_STEP_H
#define NEARCALL_STEP_H

#include "codes/codes.h"
#include "prove/result.h"

// step_instruction applies one that is neither a call nor a jump. Returns NULL,
// or what cannot be followed, and its hint.
const char *step_instruction(const struct ground *g, struct state *s, const struct insn *in, const char **hint);

// step_code is the kind of problem that step_instruction's hint is about; any
// other hint is about code that cannot be followed.
enum nc_code step_code(const char *hint);

// step_peeks tells whether the instruction uses a value that a register has
// had from the caller, but to save it in the frame or to copy it.
bool step_peeks(const struct ground *g, const struct state *s, const struct insn *in);

// step_saves is the registers whose value the instruction only puts aside: it pushes
// them, or stores what they have had from the caller to a known place of the frame.
regset step_saves(const struct ground *g, const struct state *s, const struct insn *in);

// step_hands_on tells whether such a value is in a register that whoever control
// goes to may use.
bool step_hands_on(const struct ground *g, const struct state *s);

// What a callee does to its caller.
struct effect {
	int64_t above; // bytes of its stack arguments that it writes
	bool reaches;  // or more, through addresses that are not followed
	bool peeks;    // what callee-saved registers hold is seen by it, too
	struct value result;
};

// step_call applies what a call leaves: callee-saved registers, and what of the
// frame the callee may not write.
void step_call(const struct ground *g, struct state *s, struct effect e);

// step_above tells whether a register, the stack pointer aside, holds an address
// above the return address, in the caller's frame.
bool step_above(const struct ground *g, const struct state *s);

// step_from_frame tells whether an address of the frame is among what the
// instruction reads.
bool step_from_frame(const struct ground *g, const struct state *s, const struct insn *in);

// step_writes forgets the registers that an instruction writes, jumps included.
void step_writes(const struct ground *g, struct state *s, const struct insn *in);

// step_branch refines s for the path on which the condition holds (taken) or
// does not.
void step_branch(struct state *s, const struct insn *in, bool taken);

#endif
