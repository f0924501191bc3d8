// relayparts.h - what the parts of relay share.
//
// A function that moves its stack pointer gets one frame, from the new stack
// pointer up:
//
//	0         the return address, where Go's unwinder looks for it
//	8         not used: below the frame it is the word where Go keeps a frame pointer
//	16        C's frame at its deepest, upside up: arguments of callees on the stack first
//	...       filled up, where the frame is large: SUB takes 4,095 bytes, or multiples of 4,096
//	frame     the stack pointer at the entry: the caller's frame, likewise
//	frame+16  C's arguments on the stack
//
// Offsets are from the stack pointer at the entry, as C has it: below 0 in the
// frame, from 0 on among the arguments.
#ifndef NEARCALL_ARM64_RELAYPARTS_H
#define NEARCALL_ARM64_RELAYPARTS_H

#include "arch/arch.h"
#include "arch/arm64/decode.h"
#include "arch/arm64/encode.h"
#include "model/image.h"
#include "model/proof.h"

enum {
	RELAY_SCRATCH = 27, // a register that C leaves alone
	RELAY_HEAD = 16,    // bytes below C's frame
};

// Code with one frame: a function, with the parts that compilers set apart.
struct relay_frame {
	int64_t deepest; // bytes, of C's
	int64_t bytes;   // of the new one; 0: there is none
	bool apart;      // what is passed on the stack is something: an address right behind the frame may be of that
	bool bare;       // there is none, and what C's does is left out: it holds x29 and x30 for no one to change
};

// Code between two symbols of functions.
struct relay_piece {
	uint64_t start, end;
	uint64_t align; // bytes, of the start
	size_t parent;  // the piece whose frame it has, in the end; or one on the way to it
	struct relay_frame frame; // of pieces that are their own parent
	bool used;      // the proof has followed something of it
	uint64_t at, at_end; // bytes from the start of the new code
};

// What a word refers to.
enum relay_reference {
	RELAY_NOTHING,
	RELAY_CODE,     // the place `to` in the code
	RELAY_BESIDES,  // the place `to` among constants and variables
	RELAY_FUNCTION, // the function at `to`, less the low bits of its old address
};

// A word of the new code.
struct relay_word {
	uint32_t word;
	uint64_t from; // the instruction that it is for; 0: not run
	enum relay_reference reference;
	uint64_t to;   // in the old image
	const struct insn *want; // what it has to mean; NULL: what the old instruction means
};

struct relaying {
	struct arena *arena;
	const struct image *img; // the old one
	const struct proof *proof;
	VEC(struct relay_piece) pieces;  // sorted
	VEC(struct relay_word) words;    // of the new code
	VEC(struct origin) origins;
	uint8_t *wide;   // by section: of relay_is_wide; 0: not asked for yet
	uint32_t *moved; // by word of the old code: 1 + index of the first word that it has become; 0: none
	uint64_t shift;  // bytes that constants and variables move by
	const char *why; // the first thing that cannot be relaid, or NULL
};

// An instruction to be relaid, and what is known around it.
struct relay_site {
	struct insn in;
	uint32_t word;
	int64_t depth, after; // of the stack, before and behind it
	bool framed, kept;    // the frame pointer is at the offset fp, or the caller's; behind it:
	bool framed_after, kept_after;
	bool falls;           // control gets behind it
	int64_t fp;
	const struct relay_frame *frame;
};

// relay_refuse notes why the code at addr cannot be relaid.
void relay_refuse(struct relaying *r, uint64_t addr, const char *why);

// relay_cut makes the pieces, and gives them frames (relayframe.c).
void relay_cut(struct relaying *r);
const struct relay_frame *relay_frame_of(struct relaying *r, size_t piece);

// relay_keeps tells whether the instruction does nothing with C's frame but to make it, to
// keep x29 and x30 there and to give them back (relayplace.c).
bool relay_keeps(const struct relay_site *s);

// relay_site is what is known at an instruction, its frame aside; false if there is none (relay.c).
bool relay_site_at(struct relaying *r, uint64_t addr, struct relay_site *s);

// relay_instruction appends what an instruction becomes, but for what moves the
// stack pointer; relay_open and relay_close do that (relayword.c).
void relay_instruction(struct relaying *r, const struct relay_site *s);
void relay_open(struct relaying *r, const struct relay_site *s);
void relay_close(struct relaying *r, const struct relay_site *s);

// relay_means_same tells whether two instructions do the same, the places that
// they refer to and their own apart (relaysame.c).
bool relay_means_same(const struct insn *x, const struct insn *y);

// relay_use_of tells what the register, which has the address at an offset from 0 on, is used
// for from addr on (relayuse.c).
enum relay_use { RELAY_UNUSED, RELAY_ARGUMENT, RELAY_LOCAL, RELAY_UNKNOWN };
enum relay_use relay_use_of(const struct relaying *r, uint64_t addr, uint8_t reg, int64_t offset);

// relay_is_wide tells whether an instruction that takes the address of what is at
// home gets room for a second one, as it takes for the address of a symbol: functions, data of
// the Go program, and constants that several functions have one copy of (relaywide.c).
bool relay_is_wide(struct relaying *r, uint64_t home);

// relay_piece_at is the piece that holds the place addr of the old code; NULL if there is none.
const struct relay_piece *relay_piece_at(const struct relaying *r, uint64_t addr);

// relay_code is the new place of that code; 0 if nothing that is run is there, nor a piece starts.
uint64_t relay_code(const struct relaying *r, uint64_t addr);

// relay_image makes the image anew, when all words are there (relayimage.c).
void relay_image(struct relaying *r, struct image *img);

#endif
