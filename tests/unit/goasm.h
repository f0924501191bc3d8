// goasm.h - a reader of the Go assembly that functions_text_amd64 writes: what
// cmd/asm makes of it, and which stack depth Go's unwinder will see.
#ifndef NEARCALL_GOASM_H
#define NEARCALL_GOASM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

// A 32-bit field that Go's linker fills in.
struct goasm_ref {
	size_t at;       // of the field, in the body
	char op;         // C(ALL), J(MP) or L(EAQ)
	const char *name;
	int64_t offset;  // from the symbol
	int text;        // the symbol
};

struct goasm_text {
	const char *name;
	bool nosplit;
	uint64_t align, entry; // entry: where callers take the body to be
	VEC(uint8_t) bytes; // of the body
	VEC(int64_t) depth; // what pcsp says at each of them
	VEC(struct goasm_ref) refs;
};

struct goasm {
	struct arena *arena;
	VEC(struct goasm_text) texts;
	const char *broken; // what cmd/asm would not take, or NULL
};

// goasm_read reads all of it; see g->broken.
void goasm_read(struct arena *a, const char *assembly, struct goasm *g);

// goasm_ref finds the reference whose field is at `at`; NULL if there is none.
const struct goasm_ref *goasm_ref(const struct goasm_text *t, size_t at);

#endif
