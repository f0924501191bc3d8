// trampoline.h - what is known of an entry before it is written.
//
// A Go call gets to its C function by an *entry*, a TEXT of Go's assembler. A
// *stack entry* has its arguments in memory (ABI0), a *register entry* in
// registers (ABIInternal). Either moves them to where C expects them, runs the C
// function, and moves the result back. The C function's body stands in the
// entry (*fused*), or the entry calls it.
#ifndef NEARCALL_TRAMPOLINE_H
#define NEARCALL_TRAMPOLINE_H

#include "model/call.h"
#include "place/fuse.h"
#include "place/rename.h"

// The byte that says which level of the CPU calls take.
#define LEVEL_SYMBOL "nearcallLevel<>"

// The function that finds the guard of the goroutine's stack, for C that yields.
#define GUARD_SYMBOL "nearcallGuard<>"

// trampoline_checked tells whether an entry has to check the stack, as functions of
// Go do, however little C uses: there the goroutine can be stopped. And C runs
// within its frame, which a system call's state keeps.
static inline bool trampoline_checked(const struct call *call)
{
	return gofunc_loops(call->go) || call->go->blocking;
}

// A C function's body that stands in an entry.
struct body {
	const struct image *image;
	const struct placement *placement; // of what it calls
	struct fused fused;
	struct registers registers; // that it has its values in
	bool renamed;               // these are not those of C
	const char *constants;      // the symbol of those it reads, without (SB)
	const char *file;           // that it is written to, for lines that no C source stands for
};

// An entry. Arguments on C's stack a body takes from Go's frame.
struct trampoline {
	const struct call *call;
	const char *symbol; // of the TEXT, without (SB)
	uint64_t stack;     // bytes that the C function and its callees use
	bool aligned;       // they may rely on a stack aligned to 16 bytes
	uint32_t vector_writes; // vector registers that they write, 1 << number
	bool dirty_upper;   // they may leave the upper halves of vector registers in use
	const char *target; // the operand of CALL: "\302\267f<>(SB)"
	const struct body *body;
	const char *no_body; // when that is NULL, the reason: "takes an address"

	// With levels of the CPU, an entry is a chain, the highest first: this one is
	// taken where the machine's level is `level` or more, else what is below.
	int level;
	const char *level_given;        // the macro that says that Go code needs the level too; or NULL
	const struct trampoline *below; // NULL: taken always
	bool chosen;                    // the one above chooses for this one too: its levels are the next ones
};

// What an architecture says of an entry that it has written.
struct written {
	bool fused;       // the body that was offered stands in it
	const char *told; // its form in a few words, for nearcall build -v
};

// How a call goes from registers to registers.
struct register_plan {
	bool takes_memory;      // C has arguments on its stack: the entry needs a body
	struct passing passing; // the general registers among them
	const struct register_moves *moves; // the architecture's own
};

#endif
