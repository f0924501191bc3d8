// known.h - what the proof knows in front of each instruction.
#ifndef NEARCALL_HOSTILE_KNOWN_H
#define NEARCALL_HOSTILE_KNOWN_H

#include "prove/result.h"

#include "model/proof.h"

// What the proof knows in front of an instruction, and where its accesses go.
struct known {
	uint64_t from;            // the point that it follows from
	const struct known *next; // of the same instruction, from another point
	struct state state;
	struct target access[INSN_ACCESSES];
	bool fixed[INSN_ACCESSES]; // no register but the base: an address in the image is this one
	uint8_t bits[INSN_ACCESSES];
};

struct knowledge {
	struct arena *arena;
	const struct image *img;
	const struct proof *proof;
	struct ground ground;
	const struct known ***at; // by function, by byte of code
};

struct knowledge knowledge_of(struct arena *a, const struct arch *arch, const struct image *img, const struct proof *proof);

// held_at is what follows at addr from the claims at *from, the point of
// function i that was last come by; if there is a point at addr, it is the one.
// NULL when no path leads there.
const struct known *held_at(struct knowledge *s, int i, uint64_t addr, uint64_t *from);

// held_function is the function that starts at addr, or NO_FUNCTION.
int held_function(const struct knowledge *s, uint64_t addr);

#endif
