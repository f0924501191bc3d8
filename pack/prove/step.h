// step.h - one instruction, on what is known before it.
#ifndef NEARCALL_STEP_H
#define NEARCALL_STEP_H

#include "prove/state.h"

// Where an access goes, as far as that is known.
enum reach {
	REACH_NOWHERE,  // no access
	REACH_FRAME,    // the stack at offset, of so many bytes
	REACH_WITHIN,   // the stack, from offset on by an unknown distance: C's own array there
	REACH_IMAGE,    // the image at offset, perhaps by an unknown distance
	REACH_ANYWHERE,
};

struct target {
	enum reach reach;
	int64_t offset, bytes;
	bool inexact; // as struct value
	bool start;   // the offset itself is accessed, at the lowest
};

// step_target is where an access goes.
struct target step_target(const struct ground *g, const struct state *s, const struct access *x);

// step_place is where an address points to, the index aside.
struct target step_place(const struct state *s, const struct place *at);

// step_value is the value of an operand before the instruction.
struct value step_value(const struct ground *g, const struct state *s, const struct operand *o);

// step_instruction applies one that is neither a call nor a jump. Returns NULL,
// or what cannot be followed, and its hint.
const char *step_instruction(const struct ground *g, struct state *s, const struct insn *in, const char **hint);

// step_peeks tells whether the instruction uses a value that a register has
// had from the caller, but to save it in the frame or to copy it.
bool step_peeks(const struct ground *g, const struct state *s, const struct insn *in);

// step_hands_on tells whether such a value is in a register that whoever control
// goes to may use.
bool step_hands_on(const struct ground *g, const struct state *s);

// step_call applies what a call leaves: callee-saved registers, and what of the
// frame the callee may not write. above: bytes of its stack arguments that it
// writes; peeks: what callee-saved registers hold is seen by it, too.
void step_call(const struct ground *g, struct state *s, int64_t above, bool peeks);

// step_writes forgets the registers that an instruction writes, jumps included.
void step_writes(const struct ground *g, struct state *s, const struct insn *in);

// step_branch refines s for the path on which the condition holds (taken) or
// does not.
void step_branch(struct state *s, const struct insn *in, bool taken);

#endif
