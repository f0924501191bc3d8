/*
 * allowed_test: arch/amd64/allowed.h and sets.h. Every set that Zydis
 * knows has a row; instructions of every opcode, and bytes at random, are
 * allowed only if they keep off all that is Go's and the system's.
 *
 * The seed is printed; SEED repeats a run, N sets how many random words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch/amd64/allowed.h"
#include "arch/amd64/level.h"
#include "arch/amd64/sets.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CODE(text) text, sizeof(text) - 1

enum { LONGEST = 15, ARENA_USES = 1 << 16, RANDOM_WORDS = 300 * 1000 };

struct sweep {
	ZydisDecoder decoder;
	struct arena *arena;
	size_t decoded, allowed, bad;
	unsigned set_allowed[ZYDIS_ISA_SET_MAX_VALUE + 1];
};

static void sweep_start(struct sweep *s)
{
	*s = (struct sweep){.arena = arena_new()};
	ZydisDecoderInit(&s->decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
}

// What no allowed instruction may be, told apart from the tables of allowed.c.
static const ZydisInstructionCategory never[] = {
	ZYDIS_CATEGORY_AMD3DNOW, ZYDIS_CATEGORY_AMX_TILE, ZYDIS_CATEGORY_CLZERO, ZYDIS_CATEGORY_ENQCMD,
	ZYDIS_CATEGORY_HRESET, ZYDIS_CATEGORY_INTERRUPT, ZYDIS_CATEGORY_IO, ZYDIS_CATEGORY_IOSTRINGOP,
	ZYDIS_CATEGORY_KEYLOCKER, ZYDIS_CATEGORY_KEYLOCKER_WIDE, ZYDIS_CATEGORY_KNC, ZYDIS_CATEGORY_KNCMASK,
	ZYDIS_CATEGORY_KNCSCALAR, ZYDIS_CATEGORY_LEGACY, ZYDIS_CATEGORY_MPX, ZYDIS_CATEGORY_PADLOCK,
	ZYDIS_CATEGORY_PCONFIG, ZYDIS_CATEGORY_PKU, ZYDIS_CATEGORY_PT, ZYDIS_CATEGORY_RDPID, ZYDIS_CATEGORY_RDPRU,
	ZYDIS_CATEGORY_RDWRFSGS, ZYDIS_CATEGORY_SEGOP, ZYDIS_CATEGORY_SERIALIZE, ZYDIS_CATEGORY_SGX,
	ZYDIS_CATEGORY_SMAP, ZYDIS_CATEGORY_SYSCALL, ZYDIS_CATEGORY_SYSRET, ZYDIS_CATEGORY_TSX_LDTRK,
	ZYDIS_CATEGORY_UINTR, ZYDIS_CATEGORY_VTX, ZYDIS_CATEGORY_WAITPKG, ZYDIS_CATEGORY_XSAVEOPT,
};

static bool harmful_register(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *op)
{
	bool writes = op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	switch (ZydisRegisterGetClass(op->reg.value)) {
	case ZYDIS_REGCLASS_SEGMENT:
	case ZYDIS_REGCLASS_TABLE:
	case ZYDIS_REGCLASS_TEST:
	case ZYDIS_REGCLASS_CONTROL:
	case ZYDIS_REGCLASS_DEBUG:
	case ZYDIS_REGCLASS_BOUND:
	case ZYDIS_REGCLASS_TMM:
		return true;
	default:
		break;
	}
	switch (op->reg.value) {
	case ZYDIS_REGISTER_BNDCFG:
	case ZYDIS_REGISTER_BNDSTATUS:
	case ZYDIS_REGISTER_PKRU:
	case ZYDIS_REGISTER_UIF:
		return true;
	case ZYDIS_REGISTER_XCR0:
		return i->mnemonic != ZYDIS_MNEMONIC_XGETBV;
	case ZYDIS_REGISTER_MXCSR:
	case ZYDIS_REGISTER_X87CONTROL:
		return writes;
	default:
		return false;
	}
}

static const char *harm(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops)
{
	for (size_t k = 0; k < COUNT(never); k++)
		if (i->meta.category == never[k])
			return "category";
	if (i->meta.category == ZYDIS_CATEGORY_SYSTEM && i->mnemonic != ZYDIS_MNEMONIC_RDTSC)
		return "system";
	if (i->attributes & ZYDIS_ATTRIB_IS_PRIVILEGED)
		return "privileged";
	if (i->attributes & (ZYDIS_ATTRIB_HAS_XACQUIRE | ZYDIS_ATTRIB_HAS_XRELEASE))
		return "lock elision";
	if (i->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return "far";
	for (int k = 0; k < i->operand_count; k++) {
		if (ops[k].type == ZYDIS_OPERAND_TYPE_REGISTER && harmful_register(i, &ops[k]))
			return ZydisRegisterGetString(ops[k].reg.value);
		if (ops[k].type == ZYDIS_OPERAND_TYPE_MEMORY &&
		    (ops[k].mem.segment == ZYDIS_REGISTER_FS || ops[k].mem.segment == ZYDIS_REGISTER_GS))
			return "segment";
		if (ops[k].type == ZYDIS_OPERAND_TYPE_POINTER)
			return "far pointer";
	}
	const uint32_t system = ZYDIS_CPUFLAG_TF | ZYDIS_CPUFLAG_IF | ZYDIS_CPUFLAG_IOPL | ZYDIS_CPUFLAG_NT |
	                        ZYDIS_CPUFLAG_RF | ZYDIS_CPUFLAG_VM | ZYDIS_CPUFLAG_AC | ZYDIS_CPUFLAG_VIF |
	                        ZYDIS_CPUFLAG_VIP | ZYDIS_CPUFLAG_ID;
	const ZydisAccessedFlags *f = i->cpu_flags;
	if (f && ((f->modified | f->set_1 | f->undefined) & (system | ZYDIS_CPUFLAG_DF)))
		return "flags";
	return f && (f->set_0 & system) ? "flags" : NULL;
}

static void complain(struct sweep *s, const uint8_t *bytes, const ZydisDecodedInstruction *i, const char *why)
{
	if (s->bad++ > 20)
		return;
	print_error("%s of %s: %s:", ZydisMnemonicGetString(i->mnemonic), ZydisISASetGetString(i->meta.isa_set), why);
	for (size_t k = 0; k < i->length; k++)
		print_error(" %02x", bytes[k]);
	print_error("\n");
}

static void try_bytes(struct sweep *s, const uint8_t bytes[LONGEST])
{
	static const struct gopkg no_flags;
	static const struct level any = {.any = true, .pkg = &no_flags, .own = ""};
	ZydisDecodedInstruction i;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&s->decoder, bytes, LONGEST, &i, ops)))
		return;
	if (s->decoded++ % ARENA_USES == 0) {
		arena_free(s->arena);
		s->arena = arena_new();
	}
	const char *what = NULL, *hint = NULL;
	if (amd64_allowed(s->arena, &i, ops, &what, &hint)) {
		s->allowed++;
		s->set_allowed[i.meta.isa_set]++;
		const char *why = harm(&i, ops);
		if (why)
			complain(s, bytes, &i, why);
		if (amd64_missing_level(s->arena, &any, &i, &hint))
			complain(s, bytes, &i, "allowed, and no level has it");
	} else if (!what || !hint || strstr(what, "(null)")) {
		complain(s, bytes, &i, "refused without words");
	}
}

// try_opcodes tries each opcode behind some bytes, with operands of each kind: all 256 bytes that can follow, or
// each register field with memory, with an index or without, and with a register.
static void try_opcodes(struct sweep *s, const char *head, size_t n, bool all)
{
	for (unsigned opcode = 0; opcode < 256; opcode++)
		for (unsigned modrm = 0; modrm < 256; modrm++) {
			uint8_t bytes[LONGEST] = {0};
			if (!all && (modrm & 0xc3) != 0 && (modrm & 0xc7) != 0xc0)
				continue;
			memcpy(bytes, head, n);
			bytes[n] = (uint8_t)opcode;
			bytes[n + 1] = (uint8_t)modrm;
			bytes[n + 2] = 0x08; // an index, for gathers
			try_bytes(s, bytes);
		}
}

static void try_legacy(struct sweep *s)
{
	static const char *const prefixes[] = {"", "\x66", "\xf2", "\xf3", "\x48", "\x66\x48", "\xf2\x48", "\xf3\x48",
	                                       "\xf0", "\x64", "\x65", "\x66\xf2", "\x66\xf3", "\xf2\xf0", "\xf3\xf0"};
	static const char *const escapes[] = {"", "\x0f", "\x0f\x38", "\x0f\x3a"};
	for (size_t p = 0; p < COUNT(prefixes); p++)
		for (size_t e = 0; e < COUNT(escapes); e++) {
			char head[LONGEST];
			size_t n = strlen(prefixes[p]), m = strlen(escapes[e]);
			memcpy(head, prefixes[p], n);
			memcpy(head + n, escapes[e], m);
			try_opcodes(s, head, n + m, true);
		}
	for (unsigned suffix = 0; suffix < 256; suffix++) { // 3DNow! names its opcode last
		uint8_t bytes[LONGEST] = {0x0f, 0x0f, 0xc1, (uint8_t)suffix};
		try_bytes(s, bytes);
	}
}

// VEX and XOP have one form, with other first bytes and maps; vvvv is 0 or none.
static void try_vex(struct sweep *s)
{
	for (unsigned map = 1; map < 11; map++)
		for (unsigned bits = 0; bits < 16; bits++)
			for (unsigned none = 0; none < 2; none++) {
				uint8_t last = (uint8_t)((bits & 8) << 4 | (none ? 0x78 : 0x68) | (bits & 7));
				char head[] = {map < 8 ? '\xc4' : '\x8f', (char)(0xe0 | map), (char)last};
				try_opcodes(s, head, sizeof head, false);
			}
}

static void try_evex(struct sweep *s)
{
	for (unsigned map = 1; map < 8; map++)
		for (unsigned bits = 0; bits < 64; bits++)
			for (unsigned mask = 0; mask < 2; mask++) {
				uint8_t w = (uint8_t)((bits & 1) << 7 | (bits & 32 ? 0x7c : 0x6c) | (bits >> 1 & 3));
				uint8_t last = (uint8_t)((bits >> 3 & 3) << 5 | 8 | mask);
				char head[] = {'\x62', (char)(0xf0 | map), (char)w, (char)last};
				try_opcodes(s, head, sizeof head, false);
			}
}

// Each opcode: none that is allowed does harm, and each set that is said to be allowed has members that are.
static void test_opcodes(void **state)
{
	struct sweep s;
	(void)state;
	sweep_start(&s);
	try_legacy(&s);
	try_vex(&s);
	try_evex(&s);
	for (int set = 1; set <= ZYDIS_ISA_SET_MAX_VALUE; set++) {
		const struct amd64_set *row = amd64_set_find((ZydisISASet)set);
		if (row && !row->flags != !s.set_allowed[set]) {
			print_error("%s: %u instructions allowed\n", ZydisISASetGetString((ZydisISASet)set), s.set_allowed[set]);
			s.bad++;
		}
	}
	print_message("%zu instructions, %zu allowed\n", s.decoded, s.allowed);
	arena_free(s.arena);
	assert_int_equal(s.bad, 0);
}

static void test_random(void **state)
{
	const char *seed = getenv("SEED"), *count = getenv("N");
	uint64_t rng = seed ? strtoull(seed, NULL, 10) : 20261127;
	size_t n = count ? strtoull(count, NULL, 10) : RANDOM_WORDS;
	struct sweep s;
	(void)state;
	print_message("seed %llu (SEED), %zu words (N)\n", (unsigned long long)rng, n);
	sweep_start(&s);
	for (size_t k = 0; k < n; k++) {
		uint64_t words[2];
		uint8_t bytes[sizeof words];
		for (int w = 0; w < 2; w++) {
			rng = rng * 6364136223846793005 + 1442695040888963407;
			words[w] = rng ^ rng >> 29;
		}
		memcpy(bytes, words, sizeof bytes);
		try_bytes(&s, bytes);
	}
	print_message("%zu instructions, %zu allowed\n", s.decoded, s.allowed);
	arena_free(s.arena);
	assert_true(s.allowed > 0);
	assert_int_equal(s.bad, 0);
}

// Each set that this Zydis knows is allowed or refused by a row, once. One of a Zydis to come is refused.
static void test_sets(void **state)
{
	(void)state;
	for (int set = 1; set <= ZYDIS_ISA_SET_MAX_VALUE; set++) {
		const struct amd64_set *row = amd64_set_find((ZydisISASet)set);
		if (!row)
			fail_msg("%s has no row", ZydisISASetGetString((ZydisISASet)set));
		assert_true(!row->flags == (row->what && row->hint));
	}
	assert_null(amd64_set_find(ZYDIS_ISA_SET_INVALID));
	assert_null(amd64_set_find((ZydisISASet)(ZYDIS_ISA_SET_MAX_VALUE + 1)));
}

static void decode(const char *code, size_t n, ZydisDecodedInstruction *i, ZydisDecodedOperand *ops)
{
	ZydisDecoder d;
	ZydisDecoderInit(&d, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	assert_true(ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d, code, n, i, ops)));
	assert_int_equal(i->length, n);
}

static void test_unknown_set(void **state)
{
	ZydisDecodedInstruction i;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	const struct gopkg pkg = {0};
	const struct level v4 = {.rank = 4, .pkg = &pkg, .own = ""}, any = {.any = true, .pkg = &pkg, .own = ""};
	const char *what, *hint;
	struct arena *a = arena_new();
	(void)state;
	decode(CODE("\x01\xc0" /* add eax,eax */), &i, ops);
	assert_true(amd64_allowed(a, &i, ops, &what, &hint));
	i.meta.isa_set = ZYDIS_ISA_SET_INVALID;
	assert_false(amd64_allowed(a, &i, ops, &what, &hint));
	assert_string_equal(what, "uses an instruction of the set INVALID, which nearcall does not know (add)");
	assert_non_null(amd64_missing_level(a, &v4, &i, &hint));
	assert_non_null(amd64_missing_level(a, &any, &i, &hint));
	i.meta.isa_set = ZYDIS_ISA_SET_I86;
	i.meta.category = ZYDIS_CATEGORY_INVALID;
	assert_false(amd64_allowed(a, &i, ops, &what, &hint));
	assert_string_equal(what, "uses an instruction that nearcall does not know (add)");
	arena_free(a);
}

