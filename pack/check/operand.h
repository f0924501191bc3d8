// operand.h - where operands lie, what they hold, and what comes of them.
#ifndef NEARCALL_CHECK_OPERAND_H
#define NEARCALL_CHECK_OPERAND_H

#include "check/known.h"

// No frame is larger: offsets stay far from overflowing.
static const int64_t FARTHEST = 1LL << 40;

// Where an address leads.
enum spot_kind {
	SPOT_UNKNOWN, // not into the frame, unless an address of it is known elsewhere
	SPOT_FRAME,   // the stack at offset
	SPOT_WITHIN,  // the frame, some way from an address of it: C's own object there
	SPOT_IMAGE,   // the image at offset; vague: some way from there
};

struct spot {
	enum spot_kind kind;
	int64_t offset, bytes;
	uint64_t home; // SPOT_IMAGE: the section that is meant; 0: the one at offset
	bool inexact, vague;
	bool of_frame; // SPOT_UNKNOWN: some address of it is in the sum
};

// spot_of is where an address leads, for so many bytes there.
struct spot spot_of(const struct basis *b, const struct known *k, const struct place *at, int64_t bytes);

// access_spot is that of an access with all its elements.
struct spot access_spot(const struct basis *b, const struct known *k, const struct access *x);

// holds_saved tells whether a saved register or the return address is in any of those bytes of the stack.
bool holds_saved(const struct known *k, int64_t offset, bool inexact, int64_t bytes);

// is_local tells whether bytes of the stack lie below the return address, no further
// below the stack pointer than the red zone, and hold no saved register: those that an
// index of a compiler's may mean.
bool is_local(const struct basis *b, const struct known *k, int64_t offset, bool inexact, int64_t bytes);

// operand_value is what an operand holds before the instruction.
struct value operand_value(const struct basis *b, const struct known *k, const struct operand *o);

// result is what a followed instruction computes, before it writes anything. Where
// it rounds an address of the frame down, *k has that second origin behind it.
struct value result(const struct basis *b, struct known *k, const struct insn *in);

// second_result is that of the second half of a pair, if there is one.
struct value second_result(const struct basis *b, const struct known *k, const struct insn *in);

// plus is v moved by n bytes, as the processor adds; moved_by is what is known of
// that of any value.
struct value plus(struct value v, uint64_t n);
struct value moved_by(const struct basis *b, struct value v, uint64_t n);

// mask_of is so many low bits.
uint64_t mask_of(unsigned bits);

#endif
