// sysv.h - the calling convention of the System V ABI, AMD64 supplement 1.0.
//
// Pure functions from types to registers and stack slots; nothing here knows
// Go or prints anything.
#ifndef NEARCALL_SYSV_H
#define NEARCALL_SYSV_H

#include "base/arena.h"
#include "model/ctype.h"

// Classes of an eightbyte (3.2.3). SSEUP, X87 and its kin never arise: vector
// types and long double are refused before.
enum sysv_class { SYSV_NO_CLASS, SYSV_INTEGER, SYSV_SSE, SYSV_MEMORY };

struct sysv_passing {
	enum sysv_class cls[2]; // of each eightbyte; cls[0] is MEMORY for a value in memory
	size_t eightbytes;      // in registers: 0, 1 or 2; 0 for memory and for empty types
};

// sysv_classify is the classification of a value of type t, 3.2.3.
struct sysv_passing sysv_classify(const struct ctype *t);

// sysv_disputed: the first eightbyte is nothing but padding. The ABI says no
// word on it, and gcc and clang pass such values differently.
bool sysv_disputed(const struct ctype *t);

enum { SYSV_INT_REGS = 6, SYSV_SSE_REGS = 8 };

// Where an argument goes. Registers are counted from 0 in the order in which
// the ABI hands them out (rdi rsi rdx rcx r8 r9; xmm0..7).
struct sysv_place {
	struct sysv_passing how;
	int reg[2];     // register of each eightbyte, when how.eightbytes > 0
	bool on_stack;
	uint64_t stack; // bytes from the stack pointer at the call
};

struct sysv_call {
	const struct sysv_place *args; // one per argument
	size_t nargs;
	uint64_t stack_bytes;          // of arguments, a multiple of 16
	struct sysv_passing result;
	bool hidden_pointer;           // the result's address is the first integer argument
};

// sysv_assign places n arguments and a result (NULL for void).
struct sysv_call sysv_assign(struct arena *a, const struct ctype *const *types, size_t n,
                             const struct ctype *result);

// sysv_dwarf_register is DWARF's number of the register that a place in one
// register has; -1 for other places.
int sysv_dwarf_register(const struct sysv_place *place);

// sysv_splits_int128: an __int128 goes to the stack. LLVM does not follow the
// ABI there: before 18 it splits the value and aligns it to 8; since then it
// uses up the last register.
bool sysv_splits_int128(const struct sysv_call *call, const struct ctype *const *types);

#endif
