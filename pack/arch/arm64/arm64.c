// arm64.c - the Arm 64-bit architecture in one page.
//
// Thirty-one general registers of 64 bits, x0 to x30, and the stack pointer; a
// write of 32 bits zeroes the rest. An encoding's register 31 is the stack
// pointer, or one that reads as zero. Instructions have 4 bytes. A call leaves
// its return address in x30 and moves nothing, so the stack pointer is a multiple
// of 16 at a function's entry, too, and stack arguments stand right there. No
// byte below it is safe: Go's signal handlers write there. Constants are reached
// by a page, relative to the instruction's, and the low 12 bits of an address.
//
// C (AAPCS64): x0 to x7 hold arguments, x8 the place of a large result, x0 and x1
// results; x19 to x29 are the caller's, and x29 may be a frame pointer. x16 and x17
// may change on the way from a call to what it calls.
//
// Go: x28 holds g, which signal handlers read there when there is no cgo: C must
// never write it. x29 is Go's frame pointer, x18 the system's on some, and x27,
// which Go's linker and assembler use, is what the relaid code computes with
// (relay.c): compilers leave the three of x18, x27 and x28 alone when asked to. All
// else is free.
#include "arch/arm64/cabi.h"
#include "arch/arm64/decode.h"
#include "arch/arm64/direct.h"
#include "arch/arm64/forbidden.h"
#include "arch/arm64/goabi.h"
#include "arch/arm64/goasm.h"
#include "arch/arm64/level.h"
#include "arch/arm64/relay.h"
#include "arch/arm64/relayparts.h"
#include "arch/arm64/tailcall.h"
#include "arch/arm64/track.h"

#include <gelf.h>

enum { X18 = 18, X19 = 19, X27 = 27, X28 = 28 };

#define BIT(r) ((regset)1 << (r))

// AAPCS64, 6.1.1; DWARF for the Arm 64-bit Architecture, 4.1.
static const char *const names[ARM64_REGS] = {"x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",
                                              "x8",  "x9",  "x10", "x11", "x12", "x13", "x14", "x15",
                                              "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23",
                                              "x24", "x25", "x26", "x27", "x28", "x29", "x30", "sp"};
static const uint8_t arguments[] = {0, 1, 2, 3, 4, 5, 6, 7};
static const uint8_t from_dwarf[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                     16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

// Of C's caller-saved registers x16 and x17 are the linker's between functions. x15 is left to what moves arguments.
static const uint8_t body_order[] = {14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
static const uint8_t body_constants[] = {14, 13, 12, 11, 10, 9};

// A load from address 0, where Go's handler finds the nil pointer that it panics for: mov x0, #0; ldr w0, [x0]; brk #1.
static const uint8_t trap[] = {0x00, 0x00, 0x80, 0xd2, 0x00, 0x00, 0x40, 0xb9, 0x20, 0x00, 0x20, 0xd4};

static const char *const cflags[] = {
	"-ffixed-x18", "-ffixed-x27", "-ffixed-x28", "-mbranch-protection=none", "-mno-outline-atomics",
	"-fno-jump-tables", NULL,
};
// clang does not keep off x29 when asked to, but uses it for nothing else than a frame pointer; gcc does.
// And gcc keeps no page in a register that its callee happens to spare.
static const char *const gcc_flags[] = {"-fomit-frame-pointer", "-ffixed-x29", "-fno-ipa-ra", NULL};
static const char *const clang_flags[] = {NULL};

static const struct arch_package packages[] = {
	{"ld", "binutils-aarch64-linux-gnu"}, {"gcc", "gcc-aarch64-linux-gnu"}, {NULL, NULL},
};

const struct arch arch_arm64 = {
	.name = "arm64",
	.machine_name = "arm64",
	.elf_machine = EM_AARCH64,
	.triple = "aarch64-linux-gnu",
	.mapping = "xd",
	.packages = packages,
	.regs = {
		.count = ARM64_REGS,
		.sp = ARM64_SP,
		.fp = ARM64_FP,
		.link = ARM64_LINK,
		.callee_saved = BIT(ARM64_LINK) - BIT(X19),
		.reserved = BIT(X18) | BIT(X27) | BIT(X28),
		.relaid_reserved = BIT(X18) | BIT(X28) | BIT(ARM64_FP),
		.results = BIT(0) | BIT(1),
		.arguments = arguments,
		.narguments = sizeof arguments,
		.result = 0,
		.names = names,
		.from_dwarf = from_dwarf,
		.ndwarf = sizeof from_dwarf,
	},
	.stack = {.call = 0, .word = 8, .red_zone = 0, .align = 16, .relaid_args = RELAY_HEAD},
	.loose_cfi = true,
	.reloc_kind = arm64_reloc_kind,
	.direct = arm64_direct,
	.forget = arm64_forget,
	.absent_use = arm64_absent_use,
	.trap = trap,
	.ntrap = sizeof trap,
	.abi_call = arm64_abi_call,
	.go_assign = arm64_go_assign,
	.decode = arm64_decode,
	.forbidden = arm64_forbidden,
	.missing = arm64_missing,
	.level = arm64_level,
	.relay = arm64_relay,
	.cflags = cflags,
	.gcc_flags = gcc_flags,
	.clang_flags = clang_flags,
	.cpu_flags = arm64_cpu_flags,
	.level_macro = arm64_level_macro,
	.track = arm64_track,
	.track_join = arm64_track_join,
	.track_call = arm64_track_call,
	.track_leave = arm64_track_leave,
	.track_go = arm64_track_go,
	.mends = arm64_mends,
	.go = {
		.classify = arm64_classify,
		.adjust_length = arm64_adjust_length,
		.long_jump = ARM64_BYTES,
		.short_jump = ARM64_BYTES,
		.refer = arm64_refer,
		.nops = arm64_nops,
		.call_instead = arm64_call_instead,
		.unit = ARM64_BYTES,
		.address = ARM64_ADDRESS,
		.reach = ARM64_REACH,
	},
	.rewrite = arm64_rewrite,
	.body = {
		.free = BIT(16) - 1,
		.order = body_order,
		.norder = sizeof body_order,
		.constants = body_constants,
		.nconstants = sizeof body_constants,
	},
};
