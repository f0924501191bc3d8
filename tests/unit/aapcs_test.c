/*
 * aapcs_test: arch/arm64/caapcs.h against the rules of AAPCS64, 6.8.2 and 6.9, by
 * hand. tests/arm64/aapcs.sh compares random signatures with compilers.
 *
 * A place is written x0, x0-x1, d0-d3 (s, d, q by the member's size), +16 on the
 * stack, none, and with a * where there is the address of the value.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../arm64/aapcs_types.h"
#include "arch/arm64/caapcs.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define T(name) &c_##name
#define EIGHT(name) T(name), T(name), T(name), T(name), T(name), T(name), T(name), T(name)

enum { MAX = 16 };

static const struct ctype quad = {.kind = C_VECTOR, .text = "float32x4_t", .size = 16, .align = 16};
static const struct ctype pair = {.kind = C_VECTOR, .text = "float32x2_t", .size = 8, .align = 8};
static const struct cfield quads_fields[] = {{.name = "a", .offset = 0, .type = &quad}, {.name = "b", .offset = 16, .type = &quad}};
static const struct ctype quads = {
	.kind = C_STRUCT, .text = "float32x4x2_t", .size = 32, .align = 16, .fields = quads_fields, .nfields = 2};

static const struct {
	const char *rule;
	const struct ctype *args[MAX], *result;
	const char *want;
	uint64_t stack;
} rows[] = {
	{"nothing", {0}, NULL, " -> none", 0},
	{"C.1, C.9: each kind has registers of its own", {T(i32), T(f64), T(pointer), T(f32), T(boolean)}, T(i64), "x0 d0 x1 s1 x2 -> x0", 0},
	{"C.9: nine integers", {EIGHT(i64), T(i8)}, T(i8), "x0 x1 x2 x3 x4 x5 x6 x7 +0 -> x0", 16},
	{"C.1, C.5: nine floats", {EIGHT(f32), T(f32), T(f64)}, T(f32), "s0 s1 s2 s3 s4 s5 s6 s7 +0 +8 -> s0", 16},
	{"C.2: homogeneous", {T(three_floats), T(complex_alone), T(one_double)}, T(four_doubles), "s0-s2 d3-d4 d5 -> d0-d3", 0},
	{"C.3: what does not fit ends vector registers", {T(four_doubles), T(three_floats), T(two_doubles), T(f64)}, NULL,
	 "d0-d3 s4-s6 +0 +16 -> none", 32},
	{"vectors", {&quad, &pair, &quads}, &quads, "q0 d1 q2-q3 -> q0-q1", 0},
	{"C.4: vectors on the stack", {EIGHT(f64), T(f32), &quad, &quads}, NULL, "d0 d1 d2 d3 d4 d5 d6 d7 +0 +16 +32 -> none", 64},
	{"B.4: large ones by reference", {T(bytes_17), T(longs_byte), T(five_floats)}, T(bytes_24), "x0* x1* x2* -> x8*", 0},
	{"B.4: their address on the stack", {EIGHT(i64), T(bytes_17)}, NULL, "x0 x1 x2 x3 x4 x5 x6 x7 +0* -> none", 16},
	{"C.12: 16 bytes in two", {T(three_bytes), T(double_int), T(bytes_16)}, T(two_longs), "x0 x1-x2 x3-x4 -> x0-x1", 0},
	{"C.12, C.13: whole or not at all", {T(two_longs), T(two_longs), T(two_longs), T(i64), T(two_longs), T(i64)}, NULL,
	 "x0-x1 x2-x3 x4-x5 x6 +0 +16 -> none", 32},
	{"C.10: even registers", {T(i8), T(i128), T(i8), T(wide_alone)}, T(i128), "x0 x2-x3 x4 x6-x7 -> x0-x1", 0},
	{"C.10, C.13: none left", {EIGHT(i64), T(i8), T(i128)}, NULL, "x0 x1 x2 x3 x4 x5 x6 x7 +0 +16 -> none", 32},
	{"C.11: seven used", {T(two_longs), T(two_longs), T(two_longs), T(i8), T(i128), T(i8)}, NULL,
	 "x0-x1 x2-x3 x4-x5 x6 +0 +16 -> none", 32},
	{"packed: aligned to a byte", {T(i8), T(packed_wide)}, T(packed_wide), "x0 x1-x2 -> x0-x1", 0},
	{"no size", {T(empty), T(i64)}, T(empty), "none x0 -> none", 0},
	{"mixed unions", {T(u_floats), T(u_int_float), T(u_float_double)}, T(u_structs), "s0-s2 x0 x1 -> x0-x1", 0},
};

static const char *place(struct arena *a, const struct aapcs_place *p)
{
	static const char names[17] = {[2] = 'h', [4] = 's', [8] = 'd', [16] = 'q'};
	char r = p->where == AAPCS_VECTOR ? names[p->member] : 'x';
	const char *star = p->by_reference ? "*" : "";
	if (p->where == AAPCS_NOWHERE)
		return "none";
	if (p->where == AAPCS_STACK)
		return arena_printf(a, "+%llu%s", (unsigned long long)p->stack, star);
	if (p->n == 1)
		return arena_printf(a, "%c%d%s", r, p->reg, star);
	return arena_printf(a, "%c%d-%c%d%s", r, p->reg, r, p->reg + p->n - 1, star);
}

static void test_rows(void **state)
{
	struct arena *a = arena_new();
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t n = 0;
		const char *is = "";
		while (n < MAX && rows[i].args[n])
			n++;
		struct aapcs_call c = aapcs_assign(a, rows[i].args, n, rows[i].result);
		for (size_t k = 0; k < n; k++)
			is = arena_printf(a, "%s%s%s", is, k ? " " : "", place(a, &c.args[k]));
		is = arena_printf(a, "%s -> %s", is, place(a, &c.result));
		if (strcmp(is, rows[i].want) == 0 && c.stack_bytes == rows[i].stack)
			continue;
		print_error("%s: %s, %llu; want %s, %llu\n", rows[i].rule, is, (unsigned long long)c.stack_bytes, rows[i].want,
		            (unsigned long long)rows[i].stack);
		bad++;
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void test_dwarf(void **state)
{
	const struct ctype *const types[] = {T(i32), T(f64), T(two_longs), T(bytes_17), T(one_float)};
	static const int want[] = {0, 64, -1, -1, 65};
	struct arena *a = arena_new();
	struct aapcs_call c = aapcs_assign(a, types, COUNT(types), NULL);
	(void)state;
	for (size_t i = 0; i < COUNT(types); i++)
		assert_int_equal(aapcs_dwarf_register(&c.args[i]), want[i]);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_dwarf)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
