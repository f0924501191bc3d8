/*
 * reduce_test: pack/link/reduce.h over small C files and archives: what is in the
 * reduced object, what of the runtime was added, and what is said of missing names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "base/files.h"
#include "base/objfile.h"
#include "cimage.h"
#include "link/reduce.h"
#include "told.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { MAX = 4 };

struct row {
	const char *name;
	const char *sources[MAX], *members[MAX]; // C; each member is one of the archive lib.a
	const char *funcs[MAX];                  // C names
	const char *has, *hasnt; // words: functions that are defined in the reduced object, and that are not
	const char *undefined;   // that stay so; each ends with a blank
	const char *runtime;     // likewise
	const char *told;        // parts of it, each up to a "|"; "" when nothing is
	bool fails;
};

#define NO_FUNCTION(c_name) "f.go:1:6: error: F: no C function " c_name " in the package's C files\n"
#define TAKES(c_name) "\thint: define " c_name " in a file that a //nearcall:source or //nearcall:archive line " \
	"names, and not as static\n"

static const struct row rows[] = {
	{"what is reached",
	 {"int h(int x) { return x + 1; } extern int h(int); int f(int x) { return h(x) * h(x + 1); } int unused(void) { "
	 "return 1; }"},
	 {0}, {"f"}, "f h", "unused", "", "", "", false},
	{"across files", {"int h(int); int f(int x) { return h(x); }",
	 "int k(int); int h(int x) { return k(x) + 1; } int other(void) { return 1; }",
	 "int k(int x) { return x; }"}, {0}, {"f"}, "f h k", "other", "", "", "", false},
	{"several functions", {"int f(int x) { return x; } int g(int x) { return -x; } int k(void) { return 3; }"}, {0}, {"f",
	 "g"}, "f g", "k", "", "",
	 "", false},
	{"through a table", {"static int a(void) { return 1; } static int b(void) { return 2; } int c(void) { return 3; }"
	 "int (*const table[])(void) = {a, b}; int f(int i) { return table[i](); }"}, {0}, {"f"}, "f a b", "c", "", "", "",
	 false},
	{"from an archive, what is needed", {"int h(int); int f(int x) { return h(x); }"}, {"int h(int x) { return x; }",
	 "int k(void) { return 1; }"},
	 {"f"}, "f h", "k", "", "", "", false},
	{"an entry in an archive", {0}, {"int h(int x) { return x; }", "int k(void) { return 1; }"}, {"k"}, "k", "h", "", "",
	 "", false},
	// the runtime
	{"memcpy", {"void *memcpy(void *, const void *, unsigned long); void f(void *p, void *q, long n) { memcpy(p, q, "
		"n); }"}, {0}, {"f"},
	 "f memcpy", "memmove memset memcmp bcmp", "", "memcpy ", "", false},
	{"two of them", {"typedef unsigned long z; void *memset(void *, int, z); int bcmp(void *, void *, z);"
	 "int f(void *p, void *q, z n) { memset(p, 1, n); return bcmp(p, q, n); }"}, {0}, {"f"}, "f memset bcmp",
	 "memcpy memmove", "", "bcmp memset ",
	 "", false},
	{"the package's own", {"void *memcpy(void *p, const void *q, unsigned long n) { *(char *)p = n; return p; }"
	 "void f(void *p, void *q, long n) { memcpy(p, q, n); }"}, {0}, {"f"}, "f memcpy", "", "", "", "", false},
	{"not what only unreached code wants", {"void *memset(void *, int, unsigned long); int f(int x) { return x; }"
	 "void unused(void *p, long n) { memset(p, 1, n); }"}, {0}, {"f"}, "f", "unused memset", "", "", "", false},
	{"the compiler's helpers", {"__int128 f(__int128 a, __int128 b) { return a / b; }"}, {0}, {"f"}, "f __divti3",
	 "__modti3", "", "", "", false},
	{"nobody has it", {"int missing(int); int __gone(int); int f(int x) { return missing(x) + __gone(x); }"}, {0}, {"f"},
	 "f", "",
	 "missing __gone ", "", "", false},
	// names that are not there
	{"static", {"static __attribute__((noinline)) int h(int x) { return x * x; } int f(int x) { return h(x); }"}, {0},
	 {"h", "f"}, "f h", "", "", "",
	 NO_FUNCTION("h") "\thint: h is static: remove that word\n", false},
	{"a slip", {"long sum_u64(long x) { return x; } int sum(void) { return 1; } int f(void) { return 2; }"}, {0},
	 {"sum_u46", "f"}, "f", "sum_u64", "", "",
	 NO_FUNCTION("sum_u46") "\thint: did you mean //nearcall:func sum_u64?\n", false},
	{"the nearest", {"int count(void) { return 1; } int counts(void) { return 2; } int f(void) { return 3; }"}, {0},
	 {"coutns", "f"}, "f", "count counts",
	 "", "", NO_FUNCTION("coutns") "\thint: did you mean //nearcall:func counts?\n", false},
	{"in an archive", {"int f(void) { return 3; }"}, {"int hash_all(void) { return 1; }"}, {"hashall", "f"}, "f",
	 "hash_all", "", "",
	 NO_FUNCTION("hashall") "\thint: did you mean //nearcall:func hash_all?\n", false},
	{"far from all", {"int f(void) { return 3; } int sum(void) { return 1; }"}, {0}, {"multiply", "f"}, "f", "sum", "", "",
	 NO_FUNCTION("multiply") TAKES("multiply"), false},
	{"too long to compare", {"int f(void) { return 3; } int "
	 "a123456789a123456789a123456789a123456789a123456789a123456789a12345(void) { return 1; }"}, {0},
	 {"a123456789a123456789a123456789a123456789a123456789a123456789a12346", "f"}, "f", "", "", "", "\thint: define a1234",
	 false},
	{"none is left", {"int g(void) { return 3; }"}, {0}, {"multiply"}, "", "", "", "",
	 NO_FUNCTION("multiply") TAKES("multiply"), true},
	{"twice defined", {"int f(void) { return 3; }", "int f(void) { return 4; }"}, {0}, {"f"}, "", "", "", "",
	 "multiple definition of `f'|f.go:1:6: error: the C objects do not link\n\thint: the linker's own words are above\n",
	 true},
};

struct reducing {
	struct arena *arena;
	struct diags diags;
	struct build b;
	struct gopkg pkg;
	struct objects objs;
	struct reduced out;
};

// Writes the files s0.c, m0.c and so on, and compiles them all at once.
static void compile(struct reducing *r, const struct row *row)
{
	const char *line = "gcc -O1 -w -ffreestanding -fno-builtin -fPIC -fvisibility=hidden -fno-inline "
		"-ffunction-sections -fdata-sections -c";
	for (size_t i = 0; i < 2 * MAX; i++) {
		const char *text = i < MAX ? row->sources[i] : row->members[i - MAX];
		const char *name = arena_printf(r->arena, "%s%zu.c", i < MAX ? "s" : "m", i % MAX);
		if (!text)
			continue;
		write_text(r->b.tmp, name, text);
		line = arena_printf(r->arena, "%s %s", line, name);
	}
	shell(r->b.tmp, line);
}

static struct reducing *reducing_new(const struct row *row)
{
	struct arena *a = arena_new();
	struct reducing *r = arena_alloc(a, sizeof *r);
	char *dir = arena_strdup(a, "/tmp/nearcall-reduce-XXXXXX");
	assert_non_null(mkdtemp(dir));
	r->arena = r->diags.arena = a;
	r->b = (struct build){.arena = a, .diags = &r->diags, .tmp = dir, .csrc = "csrc", .arch = &arch_amd64};
	r->pkg.dir = dir;
	compile(r, row);
	for (size_t i = 0; i < MAX && row->sources[i]; i++)
		VEC_PUSH(a, &r->objs.paths, arena_printf(a, "%s/s%zu.o", dir, i));
	if (row->members[0]) {
		shell(dir, "ar rc lib.a m*.o");
		VEC_PUSH(a, &r->pkg.archives, ((struct input){.path = "lib.a", .pos = {"f.go", 9, 1}}));
	}
	for (size_t i = 0; i < MAX && row->funcs[i]; i++)
		VEC_PUSH(a, &r->pkg.funcs, (struct gofunc){.name = i ? "G" : "F", .c_name = row->funcs[i],
		                                            .pos = {"f.go", (int)i + 1, 6}});
	return r;
}

static void reducing_free(struct reducing *r)
{
	folder_remove(r->b.tmp);
	arena_free(r->arena);
}

static bool reduce(struct reducing *r, const char *cc)
{
	struct toolchain t = {.cc_include = "/", .ld = "ld", .clang = strcmp(cc, "clang") == 0};
	argv_add(r->arena, &t.cc, cc);
	return reduce_objects(&r->b, &t, &r->pkg, &r->objs, &r->out);
}

struct symbols {
	struct arena *arena;
	const char *defined, *undefined; // words, between blanks
};

static bool note(void *ctx, const struct elfsym *s)
{
	struct symbols *v = ctx;
	if (!*s->name || strcmp(s->name, "_GLOBAL_OFFSET_TABLE_") == 0)
		return true;
	if (s->sym.st_shndx == SHN_UNDEF)
		v->undefined = arena_printf(v->arena, "%s%s ", v->undefined, s->name);
	else
		v->defined = arena_printf(v->arena, "%s%s ", v->defined, s->name);
	return true;
}

static void check_words(const struct row *r, struct arena *a, const char *list, const char *words, bool want)
{
	char *copy = arena_strdup(a, words);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		if (!strstr(list, arena_printf(a, " %s ", word)) == want)
			fail_msg("%s: %s is %sin the reduced object:%s", r->name, word, want ? "not " : "", list);
}

static void check_told(const struct row *row, struct reducing *r)
{
	const char *text = told(&r->diags);
	if (!*row->told && *text)
		fail_msg("%s: %s", row->name, text);
	char *copy = arena_strdup(r->arena, row->told);
	for (char *part = strtok(copy, "|"); part; part = strtok(NULL, "|"))
		if (!strstr(text, part))
			fail_msg("%s: %s\nwant %s", row->name, text, part);
}

static void check_row(const struct row *row, const char *cc)
{
	struct reducing *r = reducing_new(row);
	bool ok = reduce(r, cc);
	check_told(row, r);
	if (ok == row->fails)
		fail_msg("%s: %s", row->name, ok ? "reduced" : "not reduced");
	if (ok) {
		struct symbols v = {r->arena, " ", ""};
		const char *runtime = "";
		objfile_input_symbols(r->arena, r->out.path, note, &v);
		check_words(row, r->arena, v.defined, row->has, true);
		check_words(row, r->arena, v.defined, row->hasnt, false);
		assert_string_equal(v.undefined, row->undefined);
		for (size_t i = 0; i < r->out.runtime.n; i++)
			runtime = arena_printf(r->arena, "%s%s ", runtime, r->out.runtime.v[i]);
		assert_string_equal(runtime, row->runtime);
	}
	reducing_free(r);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(&rows[i], i % 2 ? "gcc" : "clang");
}

// The functions that go on are those that were found, in the package's order.
static void test_found(void **state)
{
	static const struct row row = {.sources = {"int f(void) { return 1; } int g(void) { return 2; }"},
	                               .funcs = {"g", "nothing_like_it", "f"}};
	(void)state;
	struct reducing *r = reducing_new(&row);
	assert_true(reduce(r, "gcc"));
	assert_int_equal(r->out.funcs.n, 2);
	assert_ptr_equal(r->out.funcs.v[0], &r->pkg.funcs.v[0]);
	assert_ptr_equal(r->out.funcs.v[1], &r->pkg.funcs.v[2]);
	assert_int_equal(diag_status(&r->diags), EXIT_REFUSED);
	reducing_free(r);
}

static void test_no_linker(void **state)
{
	static const struct row row = {.sources = {"int f(void) { return 1; }"}, .funcs = {"f"}};
	(void)state;
	struct reducing *r = reducing_new(&row);
	char *path = arena_strdup(r->arena, getenv("PATH"));
	setenv("PATH", r->b.tmp, 1);
	bool ok = reduce(r, "gcc");
	setenv("PATH", path, 1);
	assert_false(ok);
	assert_string_equal(told(&r->diags), "nearcall: error: ld is not installed\n\thint: apt install binutils\n");
	assert_int_equal(diag_status(&r->diags), EXIT_TOOL);
	reducing_free(r);
}

static void test_inputs(void **state)
{
	static const struct row row = {.members = {"int h(int x) { return x; }"}};
	(void)state;
	struct reducing *r = reducing_new(&row);
	assert_true(check_inputs(&r->b, &r->pkg));
	assert_string_equal(told(&r->diags), "");
	VEC_PUSH(r->arena, &r->pkg.archives, ((struct input){.path = "m0.c", .pos = {"f.go", 10, 1}}));
	VEC_PUSH(r->arena, &r->pkg.archives, ((struct input){.path = "m0.o", .pos = {"f.go", 11, 1}}));
	VEC_PUSH(r->arena, &r->pkg.archives, ((struct input){.path = "gone.a", .pos = {"f.go", 12, 1}}));
	assert_false(check_inputs(&r->b, &r->pkg));
	const char *text = told(&r->diags);
	assert_non_null(strstr(text, "f.go:10:1: error: m0.c is neither an ELF object nor an archive\n"
	                             "\thint: //nearcall:archive takes relocatable x86-64 ELF objects and ar archives of "
		 "them\n"));
	assert_non_null(strstr(text, "f.go:12:1: error: gone.a cannot be opened"));
	assert_null(strstr(text, "f.go:11"));
	reducing_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_found), cmocka_unit_test(test_no_linker),
			cmocka_unit_test(test_inputs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
