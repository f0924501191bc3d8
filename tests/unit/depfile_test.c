/*
 * depfile_test: pack/link/depfile.h; rules as clang 14 and gcc 12 have been seen
 * to write them, and names that clang has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "link/depfile.h"

enum { LONG_PATH = 10000 };
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct {
	const char *rule, *names; // "|" ends each
} rules[] = {
	{" a.c\n", "a.c|"},
	{" a.c \\\n  b.h c.h\n", "a.c|b.h|c.h|"},
	{" a.c \\\n\n", "a.c|"},
	{"", ""},
	{"\n", ""},
	{" d$$/a.c\n", "d$/a.c|"},
	{" s\\ p/a.c b.h\n", "s p/a.c|b.h|"},
	{" \\#h/a.c\n", "#h/a.c|"},
	{" a\\\\#b\n", "a\\#b|"},
	{" a\\b.c\n", "a\\b.c|"},
	{" x\\\\\\ y.c z\n", "x\\ y.c|z|"},
	{" x\\\\ y.c\n", "x\\|y.c|"},
	{" t\\\tx.c\n", "t\tx.c|"}, // gcc
	{" t\tx.c\n", "t\tx.c|"},   // clang
	{" n\nl/a.c \\\n b.h\n", "n\nl/a.c|b.h|"},
	{" a.c\\\n b.h\n", "a.c|b.h|"},
	{" 'q' \"r\" `s`\n", "'q'|\"r\"|`s`|"},
	{" no-newline", "no-newline|"},
	{" $x $$$$\n", "$x|$$|"},
	{" a.c b.h\\\nc.h\n", "a.c|b.h|c.h|"}, // nothing but the end of the line between two
	{" my\\ file.c x.h\n", "my file.c|x.h|"},
	{" odd\\#name.c c\\d.h\n", "odd#name.c|c\\d.h|"},
	{" ends\\\\ with.h\n", "ends\\|with.h|"},
};

static void test_rules(void **state)
{
	struct arena *a = *state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		const char *at = rules[i].rule, *got = "";
		for (const char *name; (name = depfile_next(a, &at));)
			got = arena_printf(a, "%s%s|", got, name);
		assert_string_equal(got, rules[i].names);
	}
}

// No path is cut.
static void test_long(void **state)
{
	struct arena *a = *state;
	char *path = arena_alloc(a, LONG_PATH + 1);
	memset(path, 'x', LONG_PATH);
	const char *at = arena_printf(a, " %s\\ %s after.h\n", path, path);
	assert_string_equal(depfile_next(a, &at), arena_printf(a, "%s %s", path, path));
	assert_string_equal(depfile_next(a, &at), "after.h");
	assert_null(depfile_next(a, &at));
}

static void touch(const char *path)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
}

// Slashes that were backslashes are found by what is there.
static void test_real(void **state)
{
	struct arena *a = *state;
	char dir[] = "/tmp/nearcall-depfile.XXXXXX";
	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(mkdir("x\\y", 0777), 0);
	assert_int_equal(mkdir("x", 0777), 0);
	touch("x\\y/b\\c.h");
	touch("x/d.h");
	touch("e\\");
	touch("\\#");
	assert_string_equal(depfile_real(a, "x/y/b/c.h", "a.c"), "x\\y/b\\c.h");
	assert_string_equal(depfile_real(a, "x/d.h", "a.c"), "x/d.h");
	assert_string_equal(depfile_real(a, "e/", "a.c"), "e\\");
	assert_string_equal(depfile_real(a, "/#", "a.c"), "\\#");
	assert_string_equal(depfile_real(a, "x/d.h", "x\\d.h"), "x\\d.h"); // the source is known
	assert_string_equal(depfile_real(a, "not/there", "a.c"), "not/there");
	unlink("x\\y/b\\c.h"), unlink("x/d.h"), unlink("e\\"), unlink("\\#");
	rmdir("x\\y"), rmdir("x");
	assert_int_equal(rmdir(dir), 0);
}

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_long), cmocka_unit_test(test_real)};
	return cmocka_run_group_tests(tests, setup, teardown);
}
