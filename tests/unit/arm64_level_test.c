/*
 * arm64_level_test: arch/arm64/forbidden.h and level.h: which instructions are
 * refused and how they are named, and what others need beyond the level that a
 * package has declared.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arm64/decode.h"
#include "arch/arm64/forbidden.h"
#include "arch/arm64/level.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct word {
	uint8_t bytes[ARM64_BYTES];
	struct insn in;
};

static struct word word_of(uint32_t w)
{
	struct word out = {.bytes = {(uint8_t)w, (uint8_t)(w >> 8), (uint8_t)(w >> 16), (uint8_t)(w >> 24)}};
	if (!arm64_decode(out.bytes, sizeof out.bytes, 0x1000, &out.in))
		fail_msg("%08x: no instruction", w);
	return out;
}

static void test_forbidden(void **state)
{
	static const struct {
		uint32_t word;
		const char *what; // NULL: allowed
	} rows[] = {
		{0xd503201f /* nop */, NULL}, {0xd503203f /* yield */, NULL}, {0xd503245f /* bti c */, NULL},
		{0xd5033bbf /* dmb ish */, NULL}, {0xd5033f5f /* clrex */, NULL}, {0xd4200020 /* brk */, NULL},
		{0xd53b4200 /* mrs x0, nzcv */, NULL}, {0xd51b4200 /* msr nzcv, x0 */, NULL}, {0x8b020020 /* add */, NULL},
		{0xd4000001, "makes a system call (svc)"}, {0xd4000002, "calls the hypervisor (hvc)"},
		{0xd4000003, "calls the firmware (smc)"}, {0xd503205f, "waits for an event (wfe)"},
		{0xd503207f, "waits for an interrupt (wfi)"},
		{0xd53bd040, "uses thread-local storage (TPIDR_EL0)"}, {0xd51bd040, "writes TPIDR_EL0, the thread's pointer"},
		{0xd53bd060, "uses thread-local storage (TPIDRRO_EL0)"},
		{0xd53b4400, "reads FPCR, the floating-point mode"}, {0xd51b4400, "writes FPCR, the floating-point mode"},
		{0xd53b4420, "reads FPSR, the floating-point status"}, {0xd51b4420, "writes FPSR, the floating-point status"},
		{0xd53be040, "reads the system's counter (CNTVCT_EL0)"}, {0xd53b00e0, "reads the size of a cache line (DCZID_EL0)"},
		{0xd5380600, "reads a system register (S3_0_C0_C6_0)"}, {0xd5181000, "writes a system register (S3_0_C1_C0_0)"},
		{0xd50b7420, "clears memory by the cache line (dc zva)"}, {0xd50b7b20, "uses a system instruction (sys)"},
		{0xd50342df, "changes the processor's state (msr)"}, {0xd503233f, "signs or checks pointers (paciasp and its like)"},
		{0xd50323bf, "signs or checks pointers (autiasp and its like)"},
		{0xd503211f, "signs or checks pointers (pacia1716, pacib1716)"},
		{0xd503219f, "signs or checks pointers (autia1716, autib1716)"}, {0xd50320ff, "signs or checks pointers (xpaclri)"},
		{0x04a0e3e0 /* cntw */, "uses SVE"}, {0x042057df /* addvl sp */, "uses SVE"}, {0x80800000, "uses SME"},
	};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct word w = word_of(rows[i].word);
		const char *hint = NULL, *what = arm64_forbidden(a, w.bytes, &w.in, &hint);
		if (!what != !rows[i].what || (what && strcmp(what, rows[i].what) != 0) || (what && !*hint))
			fail_msg("%08x: %s, want %s", rows[i].word, what ? what : "allowed", rows[i].what ? rows[i].what : "allowed");
	}
	arena_free(a);
}

#define DECLARE(level) "declare the level that has it: //nearcall:cpu " level
#define NO_LEVEL "write it in C that compiles to other instructions: no level has it"

