// emit.h - what all forms of trampolines on amd64 share.
#ifndef NEARCALL_EMIT_H
#define NEARCALL_EMIT_H

#include "arch/amd64/csysv.h"
#include "model/call.h"
#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

// emit_assign places a call's arguments and result as C expects them.
struct sysv_call emit_assign(struct arena *a, const struct call *b);

// emit_register is the Go assembler's name of a general register, by hardware
// number.
const char *emit_register(int number);

// emit_int_register is the n-th integer register of the System V ABI.
const char *emit_int_register(int n);

// emit_load_op is the move that loads a scalar as C expects it: small integers
// extended to 32 bits, as compilers rely on beyond what the ABI says (clang
// expects it of callers).
const char *emit_load_op(const struct ctype *t);

// emit_call calls tr's target with the stack pointer `reserve` bytes higher. C
// wants it to be a multiple of 16 there: if tr is aligned, it is up to 8 bytes
// less than that, which is found out at run time.
void emit_call(struct asmtext *t, const struct trampoline *tr, uint64_t reserve);

// The levels of a chain: emit_choice goes to what is below where the machine has
// less than tr's level, and tells whether there is something below; emit_below
// begins that, and emit_above ends it.
// emit_start begins an entry: what is in front of a body is aligned as that wants it,
// and not the body, so that nothing need be run to fill up.
void emit_start(struct asmtext *t, const struct trampoline *tr);
bool emit_choice(struct asmtext *t, const struct trampoline *tr);
void emit_below(struct asmtext *t, const struct trampoline *tr);
void emit_above(struct asmtext *t, const struct trampoline *tr);

// emit_clean ends the use of the upper halves of vector registers, behind a C
// function that may leave them so: SSE code, Go's, would be slow. Results in the
// lower halves stay.
void emit_clean(struct asmtext *t, const struct trampoline *tr);

// emit_between is what a call of C from the entry puts between its stack pointer and C's stack, in bytes, at most: the
// larger of all levels'. called: the function is called; else its body stands there, and may call others.
uint64_t emit_between(const struct trampoline *tr, bool called);

// emit_budget ends a function that does not check the stack, behind its return:
// it lets Go's linker know what C uses below it, red zone included, and what is between. The linker
// takes that from the depths in the function's table, so two changes of the
// depth that are never run tell it.
void emit_budget(struct asmtext *t, uint64_t stack, uint64_t between);

#endif
