// regentry.h - entries in Go's register convention (see goabi.h).
#ifndef NEARCALL_REGENTRY_H
#define NEARCALL_REGENTRY_H

#include "arch/amd64/goabi.h"
#include "place/rename.h"
#include "trampolines/trampoline.h"

// A move of one word between what Go passes and what C takes.
struct word_move {
	struct go_word go;
	bool is_float;
	int c;                    // the general register's hardware number, or the SSE register's
	uint64_t stack;           // or, if it goes to the stack: bytes from C's first argument there
	const struct ctype *type; // of a scalar, or NULL
};

struct register_entry {
	VEC(struct word_move) args, stack, results; // stack: arguments that C takes there
	struct passing passing;                     // the general registers among them
};

// register_entry_plan finds out how a call goes from registers to registers.
// The result says why it cannot: NULL when all values are numbers, pointers,
// strings, slices or structs of whole words, and C needs no more stack than Go
// leaves to functions that do not check it. Arguments on C's stack need a body
// that stands in the entry.
const char *register_entry_plan(struct arena *a, const struct trampoline *tr, struct register_entry *out);

// register_entry_amd64 appends the TEXT of that entry. symbol is what stands
// before (SB). With frame, it saves the frame pointer if it calls. The result
// is its form, in a few words.
const char *register_entry_amd64(struct asmtext *t, const struct trampoline *tr, const struct register_entry *e,
                                 const char *symbol, bool frame);

// register_value_amd64 appends the data of a Go variable of func type, whose
// value is the entry.
void register_value_amd64(struct asmtext *t, const char *variable, const char *symbol);

#endif
