// amd64.c - x86-64 in one page.
//
// Sixteen general registers of 64 bits; a write of 32 bits zeroes the rest, a
// narrower one leaves it. Instructions have 1 to 15 bytes. A call pushes its
// return address, so the stack pointer is 8 off a multiple of 16 at a
// function's entry; the 128 bytes below it are safe from signal handlers.
// Constants are read relative to the instruction pointer.
//
// Go: R14 holds g and X15 zero in functions of its register convention, which
// the wrappers around assembly set anew; so C may write both. Go's signal
// handlers find g in thread-local storage.
#include "arch/amd64/allowed.h"
#include "arch/amd64/cabi.h"
#include "arch/amd64/decode.h"
#include "arch/amd64/direct.h"
#include "arch/amd64/features.h"
#include "arch/amd64/goabi.h"
#include "arch/amd64/goasm.h"
#include "arch/amd64/level.h"
#include "arch/amd64/rewrite.h"
#include "arch/amd64/tailcall.h"
#include "arch/amd64/track.h"

#include <gelf.h>

// System V ABI AMD64, figure 3.4; and figure 3.36 for DWARF's numbers.
static const char *const names[AMD64_REGS] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                              "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
static const uint8_t arguments[] = {RDI, RSI, RDX, RCX, R8, R9};
static const uint8_t from_dwarf[] = {RAX, RDX, RCX, RBX, RSI, RDI, RBP, RSP, R8, R9, R10, R11, R12, R13, R14, R15};

// Of C's caller-saved registers all are free in Go. R12 is left to what moves arguments.
static const uint8_t body_order[] = {R13, R11, R10, R9, R8, RDX, RSI, RDI, RCX, RBX, RAX};
static const uint8_t body_constants[] = {R11, R10, R13, R9, R8};

// A load from address 0, where Go's handler finds the nil pointer that it panics for: xor eax, eax; mov eax,
// [rax]; ud2.
static const uint8_t trap[] = {0x31, 0xc0, 0x8b, 0x00, 0x0f, 0x0b};

static const char *const cflags[] = {"-fcf-protection=none", NULL}, *const no_flags[] = {NULL};

static enum reloc_kind reloc_kind(uint32_t type)
{
	switch (type) {
	case R_X86_64_NONE:
		return RELOC_NONE;
	case R_X86_64_PC32:
		return RELOC_DISTANCE;
	case R_X86_64_GOTPCREL:
	case R_X86_64_GOTPCRELX:
	case R_X86_64_REX_GOTPCRELX:
	case R_X86_64_GOTPC32:
	case R_X86_64_GOTOFF64:
	case R_X86_64_GOTPC64:
	case R_X86_64_GOT32:
		return RELOC_GOT;
	default:
		return RELOC_OTHER;
	}
}

static enum absent_use absent_use(uint32_t type, uint32_t *instead)
{
	switch (type) {
	case R_X86_64_GOTPCREL:
	case R_X86_64_GOTPCRELX:
	case R_X86_64_REX_GOTPCRELX:
		*instead = R_X86_64_PC32;
		return ABSENT_LOADED;
	case R_X86_64_PLT32:
		return ABSENT_CALLED;
	case R_X86_64_64:
		*instead = R_X86_64_NONE;
		return ABSENT_STORED;
	default:
		return ABSENT_OTHER;
	}
}

static const char *forbidden(struct arena *a, const uint8_t *p, const struct insn *in, const char **hint)
{
	struct amd64_decoded d;
	const char *what = NULL;
	if (!amd64_read(p, in->length, &d) || amd64_allowed(a, &d.i, d.op, &what, hint))
		return NULL;
	return what;
}

static const char *missing(struct arena *a, const struct level *l, const uint8_t *p, const struct insn *in,
                           const char **hint)
{
	struct amd64_decoded d;
	const char *what = amd64_read(p, in->length, &d) ? amd64_missing_level(a, l, &d.i, hint) : NULL;
	return what ? arena_printf(a, "uses an instruction of %s", what) : NULL;
}

static const struct arch_package packages[] = {
	{"ld", "binutils-x86-64-linux-gnu"}, {"gcc", "gcc-x86-64-linux-gnu"}, {NULL, NULL},
};

const struct arch arch_amd64 = {
	.name = "amd64",
	.go_level = "GOAMD64_v1",
	.machine_name = "x86-64",
	.elf_machine = EM_X86_64,
	.triple = "x86_64-linux-gnu",
	.mapping = "",
	.packages = packages,
	.regs = {
		.count = AMD64_REGS,
		.sp = RSP,
		.fp = RBP,
		.link = REG_NONE,
		.callee_saved = 1 << RBX | 1 << RBP | 1 << R12 | 1 << R13 | 1 << R14 | 1 << R15,
		.results = 1 << RAX | 1 << RDX,
		.arguments = arguments,
		.narguments = sizeof arguments,
		.result = RAX,
		.names = names,
		.from_dwarf = from_dwarf,
		.ndwarf = sizeof from_dwarf,
	},
	.stack = {.call = 8, .word = 8, .red_zone = 128, .align = 16},
	.reloc_kind = reloc_kind,
	.direct = amd64_direct,
	.forget = amd64_forget,
	.absent_use = absent_use,
	.trap = trap,
	.ntrap = sizeof trap,
	.abi_call = amd64_abi_call,
	.go_assign = goabi_assign,
	.decode = amd64_decode,
	.forbidden = forbidden,
	.missing = missing,
	.level = amd64_level,
	.cflags = cflags,
	.gcc_flags = no_flags,
	.clang_flags = no_flags,
	.cpu_flags = amd64_cpu_flags,
	.level_macro = amd64_level_macro,
	.track = amd64_track,
	.track_join = amd64_track_join,
	.track_call = amd64_track_call,
	.track_leave = amd64_track_leave,
	.track_go = amd64_track_go,
	.mends = amd64_has_vzeroupper,
	.go = {
		.classify = amd64_classify,
		.adjust_length = amd64_adjust_length,
		.long_jump = AMD64_LONG_JUMP,
		.short_jump = AMD64_SHORT_JUMP,
		.lengthen = amd64_lengthen,
		.refer = amd64_refer,
		.nops = amd64_nops,
		.call_instead = amd64_call_instead,
		.push = AMD64_PUSH,
		.unit = 1,
		.prologue = true,
	},
	.rewrite = amd64_rewrite,
	.body = {
		.free = 1 << RAX | 1 << RCX | 1 << RDX | 1 << RSI | 1 << RDI | 1 << R8 | 1 << R9 | 1 << R10 | 1 << R11,
		.order = body_order,
		.norder = sizeof body_order,
		.constants = body_constants,
		.nconstants = sizeof body_constants,
		.stack = 128,
	},
};
