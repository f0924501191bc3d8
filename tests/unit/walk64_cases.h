// walk64_cases.h - functions of arm64: their stack bounds, what is refused of them,
// and frames that Go can read, or cannot.
//
// The words are those of GNU as, each with its label and text beside it; the code lies
// at 0x1000. The first symbol is the entry.
#ifndef NEARCALL_WALK64_CASES_H
#define NEARCALL_WALK64_CASES_H

#include "proving.h"

#include <gelf.h>

#define WORDS(...) (const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__})

static const struct {
	const char *name;
	const uint32_t *code;
	size_t bytes;
	struct code_symbol symbols[5];
	uint64_t bound;
} bounds64[] = {
	{"a leaf",
	 WORDS(0x91000400, /* f: add x0, x0, #1 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, 0},
	{"a frame, by written-back addresses",
	 WORDS(0xa9be7bfd, /* f: stp x29, x30, [sp, #-32]! */
	       0xf9000bf3, /* str x19, [sp, #16] */
	       0xaa0003f3, /* mov x19, x0 */
	       0x94000005, /* bl g */
	       0x8b130000, /* add x0, x0, x19 */
	       0xf9400bf3, /* ldr x19, [sp, #16] */
	       0xa8c27bfd, /* ldp x29, x30, [sp], #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 32}, {"g", 32, 4}}, 32},
	{"a frame within which pairs are saved",
	 WORDS(0xd100c3ff, /* f: sub sp, sp, #48 */
	       0xa9017bfd, /* stp x29, x30, [sp, #16] */
	       0xa9024ff4, /* stp x20, x19, [sp, #32] */
	       0x910043fd, /* add x29, sp, #16 */
	       0xaa0003f3, /* mov x19, x0 */
	       0xaa0103f4, /* mov x20, x1 */
	       0x94000006, /* bl g */
	       0x8b140260, /* add x0, x19, x20 */
	       0xa9424ff4, /* ldp x20, x19, [sp, #32] */
	       0xa9417bfd, /* ldp x29, x30, [sp, #16] */
	       0x9100c3ff, /* add sp, sp, #48 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 48}, {"g", 48, 4}}, 48},
	{"a frame whose size is put together from numbers",
	 WORDS(0xd2846809, /* f: mov x9, #0x2340 */
	       0xf2a00029, /* movk x9, #1, lsl #16 */
	       0xcb2963ff, /* sub sp, sp, x9 */
	       0xf90007e0, /* str x0, [sp, #8] */
	       0x8b2963ff, /* add sp, sp, x9 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}}, 74560},
	{"a frame in two steps, one of them of pages",
	 WORDS(0xd14007ff, /* f: sub sp, sp, #1, lsl #12 */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0xf90003ff, /* str xzr, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0x914007ff, /* add sp, sp, #1, lsl #12 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}}, 4112},
	{"a frame pointer",
	 WORDS(0xa9bf7bfd, /* f: stp x29, x30, [sp, #-16]! */
	       0x910003fd, /* mov x29, sp */
	       0xd100c3ff, /* sub sp, sp, #48 */
	       0xa93f07a0, /* stp x0, x1, [x29, #-16] */
	       0x94000005, /* bl g */
	       0xf85f03a0, /* ldur x0, [x29, #-16] */
	       0x910003bf, /* mov sp, x29 */
	       0xa8c17bfd, /* ldp x29, x30, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 36}, {"g", 36, 4}}, 64},
	{"the deepest of two calls",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x94000004, /* bl g */
	       0x94000004, /* bl h */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0, /* g: ret */
	       0xd10103ff, /* h: sub sp, sp, #64 */
	       0xf9001fe0, /* str x0, [sp, #56] */
	       0x910103ff, /* add sp, sp, #64 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}, {"g", 20, 4}, {"h", 24, 16}}, 80},
	{"a tail call uses its caller's return address",
	 WORDS(0xa9bf4ffe, /* f: stp x30, x19, [sp, #-16]! */
	       0x94000006, /* bl h */
	       0xa8c14ffe, /* ldp x30, x19, [sp], #16 */
	       0x14000001, /* b g */
	       0xd100c3ff, /* g: sub sp, sp, #48 */
	       0x9100c3ff, /* add sp, sp, #48 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* h: ret */),
	 {{"f", 0, 16}, {"g", 16, 12}, {"h", 28, 4}}, 48},
	{"stack arguments of both sides",
	 WORDS(0xd10083ff, /* f: sub sp, sp, #32 */
	       0xf9000bfe, /* str x30, [sp, #16] */
	       0xd2800128, /* mov x8, #9 */
	       0xa90003e8, /* stp x8, x0, [sp] */
	       0x94000004, /* bl g */
	       0xf9400bfe, /* ldr x30, [sp, #16] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xa94027e8, /* g: ldp x8, x9, [sp] */
	       0xf90003e9, /* str x9, [sp] */
	       0x8b090100, /* add x0, x8, x9 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}, {"g", 32, 16}}, 32},
	{"an aligned frame, as deep as it may get",
	 WORDS(0xa9bf7bfd, /* f: stp x29, x30, [sp, #-16]! */
	       0x910003fd, /* mov x29, sp */
	       0xd10203e9, /* sub x9, sp, #128 */
	       0x927ae53f, /* and sp, x9, #0xffffffffffffffc0 */
	       0x3d8003e0, /* str q0, [sp] */
	       0x910003bf, /* mov sp, x29 */
	       0xa8c17bfd, /* ldp x29, x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}}, 200},
	{"the return address in another register",
	 WORDS(0xaa1e03e9, /* f: mov x9, x30 */
	       0xaa0003fe, /* mov x30, x0 */
	       0xd2800020, /* mov x0, #1 */
	       0xd65f0120 /* ret x9 */),
	 {{"f", 0, 16}}, 0},
	{"a function pointer in a register",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x10000088, /* adr x8, g */
	       0xd63f0100, /* blr x8 */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xd10083ff, /* g: sub sp, sp, #32 */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}, {"g", 20, 12}}, 48},
	{"a call that does not return",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x94000001, /* bl g */
	       0xd4200020 /* g: brk #1 */),
	 {{"f", 0, 8}, {"g", 8, 4}}, 16},
	{"moves through memory and back, before and behind",
	 WORDS(0xd10083ff, /* f: sub sp, sp, #32 */
	       0x910003e9, /* mov x9, sp */
	       0xf8008533, /* str x19, [x9], #8 */
	       0xf8008d34, /* str x20, [x9, #8]! */
	       0xaa0003f3, /* mov x19, x0 */
	       0xa94053f3, /* ldp x19, x20, [sp, #0] */
	       0xf9400bf4, /* ldr x20, [sp, #16] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 36}}, 32},
	{"a loop, and branches of all forms",
	 WORDS(0xd10043ff, /* f: sub sp, sp, #16 */
	       0xf1000400, /* L1: subs x0, x0, #1 */
	       0x54ffffe1, /* b.ne L1 */
	       0xb4000061, /* cbz x1, L2 */
	       0x36180041, /* tbz w1, #3, L2 */
	       0xf90007e1, /* str x1, [sp, #8] */
	       0x910043ff, /* L2: add sp, sp, #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}}, 16},
	{"more of the stack than there is room for",
	 WORDS(0xd10803ff, /* f: sub sp, sp, #512 */
	       0x927df009, /* and x9, x0, #0xfffffffffffffff8 */
	       0xf90003e9, /* str x9, [sp] */
	       0xf90007e9, /* str x9, [sp, #8] */
	       0xd2800028, /* mov x8, #1 */
	       0xf9000be8, /* str x8, [sp, #16] */
	       0xf9000fe8, /* str x8, [sp, #24] */
	       0xf90013e8, /* str x8, [sp, #32] */
	       0xf90017e8, /* str x8, [sp, #40] */
	       0xf9001be8, /* str x8, [sp, #48] */
	       0xf9001fe8, /* str x8, [sp, #56] */
	       0xf90023e8, /* str x8, [sp, #64] */
	       0xf90027e8, /* str x8, [sp, #72] */
	       0xf9002be8, /* str x8, [sp, #80] */
	       0xf9002fe8, /* str x8, [sp, #88] */
	       0xf90033e8, /* str x8, [sp, #96] */
	       0xf90037e8, /* str x8, [sp, #104] */
	       0xf9003be8, /* str x8, [sp, #112] */
	       0xf9003fe8, /* str x8, [sp, #120] */
	       0xf90043e8, /* str x8, [sp, #128] */
	       0xf90047e8, /* str x8, [sp, #136] */
	       0xf9004be8, /* str x8, [sp, #144] */
	       0xf9004fe8, /* str x8, [sp, #152] */
	       0xf90053e8, /* str x8, [sp, #160] */
	       0xf90057e8, /* str x8, [sp, #168] */
	       0xf9005be8, /* str x8, [sp, #176] */
	       0xf9005fe8, /* str x8, [sp, #184] */
	       0xf90063e8, /* str x8, [sp, #192] */
	       0xf90067e8, /* str x8, [sp, #200] */
	       0xf9006be8, /* str x8, [sp, #208] */
	       0xf9006fe8, /* str x8, [sp, #216] */
	       0xf90073e8, /* str x8, [sp, #224] */
	       0xf90077e8, /* str x8, [sp, #232] */
	       0xf9007be8, /* str x8, [sp, #240] */
	       0xf9007fe8, /* str x8, [sp, #248] */
	       0xf90083e8, /* str x8, [sp, #256] */
	       0xf90087f3, /* str x19, [sp, #264] */
	       0xaa0003f3, /* mov x19, x0 */
	       0xb4000040, /* cbz x0, L1 */
	       0x91000660, /* add x0, x19, #1 */
	       0xf94087f3, /* L1: ldr x19, [sp, #264] */
	       0x910803ff, /* add sp, sp, #512 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 172}}, 512},
};

// What a compiler never does.
static const struct {
	const char *name;
	const uint32_t *code;
	size_t bytes;
	struct code_symbol symbols[5];
	const char *told;
} refused64[] = {
	{"a store below the stack pointer",
	 WORDS(0xf81f83e0, /* f: stur x0, [sp, #-8] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f reaches below its stack pointer"},
	{"a load below it",
	 WORDS(0xf85f03e0, /* f: ldur x0, [sp, #-16] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f reaches below its stack pointer"},
	{"a store below it, by another register",
	 WORDS(0xd10043e9, /* f: sub x9, sp, #16 */
	       0xf9000120, /* str x0, [x9] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f reaches below its stack pointer"},
	{"a pair of which one is below it",
	 WORDS(0xd10043ff, /* f: sub sp, sp, #16 */
	       0xa93f87e0, /* stp x0, x1, [sp, #-8] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f reaches below its stack pointer"},
	{"a store below it, which moves another register there",
	 WORDS(0x910003e9, /* f: mov x9, sp */
	       0xf81f0d20, /* str x0, [x9, #-16]! */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f reaches below its stack pointer"},
	{"a vector below it",
	 WORDS(0x3c9f03e0, /* f: stur q0, [sp, #-16] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f reaches below its stack pointer"},
	{"the return address below it, where frames are a compiler's",
	 WORDS(0xf81f03fe, /* f: stur x30, [sp, #-16] */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f reaches below its stack pointer"},
	{"a frame that is closed before it is read",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x94000004, /* bl g */
	       0x910043ff, /* add sp, sp, #16 */
	       0xf85f03fe, /* ldur x30, [sp, #-16] */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 20}, {"g", 20, 4}}, "f reaches below its stack pointer"},
	{"the register of the system",
	 WORDS(0xaa0003f2, /* f: mov x18, x0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f writes x18"},
	{"the register of Go's linker",
	 WORDS(0xf940001b, /* f: ldr x27, [x0] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f writes x27"},
	{"the register of g, in a pair",
	 WORDS(0xa9bf7bfc, /* f: stp x28, x30, [sp, #-16]! */
	       0xa8c17bfc, /* ldp x28, x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f writes x28"},
	{"the register of g, by an address that is written back",
	 WORDS(0xf81f0ffc, /* f: str x28, [sp, #-16]! */
	       0xaa0003fc, /* mov x28, x0 */
	       0xf8408781, /* ldr x1, [x28], #8 */
	       0xf84107fc, /* ldr x28, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, "f writes x28"},
	{"a call that takes the return address",
	 WORDS(0x94000002, /* f: bl g */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 8}, {"g", 8, 4}}, "f loses its return address"},
	{"the return address as data",
	 WORDS(0x9100041e, /* f: add x30, x0, #1 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f loses its return address"},
	{"a return to an argument",
	 WORDS(0xd65f0000 /* f: ret x0 */),
	 {{"f", 0, 4}}, "f loses its return address"},
	{"a return to a register that a call has changed",
	 WORDS(0xaa1e03e9, /* f: mov x9, x30 */
	       0xf81f0ffe, /* str x30, [sp, #-16]! */
	       0x94000003, /* bl g */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f0120, /* ret x9 */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 20}, {"g", 20, 4}}, "f loses its return address"},
	{"a tail call without it",
	 WORDS(0xaa0003fe, /* f: mov x30, x0 */
	       0x14000001, /* b g */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 8}, {"g", 8, 4}}, "f loses its return address"},
	{"the return address that a local has written over",
	 WORDS(0xa9bf7bfd, /* f: stp x29, x30, [sp, #-16]! */
	       0xf90007e0, /* str x0, [sp, #8] */
	       0xa8c17bfd, /* ldp x29, x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f loses its return address"},
	{"an array that begins at the return address",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0xf8216be0, /* str x0, [sp, x1] */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f writes by an index from where a saved register or the return address is"},
	{"an array of words that begins at the frame record",
	 WORDS(0xa9bf7bfd, /* f: stp x29, x30, [sp, #-16]! */
	       0x92400829, /* and x9, x1, #7 */
	       0xf8297be0, /* str x0, [sp, x9, lsl #3] */
	       0xa8c17bfd, /* ldp x29, x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, "f writes by an index from where a saved register or the return address is"},
	{"the return address that a vector has written over",
	 WORDS(0xa9bf7bfd, /* f: stp x29, x30, [sp, #-16]! */
	       0xfd0007e0, /* str d0, [sp, #8] */
	       0xa8c17bfd, /* ldp x29, x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f loses its return address"},
	{"the return address that an argument of a callee was",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x94000003, /* bl g */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xf90003e0, /* g: str x0, [sp] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}, {"g", 16, 8}}, "f loses its return address"},
	{"half of it",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0xb84107fe, /* ldr w30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f loses its return address"},
	{"a frame as large as an argument",
	 WORDS(0xcb2063ff, /* f: sub sp, sp, x0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f changes the stack pointer by an amount that is not a constant"},
	{"a frame as large as an argument, in words",
	 WORDS(0xcb2053e9, /* f: sub x9, sp, w0, uxtw #4 */
	       0x9100013f, /* mov sp, x9 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f changes the stack pointer by an amount that is not a constant"},
	{"an address that is written back, by a register",
	 WORDS(0x4cc073e0, /* f: ld1 {v0.16b}, [sp], x0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f changes the stack pointer by an amount that is not a constant"},
	{"a number of which a part is not known",
	 WORDS(0xf2800209, /* f: movk x9, #16 */
	       0xcb2963ff, /* sub sp, sp, x9 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f changes the stack pointer by an amount that is not a constant"},
	{"half a word",
	 WORDS(0xd10013ff, /* f: sub sp, sp, #4 */
	       0x910013ff, /* add sp, sp, #4 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, "f changes the stack pointer by a part of a word"},
	{"a register that is not given back",
	 WORDS(0xaa0003f3, /* f: mov x19, x0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f does not restore x19"},
	{"two registers the wrong way round",
	 WORDS(0xa9bf53f3, /* f: stp x19, x20, [sp, #-16]! */
	       0xaa0003f3, /* mov x19, x0 */
	       0xaa0003f4, /* mov x20, x0 */
	       0xa8c14ff4, /* ldp x20, x19, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, "f does not restore x19"},
	{"the frame pointer",
	 WORDS(0xaa0003fd, /* f: mov x29, x0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f does not restore x29"},
	{"a stack pointer that is not where it was",
	 WORDS(0xf84107e0, /* f: ldr x0, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f returns with a stack pointer that is not where the call left it"},
	{"a jump through an argument",
	 WORDS(0xd61f0000 /* f: br x0 */),
	 {{"f", 0, 4}}, "f jumps through a pointer"},
	{"a call through an argument",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0xd63f0000, /* blr x0 */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, "f calls through a pointer"},
	{"bytes that are no instruction",
	 WORDS(0xffffffff /* f: .inst 0xffffffff */),
	 {{"f", 0, 4}}, "f has bytes that are no instruction"},
	{"a system call",
	 WORDS(0xd4000001, /* f: svc #0 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, "f makes a system call (svc)"},
};

// Of a relaid image; what the prover and what the checker says, each by itself.
static const struct {
	const char *name;
	const uint32_t *code;
	size_t bytes;
	struct code_symbol symbols[5];
	uint64_t bound;
	const char *told, *denied;
} relaid64[] = {
	{"no frame",
	 WORDS(0x91000400, /* f: add x0, x0, #1 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, 0, NULL, NULL},
	{"a frame with a call in it",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf9000bf3, /* str x19, [sp, #16] */
	       0xaa0003f3, /* mov x19, x0 */
	       0x94000006, /* bl g */
	       0x8b130000, /* add x0, x0, x19 */
	       0xf9400bf3, /* ldr x19, [sp, #16] */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 40}, {"g", 40, 4}}, 32, NULL, NULL},
	{"a large frame",
	 WORDS(0xd1400bfb, /* f: sub x27, sp, #2, lsl #12 */
	       0xf900037e, /* str x30, [x27] */
	       0xd1400bff, /* sub sp, sp, #2, lsl #12 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x91400bff, /* add sp, sp, #2, lsl #12 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 28}, {"g", 28, 4}}, 8192, NULL, NULL},
	{"stack arguments of both sides",
	 WORDS(0xf81d03fe, /* f: stur x30, [sp, #-48] */
	       0xd100c3ff, /* sub sp, sp, #48 */
	       0xa90107e0, /* stp x0, x1, [sp, #16] */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x9100c3ff, /* add sp, sp, #48 */
	       0xd65f03c0, /* ret */
	       0xf81e03fe, /* g: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xa94307e0, /* ldp x0, x1, [sp, #48] */
	       0xf9001fe0, /* str x0, [sp, #56] */
	       0x94000004, /* bl h */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* h: ret */),
	 {{"f", 0, 28}, {"g", 28, 32}, {"h", 60, 4}}, 80, NULL, NULL},
	{"stack arguments of a function without a frame",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf9000be0, /* str x0, [sp, #16] */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xf9400be0, /* g: ldr x0, [sp, #16] */
	       0xf9000bff, /* str xzr, [sp, #16] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 28}, {"g", 28, 12}}, 32, NULL, NULL},
	{"a tail call behind a frame",
	 WORDS(0xf81f03fe, /* f: stur x30, [sp, #-16] */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0x14000001, /* b g */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 24}, {"g", 24, 4}}, 16, NULL, NULL},
	{"two ways out, and one that does not come back",
	 WORDS(0xf81f03fe, /* f: stur x30, [sp, #-16] */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0xb40000a0, /* cbz x0, L1 */
	       0x360800e0, /* tbz x0, #1, L2 */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0, /* ret */
	       0xf94003fe, /* L1: ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0, /* ret */
	       0x94000001, /* L2: bl g */
	       0xd4200020 /* g: brk #1 */),
	 {{"f", 0, 44}, {"g", 44, 4}}, 16, NULL, NULL},
	{"a frame that is there before its return address",
	 WORDS(0xd10083ff, /* f: sub sp, sp, #32 */
	       0xf90003fe, /* str x30, [sp] */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 24}, {"g", 24, 4}}, 0, "f has a frame without its return address at the stack pointer", "its frame does not begin with the return address"},
	{"the return address in another place of the frame",
	 WORDS(0xf81f03fe, /* f: stur x30, [sp, #-16] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0x94000004, /* bl g */
	       0xf9400bfe, /* ldr x30, [sp, #16] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 24}, {"g", 24, 4}}, 0, "f has a frame without its return address at the stack pointer", "its frame does not begin with the return address"},
	{"something else in its place",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf90007fe, /* str x30, [sp, #8] */
	       0xf90003e0, /* str x0, [sp] */
	       0xf94007fe, /* ldr x30, [sp, #8] */
	       0xf90003fe, /* str x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}}, 0, "f has a frame without its return address at the stack pointer", "its frame does not begin with the return address"},
	{"a vector in its place",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf9000bfe, /* str x30, [sp, #16] */
	       0xfd0003e0, /* str d0, [sp] */
	       0xf9400bfe, /* ldr x30, [sp, #16] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 28}}, 0, "f has a frame without its return address at the stack pointer", "its frame does not begin with the return address"},
	{"a frame that is left before the return address is back",
	 WORDS(0xaa1e03e9, /* f: mov x9, x30 */
	       0xf81e03fe, /* stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xaa0003fe, /* mov x30, x0 */
	       0x910083ff, /* add sp, sp, #32 */
	       0xaa0903fe, /* mov x30, x9 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 28}}, 0, "f has neither a frame nor its return address in the link register", "it has no frame, and the return address is not in the link register"},
	{"the return address elsewhere where there is no frame",
	 WORDS(0xaa1e03e9, /* f: mov x9, x30 */
	       0xaa0003fe, /* mov x30, x0 */
	       0xd65f0120 /* ret x9 */),
	 {{"f", 0, 12}}, 0, "f has neither a frame nor its return address in the link register", "it has no frame, and the return address is not in the link register"},
	{"a call without a frame",
	 WORDS(0x94000001, /* f: bl g */
	       0xd4200020 /* g: brk #1 */),
	 {{"f", 0, 4}, {"g", 4, 4}}, 0, "f calls without a frame", "it calls without a frame"},
	{"a frame of two sizes",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0x94000005, /* bl g */
	       0x910043ff, /* add sp, sp, #16 */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 32}, {"g", 32, 4}}, 0, "f has a frame without its return address at the stack pointer", "its frame does not begin with the return address"},
	{"a compiler's frame",
	 WORDS(0xf81f0ffe, /* f: str x30, [sp, #-16]! */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 20}, {"g", 20, 4}}, 0, "f moves its stack pointer in a way that Go's assembler does not follow", "it moves the stack pointer by no sum, which Go does not follow"},
	{"a stack pointer from another register",
	 WORDS(0xf81f03fe, /* f: stur x30, [sp, #-16] */
	       0xd10043e9, /* sub x9, sp, #16 */
	       0x9100013f, /* mov sp, x9 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0, /* ret */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 28}, {"g", 28, 4}}, 0, "f moves its stack pointer in a way that Go's assembler does not follow", "it moves the stack pointer by no sum, which Go does not follow"},
	{"more than the return address below the stack pointer",
	 WORDS(0xa93e03fe, /* f: stp x30, x0, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, 0, "f reaches below its stack pointer", "it reaches below the red zone"},
	{"something else below it",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xf81f83e0, /* stur x0, [sp, #-8] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}}, 0, "f reaches below its stack pointer", "it reaches below the red zone"},
	{"a frame that is left before it is read",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0x910083ff, /* add sp, sp, #32 */
	       0xf85e03fe, /* ldur x30, [sp, #-32] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, 0, "f reaches below its stack pointer", "it reaches below the red zone"},
	{"half of the return address",
	 WORDS(0xb81e03fe, /* f: stur w30, [sp, #-32] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, 0, "f reaches below its stack pointer", "it reaches below the red zone"},
	{"a callee that writes over its caller's return address",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xf90003e0, /* g: str x0, [sp] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}, {"g", 24, 8}}, 0, "g uses what its caller has in front of its stack arguments", "it uses what is its caller's, in front of the stack arguments"},
	{"a callee with a frame that does",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xf81f03fe, /* g: stur x30, [sp, #-16] */
	       0xd10043ff, /* sub sp, sp, #16 */
	       0xa90087e0, /* stp x0, x1, [sp, #8] */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910043ff, /* add sp, sp, #16 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}, {"g", 24, 24}}, 0, "g uses what its caller has in front of its stack arguments", "it uses what is its caller's, in front of the stack arguments"},
	{"a callee that reads it",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0x94000004, /* bl g */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0, /* ret */
	       0xf94007e0, /* g: ldr x0, [sp, #8] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 24}, {"g", 24, 8}}, 0, "g uses what its caller has in front of its stack arguments", "it uses what is its caller's, in front of the stack arguments"},
	{"Go's frame pointer",
	 WORDS(0xf81e03fe, /* f: stur x30, [sp, #-32] */
	       0xd10083ff, /* sub sp, sp, #32 */
	       0xf90007fd, /* str x29, [sp, #8] */
	       0x910003fd, /* mov x29, sp */
	       0xf94007fd, /* ldr x29, [sp, #8] */
	       0xf94003fe, /* ldr x30, [sp] */
	       0x910083ff, /* add sp, sp, #32 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}}, 0, "f writes x29", "it writes a register that is Go's"},
};

// Addresses in two parts. Behind 64 bytes of code are two constants and one of which the
// linker merges the elements; and whether g's address is taken.
enum { PARTS_CODE = 64, A = CODE_BASE + PARTS_CODE, B = A + 16, M = B + 16, PARTS_END = M + 16 };
enum { PAGE = R_AARCH64_ADR_PREL_PG_HI21, SUM = R_AARCH64_ADD_ABS_LO12_NC, LOAD = R_AARCH64_LDST64_ABS_LO12_NC,
       LOAD16 = R_AARCH64_LDST128_ABS_LO12_NC };
#define WRONG "f takes the low part of an address whose page is of another constant, or is not known"
#define DENIED "it adds the low part of an address to what is not its page"

static const struct {
	const char *name;
	const uint32_t *code;
	size_t bytes;
	struct code_symbol symbols[5];
	struct {
		uint64_t at;
		uint32_t type;
		uint64_t value;
	} relocs[4];
	const char *told, *denied;
	bool taken;
} parts64[] = {
	{"both parts of one constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9402100, /* ldr x0, [x8, #0x40] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, A}, {4, LOAD, A}}, NULL, NULL, false},
	{"two places of one constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9402500, /* ldr x0, [x8, #0x48] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, A}, {4, LOAD, A + 8}}, NULL, NULL, false},
	{"an address that is added up",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x91014108, /* add x8, x8, #0x50 */
	       0xf9400500, /* ldr x0, [x8, #8] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, {{0, PAGE, B}, {4, SUM, B}}, NULL, NULL, false},
	{"a page in a register that a callee keeps",
	 WORDS(0xa9bf4ffe, /* f: stp x30, x19, [sp, #-16]! */
	       0xaa0003f3, /* mov x19, x0 */
	       0x90000013, /* adrp x19, f */
	       0x94000005, /* bl g */
	       0xf9402a60, /* ldr x0, [x19, #0x50] */
	       0xa8c14ffe, /* ldp x30, x19, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xd503201f, /* nop */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 32}, {"g", 32, 4}}, {{8, PAGE, B}, {16, LOAD, B}}, NULL, NULL, false},
	{"the page of another constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9402900, /* ldr x0, [x8, #0x50] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, A}, {4, LOAD, B}}, WRONG, DENIED, false},
	{"a page for two constants",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9402100, /* ldr x0, [x8, #0x40] */
	       0xf9402901, /* ldr x1, [x8, #0x50] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 16}}, {{0, PAGE, A}, {4, LOAD, A}, {8, LOAD, B}}, WRONG, DENIED, false},
	{"a sum of another constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x91014100, /* add x0, x8, #0x50 */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, A}, {4, SUM, B}}, WRONG, DENIED, false},
	{"a vector of another constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x3dc01500, /* ldr q0, [x8, #0x50] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, A}, {4, LOAD16, B}}, WRONG, DENIED, false},
	{"a page that is not known",
	 WORDS(0xf9402020, /* f: ldr x0, [x1, #0x40] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 8}}, {{0, LOAD, A}}, WRONG, DENIED, false},
	{"the page of one constant or another",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xb4000040, /* cbz x0, L1 */
	       0x90000008, /* adrp x8, f */
	       0xf9402900, /* L1: ldr x0, [x8, #0x50] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 20}}, {{0, PAGE, A}, {8, PAGE, B}, {12, LOAD, B}}, WRONG, DENIED, false},
	{"an element of merged constants by the page of another",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9403500, /* ldr x0, [x8, #0x68] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, M}, {4, LOAD, M + 8}}, WRONG, DENIED, false},
	{"an element of merged constants",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0xf9403500, /* ldr x0, [x8, #0x68] */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 12}}, {{0, PAGE, M + 8}, {4, LOAD, M + 8}}, NULL, NULL, false},
	{"a function whose address is put together",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x91008108, /* add x8, x8, #0x20 */
	       0xf81f0ffe, /* str x30, [sp, #-16]! */
	       0xd63f0100, /* blr x8 */
	       0xf84107fe, /* ldr x30, [sp], #16 */
	       0xd65f03c0, /* ret */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 32}, {"g", 32, 4}}, {{0, PAGE, CODE_BASE + 32}, {4, SUM, CODE_BASE + 32}}, NULL, NULL, true},
	{"a function by the page of a constant",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x91008100, /* add x0, x8, #0x20 */
	       0xd65f03c0, /* ret */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd65f03c0 /* g: ret */),
	 {{"f", 0, 32}, {"g", 32, 4}}, {{0, PAGE, A}, {4, SUM, CODE_BASE + 32}}, WRONG, DENIED, true},
	{"a place in a function by the function's page",
	 WORDS(0x90000008, /* f: adrp x8, f */
	       0x91009100, /* add x0, x8, #0x24 */
	       0xd65f03c0, /* ret */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* nop */
	       0xd503201f, /* g: nop */
	       0xd65f03c0 /* ret */),
	 {{"f", 0, 32}, {"g", 32, 8}}, {{0, PAGE, CODE_BASE + 32}, {4, SUM, CODE_BASE + 36}}, WRONG, DENIED, false},
};

#endif
