/*
 * bind_test: pack/bind/bind.h: how Go's parameters are spread over C's, and every
 * complaint in full. C's side is a signature, or debug information from gcc.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "bind/bind.h"
#include "cimage.h"
#include "told.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define GO(name, KIND, n) static const struct gotype g_##name = {.text = #name, .kind = GO_##KIND, .size = n, \
	.align = n}
GO(uint8, UINT8, 1);
GO(int32, INT32, 4);
GO(int64, INT64, 8);
GO(int, INT, 8);
GO(uint64, UINT64, 8);
GO(float64, FLOAT64, 8);
static const struct gotype g_string = {.text = "string", .kind = GO_STRING, .size = 16, .align = 8};
static const struct gotype g_words = {.text = "[]uint64", .kind = GO_SLICE, .size = 24, .align = 8, .elem = &g_uint64};
static const struct gotype g_pointer = {.text = "*uint64", .kind = GO_POINTER, .size = 8, .align = 8,
	.elem = &g_uint64};
static const struct gotype g_map = {.text = "map[int]int", .kind = GO_MAP, .size = 8, .align = 8};
static const struct gofield fields[] = {{"a", 0, &g_int64}, {"b", 8, &g_float64}};
static const struct gotype g_mixed = {.text = "mixed", .kind = GO_STRUCT, .size = 16, .align = 8, .fields = fields,
	.nfields = 2};
static const struct gofield halves[] = {{"lo", 0, &g_int64}, {"hi", 8, &g_int64}};
static const struct gotype g_wide = {.text = "wide", .kind = GO_STRUCT, .size = 16, .align = 8, .fields = halves,
	.nfields = 2};

enum { MAX = 8 };

// Parameters are named x, y, z ...; results are ret, ret1 ...
struct row {
	const char *name, *decl;
	const struct gotype *params[MAX], *results[MAX];
	const char *c;    // the signature; with no "(" the function of the C file
	const char *want; // each argument and the result, as describe() tells them; or the complaint
};

#define AT "f.go:7:6: error: F: "
#define AGREE "\thint: make the Go declaration and the C prototype agree\n"
#define SPREAD "\thint: a string is two C parameters or one go_string; a slice is two or three, or one go_slice\n"

static const struct row rows[] = {
	// forms
	{"nothing", "func F()", {0}, {0}, "()", ""},
	{"scalars", "func F(x uint64, y float64) int32", {&g_uint64, &g_float64}, {&g_int32}, "(u64, f64) i32",
	 "x+0 y+8 -> ret+16:4"},
	{"a small one behind another", "func F(x uint8, y int32)", {&g_uint8, &g_int32}, {0}, "(u8, i32)", "x+0 y+4"},
	{"a string as two", "func F(x string)", {&g_string}, {0}, "(ptr, u64)", "x_base+0 x_len+8"},
	{"a string as it is", "func F(x string)", {&g_string}, {0}, "({ptr, i64})", "[x+0]"},
	{"a slice as two", "func F(x []uint64)", {&g_words}, {0}, "(ptr, u64)", "x_base+0 x_len+8"},
	{"a slice as three", "func F(x []uint64)", {&g_words}, {0}, "(ptr, u64, u64)", "x_base+0 x_len+8 x_cap+16"},
	{"a slice as it is", "func F(x []uint64)", {&g_words}, {0}, "({ptr, i64, i64})", "[x+0]"},
	{"of all forms the one that fits, from the left", "func F(x []uint64, y string, z []uint64)", {&g_words, &g_string,
	 &g_words}, {0},
	 "(ptr, u64, u64, {ptr, u64}, ptr, u64)", "x_base+0 x_len+8 x_cap+16 [y+24] z_base+40 z_len+48"},
	{"by the types of the others", "func F(x []uint64, y uint64, z string)", {&g_words, &g_uint64, &g_string}, {0},
	 "(ptr, u64, u64, ptr, u64)", "x_base+0 x_len+8 y+24 z_base+32 z_len+40"},
	{"three, since a float follows", "func F(x []uint64, y float64)", {&g_words, &g_float64}, {0}, "(ptr, u64, u64, f64)",
	 "x_base+0 x_len+8 x_cap+16 y+24"},
	{"a struct", "func F(x mixed) mixed", {&g_mixed}, {&g_mixed}, "({i64, f64}) {i64, f64}", "[x+0] -> [ret+16:16]"},
	// results
	{"several results", "func F(x uint64) (int64, float64)", {&g_uint64}, {&g_int64, &g_float64}, "(u64) {i64, f64}",
	 "x+0 -> [ret+8:16]"},
	{"three results, with padding", "func F() (uint8, int32, int64)", {0}, {&g_uint8, &g_int32, &g_int64},
	 "() {u8, i32, i64}", "-> [ret+0:16]"},
	{"several results, padded at the end", "func F() (int64, int32)", {0}, {&g_int64, &g_int32}, "() {i64, i32}",
	 "-> [ret+0:12]"},
	// complaints
	{"too few", "func F(x uint64, y uint64)", {&g_uint64, &g_uint64}, {0}, "(u64)",
	 AT "2 Go parameters cannot be spread over 1 C parameter of f\n\tGo: func F(x uint64, y uint64)\n"
	 "\tC:  f(u64)  (f.go:7)\n\thint: leave out in Go what C does not take\n"},
	{"too many", "func F(x string)", {&g_string}, {0}, "(ptr, u64, u64)",
	 AT "1 Go parameter cannot be spread over 3 C parameters of f\n\tGo: func F(x string)\n"
	 "\tC:  f(ptr, u64, u64)  (f.go:7)\n" SPREAD},
	{"none for none", "func F()", {0}, {0}, "(u64)",
	 AT "0 Go parameters cannot be spread over 1 C parameter of f\n\tGo: func F()\n\tC:  f(u64)  (f.go:7)\n" SPREAD},
	{"a mismatch", "func F(x uint64, y int32)", {&g_uint64, &g_int32}, {0}, "(u64, u32)",
	 AT "parameter y (Go int32, C u32): in Go it is a signed integer, in C an unsigned integer\n"
	 "\tGo: func F(x uint64, y int32)\n\t                     ^^^^^^^\n\tC:  f(u64, u32)  (f.go:7)\n\t           ^^^\n"
	 AGREE},
	{"a part of a slice", "func F(x []uint64, y uint64)", {&g_words, &g_uint64}, {0}, "(ptr, f64, u64)",
	 AT "parameter x (Go []uint64, C f64): in Go it is a 64-bit integer, in C a floating-point number\n"
	 "\tGo: func F(x []uint64, y uint64)\n\t           ^^^^^^^^^^\n\tC:  f(ptr, f64, u64)  (f.go:7)\n\t           ^^^\n"
	 AGREE},
	{"the form with the fewest", "func F(x []uint64, y string)", {&g_words, &g_string}, {0}, "(ptr, u64, u64, ptr, f64)",
	 AT "parameter y (Go string, C f64): in Go it is a 64-bit integer, in C a floating-point number\n"
	 "\tGo: func F(x []uint64, y string)\n\t                       ^^^^^^^^\n\tC:  f(ptr, u64, u64, ptr, f64)  (f.go:7)\n"
	 "\t                          ^^^\n" AGREE},
	{"of two forms as bad the shorter first", "func F(x []uint64, y string)", {&g_words, &g_string}, {0},
	 "(ptr, u64, f64, f64)",
	 AT "parameter y (Go string, C f64): in Go it is a pointer, in C a floating-point number\n"
	 "\tGo: func F(x []uint64, y string)\n\t                       ^^^^^^^^\n\tC:  f(ptr, u64, f64, f64)  (f.go:7)\n"
	 "\t                ^^^\n" AGREE
	 AT "parameter y (Go string, C f64): in Go it is a 64-bit integer, in C a floating-point number\n"
	 "\tGo: func F(x []uint64, y string)\n\t                       ^^^^^^^^\n\tC:  f(ptr, u64, f64, f64)  (f.go:7)\n"
	 "\t                     ^^^\n" AGREE},
	{"no counterpart", "func F(x map[int]int)", {&g_map}, {0}, "(ptr)",
	 AT "parameter x (Go map[int]int, C ptr): nearcall cannot pass the Go type map[int]int, which has no C counterpart\n"
	 "\tGo: func F(x map[int]int)\n\t           ^^^^^^^^^^^^^\n\tC:  f(ptr)  (f.go:7)\n\t      ^^^\n"
	 "\thint: C knows no maps and channels: pass what is in it, as a slice\n"},
	{"a result ignored", "func F()", {0}, {0}, "() u64",
	 AT "f returns u64, but the Go declaration has no result\n\tGo: func F()\n\tC:  f() u64  (f.go:7)\n"
	 "\thint: give the Go declaration the result too; its callers may ignore it\n"},
	{"one result of two", "func F() int64", {0}, {&g_int64}, "() {i64, f64}",
	 AT "result (Go int64, C {i64, f64}): field 1: C has a floating-point number at byte 8, Go has nothing\n"
	 "\tGo: func F() int64\n\t             ^^^^^\n\tC:  f() {i64, f64}  (f.go:7)\n" AGREE},
	{"the second result", "func F() (int64, int64)", {0}, {&g_int64, &g_int64}, "() {i64, f64}",
	 AT "result (Go (several results), C {i64, f64}): field result 2: in Go it is a signed integer, in C a "
	 "floating-point number\n"
	 "\tGo: func F() (int64, int64)\n\t             ^^^^^^^^^^^^^^\n\tC:  f() {i64, f64}  (f.go:7)\n" AGREE},
	{"a signature with a slip", "func F()", {0}, {0}, "(u65)",
	 AT "a type such as u64, f32, ptr, {u32, f32} or [4]u8 is missing at byte 2 of (u65)\n"
	 "\thint: write it like //nearcall:func sum_u64(ptr, u64) u64\n"},
	{"neither", "func F()", {0}, {0}, "",
	 AT "the C function f carries no debug information\n"
	 "\thint: compile it with -g, or give the prototype: //nearcall:func f(ptr, u64) u64\n"},
	// with debug information
	{"a prototype", "func F(x *uint64, y int) uint64", {&g_pointer, &g_int}, {&g_uint64}, "sum", "x+0 y+8 -> ret+16:8"},
	{"a slice", "func F(x []uint64) uint64", {&g_words}, {&g_uint64}, "sum", "x_base+0 x_len+8 -> ret+24:8"},
	{"both agree", "func F(x []uint64) uint64", {&g_words}, {&g_uint64}, "sum(ptr, u64) u64",
	 "x_base+0 x_len+8 -> ret+24:8"},
	{"both differ", "func F(x []uint64) uint64", {&g_words}, {&g_uint64}, "sum(ptr, i64) u64",
	 AT "the directive says sum(ptr, i64) u64, but the debug information u64 sum(const u64 *xs, u64 n) (pkg/x.c:2)\n"
	 "\thint: correct the directive, or leave the prototype out: the debug information has it\n"},
	{"both differ in number", "func F(x []uint64) uint64", {&g_words}, {&g_uint64}, "sum(ptr) u64",
	 AT "the directive says sum(ptr) u64, but the debug information u64 sum(const u64 *xs, u64 n) (pkg/x.c:2)\n"
	 "\thint: correct the directive, or leave the prototype out: the debug information has it\n"},
	{"variadic", "func F(x *uint64)", {&g_pointer}, {0}, "many",
	 AT "many is variadic\n\tGo: func F(x *uint64)\n\tC:  void many(const u64 *a, ...)  (pkg/x.c:3)\n"
	 "\thint: write a C function with a fixed parameter list around it\n"},
	{"void", "func F(x int32) int32", {&g_int32}, {&g_int32}, "quiet",
	 AT "Go wants a result, but quiet returns void\n\tGo: func F(x int32) int32\n\t                    ^^^^^\n"
	 "\tC:  void quiet(int a)  (pkg/x.c:4)\n\t    ^^^^\n\thint: remove the Go result, or return a value in C\n"},
	{"both marked", "func F(x []uint64) int64", {&g_words}, {&g_int64}, "sum",
	 AT "result (Go int64, C u64): in Go it is a signed integer, in C an unsigned integer\n"
	 "\tGo: func F(x []uint64) int64\n\t                       ^^^^^\n\tC:  u64 sum(const u64 *xs, u64 n)  (pkg/x.c:2)\n"
	 "\t    ^^^\n" AGREE},
	{"a doubt", "func F()", {0}, {0}, "bare",
	 AT "the debug information has no prototype of bare: () stands for (void), or it was compiled with -g1\n"
	 "\tGo: func F()\n\tC:  void bare(void)  (pkg/x.c:5)\n"
	 "\thint: write (void) and compile with -g, or give the prototype: //nearcall:func bare(ptr, u64) u64\n"},
	{"a doubt that the directive takes away", "func F()", {0}, {0}, "bare()", ""},
	// calls that are not as the ABI has them, or where compilers differ
	{"another convention", "func F(x int32) int32", {&g_int32}, {&g_int32}, "windows",
	 AT "windows expects a where the ABI does not pass it: it follows another calling convention, or has more "
	 "parameters than its "
	 "debug information shows\n\tGo: func F(x int32) int32\n\tC:  int windows(int a)  (pkg/x.c:6)\n"
	 "\t                ^^^^^\n"
	 "\thint: nearcall calls by the platform's C ABI: write a function around it that follows it, or give the "
	 "prototype\n"},
	{"__int128 in registers", "func F(x wide)", {&g_wide}, {0}, "(i128)", "[x+0]"},
	{"__int128 beyond them", "func F(x, y, z, v, w int64, r wide)", {&g_int64, &g_int64, &g_int64, &g_int64, &g_int64,
	 &g_wide}, {0},
	 "(i64, i64, i64, i64, i64, i128)",
	 AT "an __int128 beyond the registers is not passed as the ABI says by every compiler\n"
	 "\tGo: func F(x, y, z, v, w int64, r wide)\n\tC:  f(i64, i64, i64, i64, i64, i128)  (f.go:7)\n"
	 "\thint: put it among the first parameters, pass a pointer to it, or compile with gcc\n"},
};

static const char c_source[] =
	"typedef unsigned long u64;\n"
	"u64 sum(const u64 *xs, u64 n) { u64 s = 0; for (u64 i = 0; i < n; i++) s += xs[i]; return s; }\n"
	"void many(const u64 *a, ...) { (void)a; }\n"
	"void quiet(int a) { (void)a; }\n"
	"void bare() {}\n"
	"__attribute__((ms_abi)) int windows(int a) { return a; }\n";

static size_t fill(struct arena *a, struct goparam *p, const struct gotype *const *types, bool results,
	uint64_t *offset)
{
	static const char *const names[] = {"x", "y", "z", "v", "w", "r", "s", "t"};
	size_t n = 0;
	for (; n < MAX && types[n]; n++) {
		const char *name = !results ? names[n] : n ? arena_printf(a, "ret%zu", n) : "ret";
		*offset = (*offset + types[n]->align - 1) / types[n]->align * types[n]->align;
		p[n] = (struct goparam){name, *offset, types[n], false};
		*offset += types[n]->size;
	}
	*offset = (*offset + 7) / 8 * 8;
	return n;
}

// Arguments and the result with their places in Go's frame; [ ] for what is no
// single variable; the result with its bytes.
static const char *describe(struct arena *a, const struct call *c)
{
	const char *s = "";
	for (size_t i = 0; i < c->args.n; i++) {
		const struct carg *arg = &c->args.v[i];
		s = arena_printf(a, "%s%s%s%s+%llu%s", s, i ? " " : "", arg->scalar ? "" : "[", arg->var ? arg->var : "?",
			(unsigned long long)arg->offset,
		                 arg->scalar ? "" : "]");
	}
	if (!c->result)
		return s;
	return arena_printf(a, "%s%s-> %s%s+%llu:%llu%s", s, *s ? " " : "", c->result_scalar ? "" : "[", c->result_var ? c->result_var : "?",
	                    (unsigned long long)c->result_offset, (unsigned long long)c->result_size,
		 c->result_scalar ? "" : "]");
}

// The function's name in the C file, in front of the signature; "f", which is in
// none, without.
static const char *c_name(struct arena *a, const struct row *r)
{
	size_t n = strcspn(r->c, "(");
	return n ? arena_strndup(a, r->c, n) : "f";
}

static void check_row(struct cimage *file, const struct row *r)
{
	struct arena *a = arena_new();
	struct diags d = {.arena = a};
	struct build b = {.arena = a, .diags = &d, .arch = &arch_amd64};
	struct image none = {.arch = &arch_amd64, .fd = -1, .dir = "pkg"};
	struct goparam params[MAX], results[MAX];
	struct gofunc f = {.name = "F", .c_name = c_name(a, r), .pos = {"f.go", 7, 6}, .decl = r->decl, .params = params,
		.results = results};
	struct symbol alone = {.name = f.c_name, .addr = 0x10000, .size = 1, .function = true, .global = true};
	const struct symbol *entry = strcmp(f.c_name, "f") == 0 ? &alone : image_symbol(&file->img, f.c_name);
	struct call call;
	assert_non_null(entry);
	f.signature = r->c + strcspn(r->c, "(");
	f.nparams = fill(a, params, r->params, false, &f.args_size);
	f.nresults = fill(a, results, r->results, true, &f.args_size);
	bool ok = bind_function(&b, entry == &alone ? &none : &file->img, &f, entry, &call);
	const char *got = ok ? describe(a, &call) : told(&d);
	if (strcmp(got, r->want) != 0 || (ok && d.list.n))
		fail_msg("%s: %s\nwant %s", r->name, got, r->want);
	assert_ptr_equal(call.go, &f);
	assert_int_equal(call.entries.n, 1);
	assert_ptr_equal(call.entries.v[0], entry);
	arena_free(a);
}

static void test_rows(void **state)
{
	(void)state;
	struct cimage *c = cimage_new("gcc -O1 -g -fPIC -w", "x.c", c_source);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(c, &rows[i]);
	cimage_free(c);
}

// All that is different is told, not the first alone.
static void test_all_told(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = {.arena = a};
	struct build b = {.arena = a, .diags = &d, .arch = &arch_amd64};
	struct image none = {.arch = &arch_amd64, .fd = -1, .dir = "pkg"};
	const struct goparam params[] = {{"x", 0, &g_int64, false}, {"y", 8, &g_int64, false}, {"z", 16, &g_int64, false}}, result = {"ret", 24,
		&g_float64, false};
	const struct gofunc f = {.name = "F", .c_name = "f", .pos = {"f.go", 7, 6}, .decl = "func F(x, y, z int64) float64",
	                         .signature = "(u64, i64, f64) f32", .params = params, .nparams = 3, .results = &result,
		 .nresults = 1};
	const struct symbol entry = {.name = "f", .addr = 0x10000, .size = 1, .function = true};
	struct call call;
	assert_false(bind_function(&b, &none, &f, &entry, &call));
	assert_int_equal(d.list.n, 3);
	const char *text = told(&d);
	assert_non_null(strstr(text, "parameter x (Go int64, C u64)"));
	assert_non_null(strstr(text, "parameter z (Go int64, C f64)"));
	assert_non_null(strstr(text, "result (Go float64, C f32)"));
	assert_non_null(strstr(text, "\tGo: func F(x, y, z int64) float64\n\t                 ^^^^^^^\n"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_all_told)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
