/*
 * passed_test: prove/passed.h. Which functions are told to get nothing on the stack: by their own
 * prototypes where nobody can have changed how they are called, and else by the most that an
 * optimizer would pass.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "compiled.h"
#include "prove/passed.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char source[] =
	"struct pair { long a, b; };\n"
	"struct three { long a, b, c; };\n"
	"struct four { double a, b, c, d; };\n"
	"long none(void) { return 1; }\n"
	"long eight(long a, long b, long c, long d, long e, long f, long g, long h) { return a + h; }\n"
	"long nine(long a, long b, long c, long d, long e, long f, long g, long h, long i) { return a; }\n"
	"double both(long a, long b, long c, long d, long e, long f, long g, long h, double i) { return i; }\n"
	"long split(long a, long b, long c, long d, long e, long f, long g, struct pair p) { return a; }\n"
	"long pointers(long *a, long *b, long *c) { return *a; }\n"
	"long two(long *a, long *b, long c, long d) { return *a; }\n"
	"long by_reference(struct three a, struct three b, long c) { return a.a + b.b; }\n"
	"double vectors(struct four a, struct four b, double c) { return a.a; }\n"
	"long variadic(long a, ...) { return a; }\n"
	"long unsaid() { return 1; }\n";

static const char *const functions[] = {"none", "eight", "nine", "both", "split", "pointers", "two", "by_reference",
                                        "vectors", "variadic", "unsaid", NULL};

// open: as its prototype has it; closed: whatever an optimizer makes of it.
static const struct {
	const char *name;
	bool open, closed;
} rows[] = {
	{"none", true, true},      {"eight", true, true},         {"nine", false, false},    {"both", true, false},
	{"split", false, false},   {"pointers", true, false},     {"two", true, true},       {"by_reference", true, false},
	{"vectors", false, false}, {"variadic", false, false},    {"unsaid", false, false},
};

static size_t wrong(const char *cc, bool closed_is_open)
{
	static const char *const flags[] = {"-O0", "-w", "-std=gnu11", NULL};
	struct compiled_source s = {&arch_arm64, source, functions, flags, NULL, 0};
	struct compiled c;
	size_t bad = 0;
	setenv("CC", cc, 1);
	compiled_new(&c, &s);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proven f = {.name = rows[i].name, .addr = image_symbol(&c.img, rows[i].name)->addr};
		bool open = passed_in_registers(&arch_arm64, &c.img, &f, true);
		bool closed = passed_in_registers(&arch_arm64, &c.img, &f, false);
		bool right = open == rows[i].open && closed == (closed_is_open ? rows[i].open : rows[i].closed);
		f.reads_above = 8; // whatever the debug information says
		right &= !passed_in_registers(&arch_arm64, &c.img, &f, true);
		if (!right)
			print_error("%s, %s: open %d, closed %d\n", cc, rows[i].name, open, closed);
		bad += !right;
	}
	compiled_free(&c);
	return bad;
}

static void test_clang(void **state)
{
	(void)state;
	assert_int_equal(wrong("clang", false), 0);
}

// Which says in a function's name what it has changed.
static void test_gcc(void **state)
{
	(void)state;
	assert_int_equal(wrong("gcc", true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_clang), cmocka_unit_test(test_gcc)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
