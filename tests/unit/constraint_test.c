// constraint_test.c - the build constraint of the generated files: that of all
// declarations, or-ed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit/assembly.h"

enum { MAX_FILES = 4 };

static const struct {
	const char *files[MAX_FILES]; // the constraints of the declarations' files
	const char *want;
} rows[] = {
	{{NULL}, ""},
	{{"amd64"}, "amd64"},
	{{"amd64", "amd64"}, "amd64"},
	{{"", "amd64"}, ""},
	{{"amd64", ""}, ""},
	// one that is part of another is not the same
	{{"linux && amd64", "amd64"}, "(linux && amd64) || (amd64)"},
	{{"!linux", "linux"}, "(!linux) || (linux)"},
	{{"go1.23", "go1.2"}, "(go1.23) || (go1.2)"},
	{{"amd64", "linux && amd64"}, "(amd64) || (linux && amd64)"},
	{{"a", "b", "(a) || (b)"}, "(a) || (b) || ((a) || (b))"},
	{{"linux", "amd64 || !cgo", "linux", "amd64 || !cgo"}, "(linux) || (amd64 || !cgo)"},
};

static void test_constraint(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct product p = {0};
		for (size_t k = 0; k < MAX_FILES && rows[i].files[k]; k++) {
			struct gofunc *f = arena_alloc(a, sizeof *f);
			f->build = rows[i].files[k];
			VEC_PUSH(a, &p.calls, (struct call){.go = f});
		}
		assert_string_equal(assembly_constraint(&(struct build){.arena = a}, &p), rows[i].want);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_constraint)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
