// proving.h - images made of bytes, symbols and relocations, and their proofs.
#ifndef NEARCALL_PROVING_H
#define NEARCALL_PROVING_H

#include "prove/prove.h"
#include "told.h"

#define CODE(text) text, sizeof(text) - 1

enum { CODE_BASE = 0x1000 };

// A function by its place in the code.
struct code_symbol {
	const char *name;
	size_t offset, size;
};

struct proving {
	struct arena *arena;
	struct diags diags;
	struct gopkg pkg;
	struct image img;
	struct proof proof;
	uint8_t *bytes;
};

// proving_new gives an image at CODE_BASE with n bytes of code and then the
// constants. symbols end with one without a name, or after five.
struct proving *proving_new(const char *code, size_t n, const struct code_symbol *symbols, const void *constants,
                            size_t constants_size);

// proving_run proves the first symbol as the entry; NULL when it was refused.
const struct proven *proving_run(struct proving *p);

void proving_free(struct proving *p);

#endif
