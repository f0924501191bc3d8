// depfile_test.c - make rules as compilers write them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "link/depfile.h"

#include <string.h>

enum { MAX_PATHS = 4, LONG_PATH = 10000 };

static const struct {
	const char *rule, *paths[MAX_PATHS];
} rows[] = {
	{"", {NULL}},
	{"0.o: a.c\n", {"a.c"}},
	{"0.o: a.c", {"a.c"}},
	{"0.o: a.c b/b.h \\\n c.h\n", {"a.c", "b/b.h", "c.h"}},
	{"0.o: a.c b.h\\\nc.h\n", {"a.c", "b.h", "c.h"}}, // nothing but the end of the line between two
	{"/tmp/a\\ b/0.o: a.c\n", {"a.c"}},
	{"0.o: my\\ file.c x.h\n", {"my file.c", "x.h"}},
	{"0.o: my\\\tfile.c x.h\n", {"my\tfile.c", "x.h"}},
	{"0.o: odd\\#name.c c\\d.h\n", {"odd#name.c", "c\\d.h"}},
	{"0.o: ends\\\\ with.h\n", {"ends\\", "with.h"}},        // gcc of "ends\\"
	{"0.o: ends\\\\\\ with.h\n", {"ends\\ with.h"}},       // and of "ends\\ with.h"
	{"0.o: cost$$.h $x.h\n", {"cost$.h", "$x.h"}},
};

static void test_rules(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct depfile d = depfile_read(a, rows[i].rule);
		for (size_t k = 0; k < d.paths.n && k < MAX_PATHS && rows[i].paths[k]; k++)
			assert_string_equal(d.paths.v[k], rows[i].paths[k]);
		assert_true(d.paths.n == MAX_PATHS || !rows[i].paths[d.paths.n]);
		assert_true(!d.paths.n || rows[i].paths[d.paths.n - 1]);
	}
	arena_free(a);
}

// No path is cut.
static void test_long(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char *path = arena_alloc(a, LONG_PATH + 1);
	memset(path, 'x', LONG_PATH);
	struct depfile d = depfile_read(a, arena_printf(a, "0.o: %s\\ %s after.h\n", path, path));
	assert_int_equal(d.paths.n, 2);
	assert_string_equal(d.paths.v[0], arena_printf(a, "%s %s", path, path));
	assert_string_equal(d.paths.v[1], "after.h");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_long)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