static const struct {
	const char *code;
	size_t n;
	const char *what; // NULL: allowed
} rows[] = {
	{CODE("\x0f\xb4\x04\x24" /* lfs eax,[rsp] */), "loads a segment register (lfs)"},
	{CODE("\x0f\xb2\x04\x24" /* lss eax,[rsp] */), "loads a segment register (lss)"},
	{CODE("\x8e\xd8" /* mov ds,eax */), "loads a segment register (mov)"},
	{CODE("\x0f\xa1" /* pop fs */), "loads a segment register (pop)"},
	{CODE("\x8c\xe0" /* mov eax,fs */), "reads a segment register (mov)"},
	{CODE("\x64\x8b\x07" /* mov eax,fs:[rdi] */), "uses thread-local storage (an FS or GS segment)"},
	{CODE("\x65\xa4" /* movs [rdi],gs:[rsi] */), "uses thread-local storage (an FS or GS segment)"},
	{CODE("\xfd" /* std */), "sets the direction flag (std)"},
	{CODE("\x9d" /* popfq */), "pops the flags (popfq)"},
	{CODE("\xcb" /* lret */), "returns far (lret)"},
	{CODE("\x48\xcb" /* lretq */), "returns far (lretq)"},
	{CODE("\xff\x1f" /* lcall [rdi] */), "calls far (lcall)"},
	{CODE("\xff\x2f" /* ljmp [rdi] */), "jumps far (ljmp)"},
	{CODE("\x48\xcf" /* iretq */), "returns from an interrupt (iretq)"},
	{CODE("\x0f\x05" /* syscall */), "makes a system call (syscall)"},
	{CODE("\x0f\x34" /* sysenter */), "makes a system call (sysenter)"},
	{CODE("\xcd\x80" /* int 0x80 */), "raises a software interrupt (int)"},
	{CODE("\xcc" /* int3 */), "stops for a debugger (int3)"},
	{CODE("\xfa" /* cli */), "uses a privileged instruction (cli)"},
	{CODE("\xf4" /* hlt */), "uses a privileged instruction (hlt)"},
	{CODE("\xec" /* in al,dx */), "reads or writes a port (in)"},
	{CODE("\xf3\x6e" /* rep outsb */), "reads or writes a port (outsb)"},
	{CODE("\x0f\x20\xc0" /* mov rax,cr0 */), "uses a privileged instruction (mov)"},
	{CODE("\x0f\x21\xf8" /* mov rax,dr7 */), "uses a privileged instruction (mov)"},
	{CODE("\x0f\x01\x17" /* lgdt [rdi] */), "reads or changes the processor's tables (lgdt)"},
	{CODE("\x0f\x01\xe0" /* smsw eax */), "reads or changes the processor's tables (smsw)"},
	{CODE("\x0f\x01\xf8" /* swapgs */), "uses a privileged instruction (swapgs)"},
	{CODE("\x0f\x01\x3f" /* invlpg [rdi] */), "uses a privileged instruction (invlpg)"},
	{CODE("\x0f\x33" /* rdpmc */), "reads a performance counter (rdpmc)"},
	{CODE("\x0f\xc7\x1f" /* xrstors [rdi] */), "saves or restores processor state (xrstors)"},
	{CODE("\x0f\xae\x2f" /* xrstor [rdi] */), "saves or restores processor state (xrstor)"},
	{CODE("\x0f\xae\x07" /* fxsave [rdi] */), "saves or restores processor state (fxsave)"},
	{CODE("\xdd\x37" /* fnsave [rdi] */), "changes the x87 control word (fnsave)"},
	{CODE("\xd9\x2f" /* fldcw [rdi] */), "changes the x87 control word (fldcw)"},
	{CODE("\x0f\xae\x17" /* ldmxcsr [rdi] */), "changes the floating-point mode (ldmxcsr)"},
	{CODE("\xc5\xf8\xae\x17" /* vldmxcsr [rdi] */), "changes the floating-point mode (vldmxcsr)"},
	{CODE("\xf3\x0f\xc7\xf0" /* senduipi rax */), "uses user interrupts (senduipi)"},
	{CODE("\x48\x0f\x38\xf6\x07" /* wrssq [rdi],rax */), "touches the shadow stack (wrssq)"},
	{CODE("\xf3\x48\x0f\x1e\xc8" /* rdsspq rax */), "touches the shadow stack (rdsspq)"},
	{CODE("\xf3\x48\x0f\xae\xd0" /* wrfsbase rax */), "reads or writes the FS or GS base (wrfsbase)"},
	{CODE("\xf3\x0f\xae\xf0" /* umonitor rax */), "waits for memory or for a time (umonitor)"},
	{CODE("\xf3\x0f\xc7\xf8" /* rdpid rax */), "reads the processor's number (rdpid)"},
	{CODE("\x0f\x01\xf9" /* rdtscp */), "reads the processor's number (rdtscp)"},
	{CODE("\x0f\x01\xef" /* wrpkru */), "reads or changes the protection keys (wrpkru)"},
	{CODE("\x0f\x01\xd5" /* xend */), "uses transactions (xend)"},
	{CODE("\xf2\xf0\x0f\xb1\x37" /* xacquire lock cmpxchg [rdi],esi */), "elides a lock by a prefix (cmpxchg)"},
	{CODE("\x0f\x01\xfc" /* clzero */), "writes a cache line (clzero)"},
	{CODE("\x0f\x0f\xc1\x9e" /* pfadd mm0,mm1 */), "uses 3DNow! (pfadd)"},
	{CODE("\xc8\x10\x00\x00" /* enter 16,0 */), "makes its frame in one instruction (enter)"},
	{CODE("\x66\x0f\x38\xf8\x07" /* movdir64b rax,[rdi] */),
	 "uses an instruction that nearcall does not know (movdir64b)"},

	{CODE("\x0f\xa2" /* cpuid */), NULL}, {CODE("\x0f\x31" /* rdtsc */), NULL},
	{CODE("\x0f\x01\xd0" /* xgetbv */), NULL}, {CODE("\x0f\xae\xe8" /* lfence */), NULL},
	{CODE("\xf3\x0f\x1e\xfa" /* endbr64 */), NULL}, {CODE("\x3e\xff\xe0" /* notrack jmp rax */), NULL},
	{CODE("\x66\x2e\x0f\x1f\x84\x00\x00\x00\x00\x00" /* nop cs:[rax+rax] */), NULL},
	{CODE("\xf3\x90" /* pause */), NULL},
	{CODE("\x0f\x0d\x0f" /* prefetchw [rdi] */), NULL}, {CODE("\x0f\x0b" /* ud2 */), NULL},
	{CODE("\x67\x0f\xb9\x40\x0c" /* ud1 eax,[eax+12] */), NULL}, {CODE("\xfc" /* cld */), NULL},
	{CODE("\xf3\xa4" /* rep movsb */), NULL}, {CODE("\x9c" /* pushfq */), NULL},
	{CODE("\xf0\x48\x0f\xc7\x0f" /* lock cmpxchg16b [rdi] */), NULL}, {CODE("\xc9" /* leave */), NULL},
	{CODE("\x0f\x77" /* emms */), NULL}, {CODE("\xdb\x2f" /* fld tbyte [rdi] */), NULL},
	{CODE("\xd9\x3f" /* fnstcw [rdi] */), NULL}, {CODE("\x0f\xae\x1f" /* stmxcsr [rdi] */), NULL},
	{CODE("\x48\x0f\xc7\xf0" /* rdrand rax */), NULL}, {CODE("\x0f\x38\xf9\x07" /* movdiri [rdi],eax */), NULL},
	{CODE("\xc5\xfd\xfe\xc1" /* vpaddd ymm0,ymm0,ymm1 */), NULL}, {CODE("\x0f\xae\x3f" /* clflush [rdi] */), NULL},
};

static void test_words(void **state)
{
	size_t bad = 0;
	struct arena *a = arena_new();
	(void)state;
	for (size_t k = 0; k < COUNT(rows); k++) {
		ZydisDecodedInstruction i;
		ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
		const char *what = "", *hint = "";
		decode(rows[k].code, rows[k].n, &i, ops);
		bool ok = amd64_allowed(a, &i, ops, &what, &hint);
		if (ok != !rows[k].what || (!ok && (strcmp(what, rows[k].what) != 0 || !*hint))) {
			print_error("%s: %s, want %s\n", ZydisMnemonicGetString(i.mnemonic), ok ? "allowed" : what,
			            rows[k].what ? rows[k].what : "allowed");
			bad++;
		}
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sets),    cmocka_unit_test(test_unknown_set), cmocka_unit_test(test_words),
		cmocka_unit_test(test_opcodes), cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
