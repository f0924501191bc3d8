/*
 * text_test: what writes text: diag.h, mark.h, asmtext.h, buf.h; and arena.h,
 * which holds it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "bind/mark.h"
#include "told.h"
#include "trampolines/dense.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void test_diag_formats(void **state)
{
	static const struct {
		struct pos pos;
		const char *hint, *detail, *want;
	} rows[] = {
		{{"f.go", 3, 7}, NULL, NULL, // the hint is the code's
		 "f.go:3:7: error: bad x\n\thint: the linker's own words are above; make what only one file uses static\n"},
		{{"f.go", 3, 0}, "drop x", NULL, "f.go:3: error: bad x\n\thint: drop x\n"},
		{{"f.go", 0, 0}, "drop x", NULL, "f.go: error: bad x\n\thint: drop x\n"},
		{{"f.go", 0, 7}, "drop x", NULL, "f.go: error: bad x\n\thint: drop x\n"}, // a column of no line says nothing
		{{NULL, 0, 0}, "drop x", NULL, "nearcall: error: bad x\n\thint: drop x\n"},
		{{NULL, 3, 7}, "drop x", NULL, "nearcall: error: bad x\n\thint: drop x\n"},
		{{"f.go", 3, 7}, "drop x", NULL, "f.go:3:7: error: bad x\n\thint: drop x\n"},
		{{"f.go", 1, 1}, "drop x", "cc: x", "cc: x\nf.go:1:1: error: bad x\n\thint: drop x\n"},
		{{"f.go", 1, 1}, "drop x", "cc: x\n", "cc: x\nf.go:1:1: error: bad x\n\thint: drop x\n"},
		{{"f.go", 1, 1}, "drop x", "cc: x\ncc: y\n", "cc: x\ncc: y\nf.go:1:1: error: bad x\n\thint: drop x\n"},
		{{"f.go", 1, 1}, "drop x", "", "f.go:1:1: error: bad x\n\thint: drop x\n"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diags d = {.arena = arena_new()};
		diag_refuse(&d, NC_LINK, rows[i].pos, rows[i].hint, "bad %s", "x")->detail = rows[i].detail;
		assert_string_equal(told(&d), rows[i].want);
		arena_free(d.arena);
	}
}

static void test_diag_code(void **state)
{
	(void)state;
	struct diags d = {.arena = arena_new()};
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	assert_non_null(f);
	diag_refuse(&d, NC_RESULT_TYPE, (struct pos){"f.go", 1, 2}, "agree", "F: result\n\tGo: x");
	diag_note(&d, NC_FORM, (struct pos){"f.go", 1, 3}, NULL, "F: fused");
	diag_print(&d, f);
	fclose(f);
	assert_string_equal(text, "f.go:1:2: error: F: result [NC3005]\n\tGo: x\n\thint: agree\n"
	                          "f.go:1:3: note: F: fused [NC8005]\n");
	free(text);
	arena_free(d.arena);
}

// Numbers of four digits, in order, each once; and a page that says something.
static void test_pages(void **state)
{
	size_t n;
	const struct page *pages = code_pages(&n);
	(void)state;
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		const struct page *p = &pages[i];
		assert_in_range(p->code, 1000, 9999);
		assert_true(!i || pages[i - 1].code < p->code);
		assert_ptr_equal(code_page(p->code), p);
		assert_true(*p->title && strlen(p->title) < 80 && *p->why && *p->example && *p->way);
		assert_true(!strchr(p->title, '\n') && !strchr(p->way, '\n') && !strchr(p->title, '|') && !strchr(p->way, '|'));
	}
	assert_null(code_page((enum nc_code)1000));
}

static void test_diag_tool(void **state)
{
	(void)state;
	struct diags d = {.arena = arena_new()};
	diag_tool(&d, NC_PROGRAM_MISSING, "install it", "no %s", "cc");
	assert_string_equal(told(&d), "nearcall: error: no cc\n\thint: install it\n");
	arena_free(d.arena);
}

static void test_diag_order(void **state)
{
	static const struct pos places[] = {
		{"b.go", 1, 1}, {"a.go", 10, 2}, {"a.go", 9, 30}, {NULL, 0, 0}, {"a.go", 9, 4},
		{"a.go", 10, 2}, {"a.go", 0, 0}, {NULL, 0, 0}, {"B.go", 5, 5}, {"a.go", 10, 2},
	};
	(void)state;
	struct diags d = {.arena = arena_new()};
	for (size_t i = 0; i < COUNT(places); i++)
		diag_note(&d, NC_FORM, places[i], NULL, "%zu", i);
	const char *want = "nearcall: note: 3\nnearcall: note: 7\n"
	                   "B.go:5:5: note: 8\n"
	                   "a.go: note: 6\na.go:9:4: note: 4\na.go:9:30: note: 2\n"
	                   "a.go:10:2: note: 1\na.go:10:2: note: 5\na.go:10:2: note: 9\n"
	                   "b.go:1:1: note: 0\n";
	assert_string_equal(told(&d), want);
	assert_string_equal(told(&d), want); // printing leaves nothing changed
	arena_free(d.arena);
}

static void test_diag_status(void **state)
{
	(void)state;
	struct diags d = {.arena = arena_new()};
	assert_int_equal(diag_status(&d), EXIT_DONE);
	assert_string_equal(told(&d), "");
	diag_refuse(&d, NC_LINK, (struct pos){0}, NULL, "a");
	assert_int_equal(diag_status(&d), EXIT_REFUSED);
	diag_tool(&d, NC_LINK, NULL, "b");
	assert_int_equal(diag_status(&d), EXIT_TOOL);
	diag_refuse(&d, NC_LINK, (struct pos){0}, NULL, "c");
	assert_int_equal(diag_status(&d), EXIT_TOOL);
	arena_free(d.arena);
}

// The carets stand below the declaration, so that the table shows what a user sees.
static const struct {
	int what;
	const char *decl, *carets;
} marks[] = {
	{0, "func Sum(xs []uint64) uint64",
	    "         ^^^^^^^^^^^"},
	{MARK_GO_RESULT, "func Sum(xs []uint64) uint64",
	                 "                      ^^^^^^"},
	{MARK_NOTHING, "func Sum(xs []uint64) uint64", ""},
	{1, "func Sum(xs []uint64) uint64", ""},
	{-9, "func Sum(xs []uint64) uint64", ""},
	{0, "func F()", ""},
	{MARK_GO_RESULT, "func F()", ""},
	{MARK_GO_RESULT, "func F(a int)", ""},
	{MARK_GO_RESULT, "func F() (lo, hi uint64)",
	                 "         ^^^^^^^^^^^^^^^"},
	// grouped names: each is a parameter, the last carries the type
	{0, "func F(a, b uint64, c bool)",
	    "       ^"},
	{1, "func F(a, b uint64, c bool)",
	    "          ^^^^^^^^"},
	{2, "func F(a, b uint64, c bool)",
	    "                    ^^^^^^"},
	{3, "func F(a, b uint64, c bool)", ""},
	{1, "func F(int, uint64)",
	    "            ^^^^^^"},
	// brackets inside
	{0, "func F(f func(a, b int) (c, d int), n int) int",
	    "       ^^^^^^^^^^^^^^^^^^^^^^^^^^^"},
	{1, "func F(f func(a, b int) (c, d int), n int) int",
	    "                                    ^^^^^"},
	{MARK_GO_RESULT, "func F(f func(a, b int) (c, d int), n int) int",
	                 "                                           ^^^"},
	{1, "func F(s struct{ a, b int }, m map[string]int, p [4]struct{ x, y int8 })",
	    "                             ^^^^^^^^^^^^^^^^"},
	{2, "func F(s struct{ a, b int }, m map[string]int, p [4]struct{ x, y int8 })",
	    "                                               ^^^^^^^^^^^^^^^^^^^^^^^^"},
	{0, "func F(s struct{ a, b int })",
	    "       ^^^^^^^^^^^^^^^^^^^^"},
	// C
	{0, "uint64_t sum_u64(const uint64_t *xs, size_t n)",
	    "                 ^^^^^^^^^^^^^^^^^^"},
	{1, "uint64_t sum_u64(const uint64_t *xs, size_t n)",
	    "                                     ^^^^^^^^"},
	{MARK_C_RESULT, "uint64_t sum_u64(const uint64_t *xs, size_t n)",
	                "^^^^^^^^"},
	{MARK_C_RESULT, "const char *name(int)",
	                "^^^^^^^^^^^^"},
	{MARK_C_RESULT, "struct pair f(void)",
	                "^^^^^^^^^^^"},
	{0, "void each(int (*fn)(int, void *), int n)",
	    "          ^^^^^^^^^^^^^^^^^^^^^^"},
	{1, "void each(int (*fn)(int, void *), int n)",
	    "                                  ^^^^^"},
	{1, "void f(int[4][2], const char *)",
	    "                  ^^^^^^^^^^^^"},
	// one column for each character
	{0, "func Größe(été []byte, n int) int",
	    "           ^^^^^^^^^^"},
	{1, "func Größe(été []byte, n int) int",
	    "                       ^^^^^"},
	{MARK_GO_RESULT, "func Größe(été []byte, n int) int",
	                 "                              ^^^"},
	// broken declarations have no parts
	{0, "", ""}, {0, "func F", ""}, {0, "func F(", ""}, {1, "func F(a", ""}, {MARK_GO_RESULT, "func F(a", ""},
	{MARK_GO_RESULT, "", ""}, {MARK_C_RESULT, "", ""}, {MARK_C_RESULT, "f(int)", ""},
};

static void test_mark(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(marks); i++) {
		const char *got = mark_line(a, marks[i].decl, marks[i].what);
		if (strcmp(got, marks[i].carets) != 0)
			fail_msg("part %d:\n%s\n%s|\nwant\n%s|", marks[i].what, marks[i].decl, got, marks[i].carets);
	}
	arena_free(a);
}

static void test_asmtext(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};

	asm_op(&t, "MOVQ", "x+%d(FP), AX", 8);
	asm_op(&t, "RET", "%s", "");
	asm_op(&t, "VZEROUPPER", "%s", ""); // without operands: widens no column
	asm_data(&t, "LONG", "$0x12", "mov");
	asm_data(&t, "BYTE", "$0x1; BYTE $0x2", "long one");
	asm_label(&t, "done");
	asm_op(&t, "ADDQ", "$1, %s", "AX");
	asm_data(&t, "NOP", "", NULL);
	asm_text(&t, "\n// %s\n", "100%d");
	asm_op(&t, "JMP", "done");
	asm_flush(&t);
	asm_flush(&t); // an empty block is nothing
	assert_string_equal(out.p, "\tMOVQ x+8(FP), AX\n"
	                           "\tRET\n"
	                           "\tVZEROUPPER\n"
	                           "\tLONG $0x12           // mov\n"
	                           "\tBYTE $0x1; BYTE $0x2 // long one\n"
	                           "\ndone:\n"
	                           "\tADDQ $1, AX\n"
	                           "\tNOP\n"
	                           "\n// 100%d\n"
	                           "\tJMP done\n");
	arena_free(a);
}

// Operands stand in one column behind names of different length.
static void test_asmtext_columns(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};

	asm_op(&t, "MOVQ", "AX, BX");
	asm_op(&t, "SUBSD", "X0, X1");
	asm_op(&t, "JE", "out");
	asm_text(&t, "\n");
	asm_op(&t, "JE", "out");
	asm_flush(&t);
	assert_string_equal(out.p, "\tMOVQ  AX, BX\n\tSUBSD X0, X1\n\tJE    out\n\n\tJE out\n");
	arena_free(a);
}

// RET and JMP end a block. Operands count in characters, those without a
// comment too.
static void test_asmtext_blocks(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};

	asm_op(&t, "JMP", "out");
	asm_op(&t, "MOVQ", "AX, BX");
	asm_op(&t, "RET", "%s", "");
	assert_int_equal(asm_lines(&t), 3);
	asm_data(&t, "BYTE", "$0x1", "one");
	asm_op(&t, "CALL", "\302\267f<>(SB)");
	asm_op(&t, "VZEROUPPER", "%s", "");
	assert_int_equal(asm_lines(&t), 6);
	assert_int_equal(asm_lines(&t), 6);
	assert_string_equal(out.p, "\tJMP out\n"
	                           "\tMOVQ AX, BX\n"
	                           "\tRET\n"
	                           "\tBYTE $0x1     // one\n"
	                           "\tCALL \302\267f<>(SB)\n"
	                           "\tVZEROUPPER\n");
	arena_free(a);
}

static void test_asmtext_join(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};

	assert_false(asm_join(&t)); // behind nothing
	asm_op(&t, "RET", "%s", "");
	assert_false(asm_join(&t));
	asm_op(&t, "VZEROUPPER", "%s", "");
	assert_false(asm_join(&t)); // asmfmt would take the semicolon away
	asm_op(&t, "PUSHQ", "BP");
	assert_true(asm_join(&t));
	asm_data(&t, "WORD", "$0x1; BYTE $0x2", "one");
	assert_true(asm_join(&t));
	asm_op(&t, "JMP", "out"); // behind another it ends nothing, for asmfmt
	assert_true(asm_join(&t));
	asm_data(&t, "BYTE", "$0x3", "two");
	asm_data(&t, "BYTE", "$0x4", "a comment that takes more than sixty characters by itself, as few do");
	assert_false(asm_join(&t));
	asm_op(&t, "POPQ", "BP");
	asm_flush(&t);
	assert_string_equal(out.p, "\tRET\n"
	                           "\tVZEROUPPER\n"
	                           "\tPUSHQ BP; WORD $0x1; BYTE $0x2; JMP out; BYTE $0x3 // one; two\n"
	                           "\tBYTE  $0x4                                         "
	                           "// a comment that takes more than sixty characters by itself, as few do\n"
	                           "\tPOPQ  BP\n");
	arena_free(a);
}

// Dense lines: bytes run on over the ends of instructions.
static void test_dense(void **state)
{
	static const struct asm_directive directives[] = {{8, "QUAD"}, {4, "LONG"}, {2, "WORD"}, {1, "BYTE"}, {0, NULL}};
	static const uint8_t bytes[] = {0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9};
	(void)state;
	struct arena *a = arena_new();
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};
	dense_macros(&t, directives);
	dense_macros(&t, directives);
	assert_string_equal(strstr(out.p, "#define"),
	                    "#define B3(x) WORD $(x & 0xffff); BYTE $(x >> 16)\n"
	                    "#define B5(x) LONG $(x & 0xffffffff); BYTE $(x >> 32)\n"
	                    "#define B6(x) LONG $(x & 0xffffffff); WORD $(x >> 32)\n"
	                    "#define B7(x) LONG $(x & 0xffffffff); WORD $(x >> 32 & 0xffff); BYTE $(x >> 48)\n"
	                    "// Bn(x) is the n bytes of x, the lowest first. `go tool objdump -s FUNCTION` on the program\n"
	                    "// that they are in shows the instructions.\n");
	out.len = 0;
	dense_begin(&t, directives);
	asm_bytes(&t, directives, bytes, 4, "a comment that is left out");
	assert_true(asm_join(&t));
	asm_bytes(&t, directives, bytes + 4, 5, NULL); // across the end of a QUAD
	asm_bytes(&t, directives, bytes, 3, NULL);     // not joined
	assert_true(asm_join(&t));
	asm_op(&t, "PUSHQ", "BP");
	assert_true(asm_join(&t));
	asm_bytes(&t, directives, bytes, 4, NULL);
	asm_bytes(&t, directives, bytes, 7, NULL);
	assert_true(asm_join(&t));
	asm_op(&t, "CALL", "f(SB)"); // asmfmt would move a macro in front of small letters
	assert_true(asm_join(&t));
	asm_bytes(&t, directives, bytes, 6, NULL);
	asm_op(&t, "RET", "%s", "");
	assert_false(asm_join(&t));
	for (int i = 0; i < 6; i++) {
		asm_join(&t);
		asm_bytes(&t, directives, bytes, 8, NULL);
	}
	dense_end(&t);
	assert_string_equal(out.p, "\tQUAD $0xa8a7a6a5a4a3a2a1; BYTE $0xa9\n"
	                           "\tB3(0XA3A2A1); PUSHQ BP; LONG $0XA4A3A2A1\n"
	                           "\tLONG $0xa4a3a2a1; WORD $0xa6a5; BYTE $0xa7; CALL f(SB); B6(0XA6A5A4A3A2A1)\n"
	                           "\tRET\n"
	                           "\tQUAD $0xa8a7a6a5a4a3a2a1; QUAD $0xa8a7a6a5a4a3a2a1; QUAD $0xa8a7a6a5a4a3a2a1; "
	                           "QUAD $0xa8a7a6a5a4a3a2a1; QUAD $0xa8a7a6a5a4a3a2a1\n"
	                           "\tQUAD $0xa8a7a6a5a4a3a2a1\n");
	arena_free(a);
}

static void test_buf(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = {.arena = a};
	buf_printf(&b, "%s", "");
	assert_int_equal(b.len, 0);
	// pieces of every length up to beyond the first reservation, against strlen
	char *piece = arena_alloc(a, 9001);
	size_t want = 0;
	memset(piece, 'x', 9000);
	for (int n = 0; n <= 9000; n += n < 70 ? 1 : 893) {
		buf_printf(&b, "%.*s%d", n, piece, n % 10);
		want += (size_t)n + 1;
		assert_int_equal(b.len, want);
		assert_int_equal(strlen(b.p), want);
		assert_int_equal(b.p[want - 1], '0' + n % 10);
	}
	assert_memory_equal(b.p, "0x1xx2xxx3", 10);
	arena_free(a);
}

static void test_arena_alloc(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t n = 0; n < 3000; n++) {
		unsigned char *p = arena_alloc(a, n);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		if (n)
			memset(p, 0xff, n); // must show in no other allocation
	}
	unsigned char *big = arena_alloc(a, 5 << 20), *small = arena_alloc(a, 1);
	assert_int_equal(big[0] | big[(5 << 20) - 1] | small[0], 0);
	big[(5 << 20) - 1] = 1;
	assert_int_equal(small[0], 0);
	arena_free(a);
	arena_free(NULL);
}

static void test_arena_strings(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(arena_strdup(a, ""), "");
	assert_string_equal(arena_strdup(a, "abc"), "abc");
	assert_string_equal(arena_strndup(a, "abc", 2), "ab");
	assert_string_equal(arena_printf(a, "%s-%d", "x", 5), "x-5");
	assert_string_equal(arena_printf(a, "%s", ""), "");
	assert_int_equal(strlen(arena_printf(a, "%0100000d", 1)), 100000);
	arena_free(a);
}

static void test_vec(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	VEC(size_t) v = {0};
	for (size_t i = 0; i < 5000; i++) {
		VEC_PUSH(a, &v, i * i);
		arena_alloc(a, i % 40); // neighbours, which growth must not touch
	}
	assert_int_equal(v.n, 5000);
	for (size_t i = 0; i < v.n; i++)
		assert_int_equal(v.v[i], i * i);
	arena_free(a);
}

// AddressSanitizer asks for this; its allocator then answers like the real one.
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

// A request that no machine has memory for ends the program with status 3.
static void test_arena_exhausted(void **state)
{
	(void)state;
	static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 15, SIZE_MAX / 2, SIZE_MAX / 2 + 1};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		int status;
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			close(STDERR_FILENO);
			arena_alloc(arena_new(), sizes[i]);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), EXIT_TOOL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_diag_formats),
		cmocka_unit_test(test_diag_code),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_diag_tool),
		cmocka_unit_test(test_diag_order),
		cmocka_unit_test(test_diag_status),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_asmtext),
		cmocka_unit_test(test_asmtext_columns),
		cmocka_unit_test(test_asmtext_blocks),
		cmocka_unit_test(test_asmtext_join),
		cmocka_unit_test(test_dense),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_arena_alloc),
		cmocka_unit_test(test_arena_strings),
		cmocka_unit_test(test_vec),
		cmocka_unit_test(test_arena_exhausted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
