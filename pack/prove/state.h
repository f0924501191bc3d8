// state.h - what is known about registers and stack slots at one instruction.
//
// An abstract interpretation just rich enough to follow the stack pointer
// through frame pointers, realignment and saved copies, and jump tables
// through their address computation. Offsets are bytes relative to the stack
// pointer at the function's entry (which points at the return address).
#ifndef NEARCALL_STATE_H
#define NEARCALL_STATE_H

#include <stdbool.h>
#include <stdint.h>

enum value_kind {
	VAL_ANY,    // nothing known
	VAL_STACK,  // entry stack pointer + a; exact, or (inexact) at least that
	VAL_CONST,  // the number or image address a
	VAL_ENTRY,  // an element of the table of 32-bit offsets at address a
	VAL_TARGET, // VAL_ENTRY of table a, added to address b
	VAL_SAVED,  // what register a held at the function's entry; of STATE_REGS, the return address
	VAL_CODE,   // the address of some function whose address the image takes
};

struct value {
	enum value_kind kind;
	bool inexact; // VAL_STACK: rounded down by an `and`; a is the lowest it can be
	int64_t a, b;
};

enum { STATE_REGS = 16, STATE_SLOTS = 32, STATE_REG_ARGS = 6, STATE_ARGS = 12, REG_SP = 4, REG_BP = 5 };

struct slot {
	int64_t offset;
	struct value value;
};

struct state {
	struct value reg[STATE_REGS]; // by hardware number: rax rcx rdx rbx rsp rbp rsi rdi r8..r15
	struct slot slot[STATE_SLOTS];
	int slots;
	bool upper;     // the upper halves of YMM or ZMM registers may be in use
	bool escaped;   // others may hold an address of this frame, and change its locals
	bool direction; // the direction flag may be set
};

// Where the image's code lies, [start, end), and behind it its constants, up
// to limit.
struct code_range {
	uint64_t start, end, limit;
};

// state_at_entry is the state in which a function is called; args are what is
// known of the integer argument registers, in the ABI's order, and then of the
// first words of the stack arguments.
struct state state_at_entry(const struct value args[STATE_ARGS]);

// value_join is what is known of a value that is x or y.
struct value value_join(struct value x, struct value y, struct code_range code);

// state_join keeps in *into what both know; true when *into lost something.
bool state_join(struct state *into, const struct state *from, struct code_range code);

// state_arg is what is known of argument n, counted like that, at a call, or
// (tail) at a jump whose target takes over the stack arguments.
struct value state_arg(const struct state *s, int n, bool tail);

// state_restored tells whether every callee-saved register holds what it held
// at the entry; if not, *reg is the hardware number of one that does not.
bool state_restored(const struct state *s, int *reg);

// state_returns tells whether the return address is where the call has put it.
bool state_returns(const struct state *s);

// state_frame_chain tells whether rbp is what frame-pointer unwinding wants:
// the caller's, or the address of where the caller's is saved, right below the
// return address.
bool state_frame_chain(const struct state *s);

// state_slot is what is known of the 8 bytes at a stack offset, or NULL.
const struct value *state_slot(const struct state *s, int64_t offset);

// state_store notes a store of so many bytes there, and state_forget only that
// they are no longer known.
void state_store(struct state *s, int64_t offset, int64_t bytes, struct value v);
void state_forget(struct state *s, int64_t offset, int64_t bytes);

#endif
