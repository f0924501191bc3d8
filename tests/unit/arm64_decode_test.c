/*
 * arm64_decode_test: arch/arm64/decode.c. What each kind of instruction is
 * said to read, write and access, row by row, written as in insntext.h; and what
 * has to hold of any word. tests/arm64 compares the tables with LLVM's, and runs
 * what they know.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "arch/arm64/decode.h"
#include "arm64_cases.h"
#include "insntext.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { ADDRESS = 0x1000, RANDOM_WORDS = 1000 * 1000 };

extern const struct arch arch_arm64;

static bool decode(uint32_t w, struct insn *in)
{
	const uint8_t code[] = {(uint8_t)w, (uint8_t)(w >> 8), (uint8_t)(w >> 16), (uint8_t)(w >> 24)};
	return arm64_decode(code, sizeof code, ADDRESS, in);
}

// All rows are tried, also behind one that fails.
static void test_cases(void **state)
{
	size_t bad = 0;
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < COUNT(arm64_cases); i++) {
		const struct arm64_case *c = &arm64_cases[i];
		struct insn in;
		const char *is = decode(c->word, &in) ? insn_text(a, &arch_arm64, &in, "") : "no instruction";
		if (strcmp(is, c->want) != 0) {
			print_error("%s\n\tis   %s\n\twant %s\n", c->text, is, c->want);
			bad++;
		}
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

// Unpredictable, unallocated, or what no row knows.
static void test_unknown(void **state)
{
	static const struct {
		uint32_t word;
		const char *text;
	} rows[] = {
		{0xf8410c21, "ldr x1, [x1, #16]!"}, {0xf8010421, "str x1, [x1], #16"}, {0xa9400820, "ldp x0, x2, ... valid"},
		{0xa9400020, "ldp x0, x0, [x1]"}, {0xa8c10421, "ldp x1, x1, [x1], #16"}, {0x6d400020, "ldp d0, d0, [x1]"},
		{0xc8007c20, "stxr w0, x0, [x1]"}, {0xc8017c20, "stxr w1, x0, [x1]"}, {0xc87f0020, "ldxp x0, x0, [x1]"},
		{0x48217c82, "casp x1, x2, x2, x3, [x4]"}, {0xd63f03e0, "blr xzr"}, {0x12400000, "and w0, w0, #a mask of 64 bits"},
		{0x0ee28420, "add v0.1d"}, {0x4e208c20, "cmtst v0 of bytes: valid"}, {0xd69f03e0, "eret"},
		{0xd503225f, "a hint without a meaning"}, {0xf8400820, "ldtr x0, [x1]"}, {0xd9200020, "stg"},
		{0xd65f0bff, "retaa"}, {0xdac10020, "pacia x0, x1"}, {0x1ee02820, "fadd h0, h1, h0"},
	};
	struct insn in;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (decode(rows[i].word, &in) != (strstr(rows[i].text, "valid") != NULL))
			fail_msg("%08x: %s", rows[i].word, rows[i].text);
	assert_false(arm64_decode((const uint8_t *)"\x1f\x20\x03", 3, ADDRESS, &in));
}

// What has to hold of any word that is an instruction. Each says what does not, or NULL.

static const char *check_sets(const struct insn *in)
{
	regset any = in->reads | in->writes;
	if (in->data & ~in->reads || in->merges & ~in->reads || in->narrow & ~in->writes || in->fixed & ~any)
		return "a set that is no part of another";
	if (in->to.kind == OPERAND_REGISTER && !(in->writes >> in->to.reg & 1))
		return "a result that is not written";
	if (in->to2.kind == OPERAND_REGISTER && !(in->writes >> in->to2.reg & 1))
		return "a second result that is not written";
	if (in->back.bytes && !(in->writes >> in->back.reg & 1))
		return "a base that is not written";
	return NULL;
}

// The kinds whose result the proof follows, or write-back; by 0 it is not followed.
static const char *check_stack_pointer(const struct insn *in)
{
	bool result = in->to.kind == OPERAND_REGISTER && in->to.reg == ARM64_SP;
	bool back = in->accesses && in->access[0].at.base == ARM64_SP;
	if (!(in->writes >> ARM64_SP & 1) || result || back)
		return NULL;
	return in->kind == INSN_OTHER ? NULL : "the stack pointer is written beside the result";
}

static const char *check_control(const struct insn *in)
{
	regset link = in->kind == INSN_CALL ? (regset)1 << ARM64_LINK : 0;
	bool goes = in->kind == INSN_CALL || in->kind == INSN_JUMP || in->kind == INSN_BRANCH || in->kind == INSN_RETURN ||
	            in->kind == INSN_NOTHING || in->kind == INSN_COMPARE || in->kind == INSN_TRAP;
	if (goes && in->writes != link)
		return "a register is written by a kind that writes nothing";
	if (in->target && (in->target != in->refers || !goes))
		return "a target that is no place, or no jump";
	return in->width && (in->width != ARM64_BYTES || in->field != 0) ? "a field that is not the whole" : NULL;
}

static const char *check_memory(const struct insn *in)
{
	const struct operand *const all[] = {&in->to, &in->a, &in->to2, &in->a2};
	unsigned operands = 0;
	for (size_t i = 0; i < COUNT(all) && in->kind != INSN_ADDRESS; i++) {
		if (all[i]->kind != OPERAND_MEMORY)
			continue;
		const struct access *x = &in->access[operands++];
		if (x->bytes * 8 != all[i]->bits || memcmp(&x->at, &all[i]->at, sizeof x->at) != 0)
			return "an operand that is not its access";
		if (i % 2 ? !x->reads : !x->writes)
			return "an access of another direction";
	}
	for (unsigned k = 0; k < in->accesses; k++) {
		const struct place *at = &in->access[k].at;
		if (!at->pc_relative && !(at->base < ARM64_REGS && in->reads >> at->base & 1))
			return "a base that is not read";
		if (at->index != REG_NONE && at->index != REG_OTHER && !(in->reads >> at->index & 1))
			return "an index that is not read";
	}
	return NULL;
}

static void test_random(void **state)
{
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL), known = 0;
	const char *(*const checks[])(const struct insn *) = {check_sets, check_stack_pointer, check_control, check_memory};
	(void)state;
	print_message("SEED=%llu\n", (unsigned long long)seed);
	for (int i = 0; i < RANDOM_WORDS; i++) {
		struct insn in;
		seed = seed * 6364136223846793005 + 1442695040888963407;
		uint32_t w = (uint32_t)(seed >> 32);
		if (!decode(w, &in))
			continue;
		known++;
		for (size_t k = 0; k < COUNT(checks); k++)
			if (checks[k](&in))
				fail_msg("%08x: %s", w, checks[k](&in));
	}
	assert_true(known > RANDOM_WORDS / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases), cmocka_unit_test(test_unknown), cmocka_unit_test(test_random)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
