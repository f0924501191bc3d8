// state.h - what is known about registers and stack slots at one instruction.
//
// An abstract interpretation just rich enough to follow the stack pointer
// through frame pointers, realignment and saved copies, and jump tables
// through their address computation. Offsets are bytes relative to the stack
// pointer at the function's entry.
//
// The stack has two origins, once it has been realigned: the entry's stack
// pointer, and that pointer rounded down. How far they are apart is known only
// to lie in [0, slack], so a store through the one reaches slots of the other.
#ifndef NEARCALL_STATE_H
#define NEARCALL_STATE_H

#include "model/value.h"

#include "arch/arch.h"
#include "model/image.h"

enum { STATE_SLOTS = VALUE_SLOTS, ROUNDED_MIXED = 1 /* no multiple of a word */ };

struct slot {
	int64_t offset;
	bool inexact; // from the realigned origin
	struct value value;
};

// What the flags say: a register against a number, of so many bits.
struct compared {
	uint8_t reg; // REG_NONE: nothing
	uint8_t bits;
	uint64_t number;
};

struct state {
	struct value reg[INSN_REGS];
	struct slot slot[STATE_SLOTS];
	int slots;
	int64_t slack;   // bytes; 0: not realigned
	int64_t rounded; // the offset that was rounded down; ROUNDED_MIXED: not one, on all paths
	struct compared compared;
	regset fresh;    // registers that nothing has been written to since the entry
	bool escaped;    // others may hold an address of this frame, and change its locals
	bool full;       // some value that was stored is not in slot
	struct track track;
};

// What all states of a proof stand on: the architecture, and where the image's
// code lies, [start, end), and behind it its constants, up to limit.
struct ground {
	const struct arch *arch;
	const struct image *img;
	uint64_t start, end, limit;
	bool compiled; // the function in hand is a compiler's: it keeps to the language
	bool leaks;    // constants hold addresses of what is written to
	bool sealed; // in the function in hand, nobody else has addresses of its stack arguments
	regset kept;   // registers that are the caller's at each return
	int64_t args;  // from the entry's stack pointer to the stack arguments
	bool relaid;   // Go's unwinder reads the frames: prove/frame.h
	bool parts;    // code forms addresses in two parts: prove/parts.h
};

struct ground ground_of(const struct arch *arch, const struct image *img);

// state_at_entry is the state in which a function is called; args are what is
// known of the integer argument registers, in the ABI's order, and then of the
// first words of the stack arguments.
struct state state_at_entry(const struct ground *g, const struct value args[VALUE_ARGS]);

// value_join is what is known of a value that is x or y.
struct value value_join(const struct ground *g, struct value x, struct value y);

// value_handed is what of v holds for another function that gets it passed or
// returned. from and to tell whether a compiler made the one that hands it on, and
// the one that gets it: other code may have changed an address as no language does.
struct value value_handed(const struct ground *g, struct value v, bool from, bool to);

// state_join keeps in *into what both know; true when *into lost something.
bool state_join(const struct ground *g, struct state *into, const struct state *from, const char **what);

// state_arg is what is known of argument n, counted like that, at a call, or
// (tail) at a jump whose target takes over the stack arguments.
struct value state_arg(const struct ground *g, const struct state *s, int n, bool tail);

// state_restored tells whether every callee-saved register holds what it held
// at the entry; if not, *reg is the number of one that does not.
bool state_restored(const struct ground *g, const struct state *s, int *reg);

// state_returns tells whether the return address is where the call has put it, or
// state_holds_return: in the register in which an instruction expects it.
bool state_returns(const struct ground *g, const struct state *s);
bool state_holds_return(const struct state *s, uint8_t reg);

// state_frame_chain tells whether the frame pointer is what frame-pointer
// unwinding wants: the caller's, or the address of where the caller's is saved,
// right below the return address.
bool state_frame_chain(const struct ground *g, const struct state *s);

// state_slot is what is known of the 8 bytes at a stack offset, or NULL.
const struct value *state_slot(const struct state *s, int64_t offset, bool inexact);

// state_store notes a store of so many bytes there, and state_forget only that
// they are no longer known, from whichever origin.
void state_store(struct state *s, int64_t offset, bool inexact, int64_t bytes, struct value v);
void state_forget(struct state *s, int64_t offset, bool inexact, int64_t bytes);

// state_saves tells whether what a register has held at the entry is there, in
// whole or in part.
bool state_saves(const struct state *s, int64_t offset, bool inexact, int64_t bytes);

// state_keeps tells that, or whether the return address is there.
bool state_keeps(const struct state *s, int64_t offset, bool inexact, int64_t bytes);

// state_disturb is a store to a place that is not known, by C that keeps to its
// own objects: what it wrote is no register that a compiler has saved, nor the
// return address, nor a page that a compiler has put aside. Of a saved stack pointer all that is kept is that it may
// become the stack pointer again.
// Unless it can be of the own frame, it may still be of the caller's, where the
// stack arguments are, if these are not sealed.
void state_disturb(const struct ground *g, struct state *s, bool own, bool sealed);

#endif
