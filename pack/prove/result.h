// result.h - what an operand holds, where an access goes, what a result is.
#ifndef NEARCALL_RESULT_H
#define NEARCALL_RESULT_H

#include "prove/state.h"

// No frame is larger than this: offsets stay far from overflowing.
#define MAX_OFFSET (INT64_C(1) << 40)

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
	uint64_t home; // REACH_IMAGE: the section that is meant; 0: the one at offset
	bool inexact; // as struct value
	bool start;   // the offset itself is accessed, at the lowest
};

// step_target is where an access goes.
struct target step_target(const struct ground *g, const struct state *s, const struct access *x);

// step_place is where an address points to, the index aside if it is no number.
// bytes: of what is there.
struct target step_place(const struct ground *g, const struct state *s, const struct place *at, int64_t bytes);

// step_value is the value of an operand before the instruction, and step_moved that
// of the register that an address is written back to, behind it.
struct value step_value(const struct ground *g, const struct state *s, const struct operand *o);
struct value step_moved(const struct ground *g, const struct state *s, const struct insn *in);

// step_result is the result of an instruction, if it is of a kind that is
// followed; rounding the stack pointer down sets s->slack. step_second is that of the
// second half of a pair.
struct value step_result(const struct ground *g, struct state *s, const struct insn *in);
struct value step_second(const struct ground *g, const struct state *s, const struct insn *in);

// value_moved is v with n added; wrapping around, as the processor does.
struct value value_moved(struct value v, int64_t n);

static inline bool value_is_stack(struct value v)
{
	return v.kind == VALUE_STACK;
}

#endif
