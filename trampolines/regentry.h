// regentry.h - entries in Go's register convention (ABIInternal).
//
// The convention is no promise of Go's, but the same in all versions that
// nearcall supports (cmd/compile/abi-internal.md): integers and pointers in AX
// BX CX DI SI R8 R9 R10 R11, floats in X0 to X14, the result in AX or X0; R14
// holds g and X15 zero.
#ifndef NEARCALL_REGENTRY_H
#define NEARCALL_REGENTRY_H

#include "trampoline.h"

// register_entry_fits says why a call cannot have such an entry; NULL when it
// can: all values are numbers, pointers, strings or slices in registers on both
// sides, and C needs no more stack than Go leaves to functions that do not
// check it.
const char *register_entry_fits(struct arena *a, const struct trampoline *tr);

// register_entry_amd64 appends the TEXT of that entry. symbol is what stands
// before (SB). With frame, it saves the frame pointer if it calls.
void register_entry_amd64(struct asmtext *t, const struct trampoline *tr, const char *symbol, bool frame);

// register_value_amd64 appends the data of a Go variable of func type, whose
// value is the entry.
void register_value_amd64(struct asmtext *t, const char *variable, const char *symbol);

#endif
