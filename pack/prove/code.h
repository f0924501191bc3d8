// code.h - the instructions of an image, each decoded once.
#ifndef NEARCALL_CODE_H
#define NEARCALL_CODE_H

#include "arch/arch.h"
#include "model/image.h"

struct code {
	struct arena *arena;
	const struct arch *arch;
	const struct image *img;
	const struct insn **at; // by byte of code
};

struct code code_of(struct arena *a, const struct arch *arch, const struct image *img);

// code_at is the instruction at addr; NULL when there is none, or addr is no
// code.
const struct insn *code_at(const struct code *c, uint64_t addr);

#endif