static void test_levels(void **state)
{
	static const struct {
		uint32_t word;
		const char *cpu, *flag, *own, *missing, *hint; // missing NULL: nothing is
	} rows[] = {
		{0x8b020020 /* add */, NULL, NULL, "", NULL, NULL},
		{0x9ac25c20 /* crc32cx */, NULL, NULL, "", "uses an instruction of CRC32, +crc", DECLARE("armv8-a+crc")},
		{0x9ac25c20, "armv8-a+crc", NULL, "", NULL, NULL},
		{0x9ac25c20, "armv8-a+aes", NULL, "", "uses an instruction of CRC32, +crc", DECLARE("armv8-a+aes+crc")},
		{0x9ac25c20, NULL, NULL, "armv8-a+crc", NULL, NULL},
		{0x9ac25c20, NULL, "-march=armv8-a+crc", "", NULL, NULL},
		{0x9ac25c20, NULL, "-march=armv8.1-a", "", NULL, NULL},
		{0x9ac25c20, NULL, "-mcpu=neoverse-n1", "", NULL, NULL},
		{0x4e284820 /* aese */, NULL, NULL, "", "uses an instruction of AES, +aes", DECLARE("armv8-a+aes")},
		{0x4e284820, NULL, "-march=armv8.4-a", "", "uses an instruction of AES, +aes", DECLARE("armv8-a+aes")},
		{0x4e284820, NULL, "-march=armv8-a+crypto", "", NULL, NULL},
		{0x0ee2e020 /* pmull of 64 bits */, "armv8-a+sha2", NULL, "", "uses an instruction of AES, +aes",
		 DECLARE("armv8-a+sha2+aes")},
		{0x0e22e020 /* pmull of bytes */, NULL, NULL, "", NULL, NULL},
		{0x5e024020 /* sha256h */, NULL, NULL, "", "uses an instruction of SHA-1 and SHA-2, +sha2",
		 DECLARE("armv8-a+sha2")},
		{0x5e024020, "armv8-a+sha3", NULL, "", NULL, NULL}, // which brings it
		{0xce020c20 /* eor3 */, "armv8-a+sha2", NULL, "", "uses an instruction of SHA-512 and SHA-3, +sha3",
		 DECLARE("armv8-a+sha2+sha3")},
		{0xce628020 /* sha512h */, "armv8-a+sha3", NULL, "", NULL, NULL},
		{0x4e829420 /* sdot */, NULL, NULL, "", "uses an instruction of dot products, +dotprod",
		 DECLARE("armv8-a+dotprod")},
		{0x4e829420, NULL, "-march=armv8.4-a", "", NULL, NULL},
		{0xf820003f /* stadd */, NULL, NULL, "", "uses an instruction of LSE atomics, +lse", DECLARE("armv8-a+lse")},
		{0x48207c82 /* casp */, "armv8-a+lse", NULL, "", NULL, NULL},
		{0xc85f7c20 /* ldxr */, NULL, NULL, "", NULL, NULL},
		{0xf8bfc020 /* ldapr */, NULL, NULL, "", "uses an instruction of RCPC, +rcpc", NO_LEVEL},
		{0x6e828420 /* sqrdmlah */, "armv8-a+crc", NULL, "", "uses an instruction of RDM", NO_LEVEL},
		{0x6e828420, NULL, "-march=armv8.1-a", "", NULL, NULL},
	};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct word w = word_of(rows[i].word);
		struct gopkg pkg = {0};
		if (rows[i].cpu)
			VEC_PUSH(a, &pkg.cpu, (struct input){.path = rows[i].cpu});
		if (rows[i].flag)
			VEC_PUSH(a, &pkg.cflags, rows[i].flag);
		struct level l = arm64_level(&pkg, rows[i].own);
		const char *hint = "", *what = arm64_missing(a, &l, w.bytes, &w.in, &hint);
		if (!what != !rows[i].missing || (what && (strcmp(what, rows[i].missing) != 0 || strcmp(hint, rows[i].hint) != 0)))
			fail_msg("row %zu, %08x: %s (%s), want %s (%s)", i, rows[i].word, what ? what : "nothing", hint,
			         rows[i].missing ? rows[i].missing : "nothing", rows[i].hint ? rows[i].hint : "");
	}
	assert_string_equal(arm64_cpu_flags(a, NULL), "-march=armv8-a");
	assert_string_equal(arm64_cpu_flags(a, "armv8-a+crc+lse"), "-march=armv8-a+crc+lse");
	assert_string_equal(arm64_level_macro("armv8-a+lse"), "GOARM64_LSE");
	assert_null(arm64_level_macro("armv8-a+crc"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_forbidden), cmocka_unit_test(test_levels)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
