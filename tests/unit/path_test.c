/*
 * path_test: pack/path.h; path_clean against Go's path.Clean: the table of Go's
 * own test, and a plain reference over every short path.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/path.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct {
	const char *in, *want;
} cleaned[] = {
	{"", "."}, {"abc", "abc"}, {"abc/def", "abc/def"}, {"a/b/c", "a/b/c"},
	{".", "."}, {"..", ".."}, {"../..", "../.."}, {"../../abc", "../../abc"},
	{"/abc", "/abc"}, {"/", "/"}, {"...", "..."}, {".a/..b/c..", ".a/..b/c.."},
	// trailing and doubled slashes
	{"abc/", "abc"}, {"abc/def/", "abc/def"}, {"a/b/c/", "a/b/c"}, {"./", "."},
	{"../", ".."}, {"../../", "../.."}, {"/abc/", "/abc"}, {"abc//def//ghi", "abc/def/ghi"},
	{"//abc", "/abc"}, {"///abc", "/abc"}, {"//abc//", "/abc"}, {"abc//", "abc"},
	// .
	{"abc/./def", "abc/def"}, {"/./abc/def", "/abc/def"}, {"abc/.", "abc"},
	// ..
	{"abc/def/ghi/../jkl", "abc/def/jkl"}, {"abc/def/../ghi/../jkl", "abc/jkl"},
	{"abc/def/..", "abc"}, {"abc/def/../..", "."}, {"/abc/def/../..", "/"},
	{"abc/def/../../..", ".."}, {"/abc/def/../../..", "/"}, {"/..", "/"},
	{"abc/def/../../../ghi/jkl/../../../mno", "../../mno"}, {"/../abc", "/abc"},
	{"a/../b:/../../c", "../c"},
	// both
	{"abc/./../def", "def"}, {"abc//./../def", "def"}, {"abc/../../././../def", "../../def"},
};

static void test_clean(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(cleaned); i++) {
		assert_string_equal(path_clean(a, cleaned[i].in), cleaned[i].want);
		assert_string_equal(path_clean(a, cleaned[i].want), cleaned[i].want);
	}
	arena_free(a);
}

// reference keeps the elements on a stack of offsets into out.
static void reference(const char *path, char *out)
{
	size_t start[32], n = 0, len = 0, rooted = path[0] == '/';
	size_t backs = 0; // leading ".." that stay
	if (rooted)
		out[len++] = '/';
	for (const char *p = path; *p; ) {
		size_t e = strcspn(p, "/");
		if (e == 2 && !strncmp(p, "..", 2) && n > backs) {
			len = start[--n];
		} else if (e && !(e == 1 && *p == '.') && !(e == 2 && !strncmp(p, "..", 2) && rooted)) {
			backs += e == 2 && !strncmp(p, "..", 2);
			start[n++] = len;
			if (len > rooted)
				out[len++] = '/';
			memcpy(out + len, p, e);
			len += e;
		}
		p += e;
		p += *p == '/';
	}
	if (!len)
		out[len++] = '.';
	out[len] = '\0';
}

static void test_clean_every_short_path(void **state)
{
	static const char letters[] = "./ab";
	enum { LONGEST = 8 };
	(void)state;
	for (size_t len = 0; len <= LONGEST; len++) {
		struct arena *a = arena_new();
		for (uint32_t code = 0; code < 1u << 2 * len; code++) {
			char path[LONGEST + 1] = "", want[2 * LONGEST];
			for (size_t i = 0; i < len; i++)
				path[i] = letters[code >> 2 * i & 3];
			reference(path, want);
			const char *got = path_clean(a, path);
			if (strcmp(got, want) != 0)
				fail_msg("path_clean(%s) is %s, want %s", path, got, want);
		}
		arena_free(a);
	}
}

static const struct {
	const char *dir, *path, *want;
} joined[] = {
	{"a", "b", "a/b"}, {"a", "../b", "b"}, {"a/b", "./c/", "a/b/c"}, {".", "a", "a"},
	{"..", "a", "../a"}, {"a", "..", "."}, {"a", "", "a"}, {"/", "a", "/a"},
	{"/a", "../../b", "/b"}, {"a", "/b", "/b"}, {"a", "/b/../c", "/c"},
};

static void test_join(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(joined); i++)
		assert_string_equal(path_join(a, joined[i].dir, joined[i].path), joined[i].want);
	arena_free(a);
}

static const struct {
	const char *path, *dir, *base;
} parts[] = {
	{"a", ".", "a"}, {"a/b", "a", "b"}, {"a/b/c.c", "a/b", "c.c"}, {"/a", "/", "a"},
	{"/a/b", "/a", "b"}, {"../a", "..", "a"}, {".", ".", "."}, {"..", ".", ".."},
};

static void test_dir_and_base(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(parts); i++) {
		assert_string_equal(path_dir(a, parts[i].path), parts[i].dir);
		assert_string_equal(path_base(parts[i].path), parts[i].base);
	}
	arena_free(a);
}

static const struct {
	const char *from, *to, *want;
} relative[] = {
	{"/a", "/a", "."}, {"/a", "/a/b", "b"}, {"/a", "/a/b/c", "b/c"}, {"/a/b", "/a", ".."},
	{"/a/b/c", "/a", "../.."}, {"/a/b", "/a/c", "../c"}, {"/a/b", "/c/d", "../../c/d"},
	{"/", "/a", "a"}, {"/", "/", "."}, {"/a", "/", ".."}, {"/a/b", "/", "../.."},
	// names that begin alike
	{"/a/b", "/a/bc", "../bc"}, {"/a/bc", "/a/b", "../b"}, {"/ab", "/a", "../a"}, {"/a/bc/d", "/a/be", "../../be"},
};

static void test_rel(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(relative); i++) {
		const char *got = path_rel(a, relative[i].from, relative[i].to);
		if (strcmp(got, relative[i].want) != 0)
			fail_msg("from %s to %s: %s, want %s", relative[i].from, relative[i].to, got, relative[i].want);
		// the way there leads there
		assert_string_equal(path_join(a, relative[i].from, got), relative[i].to);
	}
	arena_free(a);
}

static const struct {
	const char *dir, *path;
	bool want;
} inside[] = {
	{"/a", "/a", true}, {"/a", "/a/b", true}, {"/a", "/a/b/c", true}, {"/a", "/ab", false},
	{"/a", "/", false}, {"/a/b", "/a", false}, {"/a", "/b", false}, {"a", "a/b", true},
	{"a", "ab", false}, {"/", "/", true}, {"/", "/a", true}, {"/", "/a/b", true},
};

static void test_inside(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(inside); i++)
		if (path_inside(inside[i].dir, inside[i].path) != inside[i].want)
			fail_msg("%s inside %s: want %d", inside[i].path, inside[i].dir, inside[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_clean_every_short_path),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_dir_and_base),
		cmocka_unit_test(test_rel),
		cmocka_unit_test(test_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
