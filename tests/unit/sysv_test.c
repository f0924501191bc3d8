/*
 * sysv_test: sysv.h against section 3.2.3 of the System V ABI, by hand.
 *
 * sysv_call_test compares the same types with a compiler.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "sysv_types.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const class_names[] = {"NO_CLASS", "INTEGER", "SSE", "MEMORY"};

static void test_classes(void **state)
{
	(void)state;
	static const struct {
		const struct ctype *t;
		size_t registers;
		enum sysv_class cls[2];
	} rows[] = {
#define ROW(T, registers, first, second) {&c_##T, registers, {SYSV_##first, SYSV_##second}},
		SYSV_TYPES(ROW)
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sysv_passing p = sysv_classify(rows[i].t);
		// a second eightbyte of padding may or may not be counted
		size_t n = p.eightbytes == 2 && p.cls[1] == SYSV_NO_CLASS ? 1 : p.eightbytes;
		enum sysv_class second = n < 2 ? SYSV_NO_CLASS : p.cls[1];
		if (n != rows[i].registers || p.cls[0] != rows[i].cls[0] || second != rows[i].cls[1])
			fail_msg("%s: %zu registers, %s %s; want %zu, %s %s", rows[i].t->text, n, class_names[p.cls[0]],
			         class_names[second], rows[i].registers, class_names[rows[i].cls[0]],
			         class_names[rows[i].cls[1]]);
	}
}

// What has no class of its own is memory, and so is all that holds it.
static void test_refused_kinds(void **state)
{
	static const struct ctype vector = {.kind = C_VECTOR, .text = "v", .size = 16, .align = 16};
	static const struct cfield field[] = {{.name = "v", .type = &vector}};
	static const struct ctype holder = {.kind = C_STRUCT, .text = "h", .size = 16, .align = 16, .fields = field, .nfields = 1};

	(void)state;
	assert_int_equal(sysv_classify(&vector).cls[0], SYSV_MEMORY);
	assert_int_equal(sysv_classify(&holder).cls[0], SYSV_MEMORY);
	assert_int_equal(sysv_classify(&holder).eightbytes, 0);
}

enum { MAX_ARGS = 20, TEXT = 300 };

// registers writes "rdi:xmm0", the places of a value's eightbytes.
static void registers(const struct sysv_passing *how, const int reg[2], const char *const ints[], char *out, size_t n)
{
	*out = '\0';
	for (size_t k = 0; k < how->eightbytes; k++) {
		size_t len = strlen(out);
		const char *sep = len ? ":" : "";
		if (how->cls[k] == SYSV_SSE)
			snprintf(out + len, n - len, "%sxmm%d", sep, reg[k]);
		else if (how->cls[k] == SYSV_INTEGER)
			snprintf(out + len, n - len, "%s%s", sep, ints[reg[k]]);
	}
}

// describe writes a call in a line: "rax(rdi +0 -) 16".
static void describe(const struct sysv_call *c, const struct ctype *const *types, char *out, size_t n)
{
	static const char *const arg_regs[] = {"rdi", "rsi", "rdx", "rcx", "r8", "r9"};
	static const char *const result_regs[] = {"rax", "rdx"};
	int next_int = 0, next_sse = 0, reg[2] = {0};
	char place[40];

	for (size_t k = 0; k < c->result.eightbytes; k++)
		reg[k] = c->result.cls[k] == SYSV_SSE ? next_sse++ : next_int++;
	registers(&c->result, reg, result_regs, place, sizeof place);
	size_t len = (size_t)snprintf(out, n, "%s%s(", c->hidden_pointer ? "hidden" : "", place);
	for (size_t i = 0; i < c->nargs; i++) {
		const struct sysv_place *p = &c->args[i];
		if (p->on_stack)
			snprintf(place, sizeof place, "+%llu", (unsigned long long)p->stack);
		else if (types[i]->size == 0)
			strcpy(place, "-");
		else
			registers(&p->how, p->reg, arg_regs, place, sizeof place);
		len += (size_t)snprintf(out + len, n - len, "%s%s", i ? " " : "", place);
	}
	snprintf(out + len, n - len, ") %llu", (unsigned long long)c->stack_bytes);
}

#define INTS_4 &c_i32, &c_i32, &c_i32, &c_i32
#define FLOATS_4 &c_f32, &c_f32, &c_f32, &c_f32

static const struct {
	const struct ctype *result;
	const struct ctype *args[MAX_ARGS];
	const char *want; // result(places) bytes of stack
} calls[] = {
	{NULL, {NULL}, "() 0"},
	{&c_boolean, {NULL}, "rax() 0"},
	{&c_f64, {NULL}, "xmm0() 0"},
	{&c_i128, {NULL}, "rax:rdx() 0"},
	{&c_c64, {NULL}, "xmm0() 0"},
	{&c_c128, {NULL}, "xmm0:xmm1() 0"},
	{&c_int_double, {NULL}, "rax:xmm0() 0"},
	{&c_double_int, {NULL}, "xmm0:rax() 0"},
	{&c_two_longs, {NULL}, "rax:rdx() 0"},
	{&c_empty, {&c_i8}, "(rdi) 0"},
	// each file of registers in its own order
	{NULL, {&c_i8, &c_i16, &c_i32, &c_i64, &c_pointer, &c_boolean}, "(rdi rsi rdx rcx r8 r9) 0"},
	{NULL, {FLOATS_4, FLOATS_4}, "(xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7) 0"},
	{NULL, {&c_i32, &c_f32, &c_pointer, &c_f64}, "(rdi xmm0 rsi xmm1) 0"},
	{NULL, {&c_int_double, &c_double_int, &c_i8}, "(rdi:xmm0 xmm1:rsi rdx) 0"},
	{NULL, {&c_c64, &c_c128, &c_f32}, "(xmm0 xmm1:xmm2 xmm3) 0"},
	{NULL, {&c_i32, &c_i128, &c_i32}, "(rdi rsi:rdx rcx) 0"},
	// the seventh integer, the ninth float
	{NULL, {INTS_4, INTS_4}, "(rdi rsi rdx rcx r8 r9 +0 +8) 16"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_i8}, "(rdi rsi rdx rcx r8 r9 +0) 16"},
	{NULL, {FLOATS_4, FLOATS_4, &c_f32, &c_f64}, "(xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 +0 +8) 16"},
	{NULL, {INTS_4, INTS_4, &c_f32}, "(rdi rsi rdx rcx r8 r9 +0 +8 xmm0) 16"},
	// an aggregate goes whole to the stack; a later scalar takes what it left
	{NULL, {INTS_4, &c_i32, &c_two_longs, &c_i32, &c_i32}, "(rdi rsi rdx rcx r8 +0 r9 +16) 32"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_int_double, &c_f64}, "(rdi rsi rdx rcx r8 r9 +0 xmm0) 16"},
	{NULL, {FLOATS_4, FLOATS_4, &c_int_double, &c_i8}, "(xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 +0 rdi) 16"},
	{NULL, {FLOATS_4, &c_f32, &c_f32, &c_f32, &c_two_doubles, &c_f32}, "(xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 +0 xmm7) 16"},
	// __int128: two registers or none, and 16-byte aligned in memory
	{NULL, {INTS_4, &c_i128, &c_i8}, "(rdi rsi rdx rcx r8:r9 +0) 16"},
	{NULL, {INTS_4, &c_i32, &c_i128, &c_i32, &c_i8}, "(rdi rsi rdx rcx r8 +0 r9 +16) 32"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_i8, &c_i128, &c_i8}, "(rdi rsi rdx rcx r8 r9 +0 +16 +32) 48"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_i8, &c_wide_alone}, "(rdi rsi rdx rcx r8 r9 +0 +16) 32"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_i8, &c_two_longs}, "(rdi rsi rdx rcx r8 r9 +0 +8) 32"},
	// values in memory: sizes in eightbytes, registers untouched
	{NULL, {&c_bytes_17, &c_i8}, "(+0 rdi) 32"},
	{NULL, {&c_three_doubles, &c_f64, &c_three_doubles}, "(+0 xmm0 +24) 48"},
	{NULL, {&c_packed_int, &c_packed_int, &c_i32}, "(+0 +8 rdi) 16"},
	{NULL, {&c_bytes_17, &c_byte_wide}, "(+0 +32) 64"},
	// the hidden pointer is the first integer argument
	{&c_bytes_17, {&c_i32, &c_f64}, "hidden(rsi xmm0) 0"},
	{&c_three_doubles, {INTS_4, &c_i32, &c_i32}, "hidden(rsi rdx rcx r8 r9 +0) 16"},
	{&c_packed_int, {NULL}, "hidden() 0"},
	{&c_bytes_16, {&c_i32}, "rax:rdx(rdi) 0"},
	// empty structs have no place and take none
	{NULL, {&c_empty, &c_i32, &c_empty, &c_i32}, "(- rdi - rsi) 0"},
	{NULL, {INTS_4, &c_i32, &c_i32, &c_empty, &c_i8, &c_empty}, "(rdi rsi rdx rcx r8 r9 - +0 -) 16"},
	// padding takes no register either: the second float goes to xmm1
	{NULL, {&c_aligned_float, &c_f32}, "(xmm0 xmm1) 0"},
	{NULL, {&c_aligned_long, &c_f32, &c_i8}, "(rdi xmm0 rsi) 0"},
};

static void test_assign(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(calls); i++) {
		char got[TEXT];
		size_t n = 0;
		while (calls[i].args[n])
			n++;
		struct sysv_call c = sysv_assign(a, calls[i].args, n, calls[i].result);
		assert_int_equal(c.nargs, n);
		describe(&c, calls[i].args, got, sizeof got);
		if (strcmp(got, calls[i].want) != 0)
			fail_msg("call %zu: %s, want %s", i, got, calls[i].want);
	}
	arena_free(a);
}

// Over many lists of types: stack slots neither overlap nor break alignment,
// registers are handed out once, and the sum is a multiple of 16.
static void test_assign_invariants(void **state)
{
	static const struct ctype *const pool[] = {&c_i8, &c_f32, &c_i128, &c_c128, &c_two_longs, &c_int_double,
	                                           &c_bytes_17, &c_packed_int, &c_empty, &c_byte_wide};
	(void)state;
	uint64_t rng = 1;
	for (int round = 0; round < 3000; round++) {
		struct arena *a = arena_new();
		const struct ctype *types[MAX_ARGS];
		for (size_t i = 0; i < MAX_ARGS; i++) {
			rng = rng * 6364136223846793005 + 1442695040888963407;
			types[i] = pool[(rng >> 33) % COUNT(pool)];
		}
		struct sysv_call c = sysv_assign(a, types, MAX_ARGS, NULL);
		uint64_t end = 0;
		unsigned used_int = 0, used_sse = 0;
		for (size_t i = 0; i < MAX_ARGS; i++) {
			const struct sysv_place *p = &c.args[i];
			if (p->on_stack) {
				assert_true(p->stack >= end);
				assert_int_equal(p->stack % (types[i]->align > 8 ? types[i]->align : 8), 0);
				end = p->stack + types[i]->size;
			}
			for (size_t k = 0; !p->on_stack && k < p->how.eightbytes; k++) {
				unsigned *used = p->how.cls[k] == SYSV_SSE ? &used_sse : &used_int;
				assert_in_range(p->reg[k], 0, p->how.cls[k] == SYSV_SSE ? SYSV_SSE_REGS - 1 : SYSV_INT_REGS - 1);
				assert_false(*used >> p->reg[k] & 1);
				*used |= 1u << p->reg[k];
			}
		}
		assert_true(c.stack_bytes >= end && c.stack_bytes < end + 32);
		assert_int_equal(c.stack_bytes % 16, 0);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_refused_kinds),
		cmocka_unit_test(test_assign),
		cmocka_unit_test(test_assign_invariants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
