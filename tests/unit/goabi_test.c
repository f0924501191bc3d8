/*
 * goabi_test: trampolines/goabi.h against the rules of cmd/compile/abi-internal.md,
 * by hand: what each value is in, where it is on the stack, and the room behind
 * the return address that is the callee's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/amd64/goabi.h"
#include "arch/arm64/goabi.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define SCALAR(name, KIND, n) static const struct gotype name = {.text = #name, .kind = KIND, .size = n, .align = n}
SCALAR(boolean, GO_BOOL, 1);
SCALAR(i8, GO_INT8, 1);
SCALAR(i16, GO_INT16, 2);
SCALAR(i32, GO_INT32, 4);
SCALAR(i64, GO_INT64, 8);
SCALAR(f32, GO_FLOAT32, 4);
SCALAR(f64, GO_FLOAT64, 8);
SCALAR(pointer, GO_UNSAFE_POINTER, 8);
static const struct gotype c64 = {.kind = GO_COMPLEX64, .size = 8, .align = 4}, c128 = {.kind = GO_COMPLEX128, .size = 16, .align = 8};
static const struct gotype string = {.kind = GO_STRING, .size = 16, .align = 8}, slice = {.kind = GO_SLICE, .size = 24, .align = 8};
static const struct gotype iface = {.kind = GO_INTERFACE, .size = 16, .align = 8};

// a whole number of elements of type t
#define ARRAY(name, t, n, bytes, al) static const struct gotype name = {.kind = GO_ARRAY, .size = bytes, .align = al, .elem = &t, .len = n}
ARRAY(none, i64, 0, 0, 8);
ARRAY(one, i64, 1, 8, 8);
ARRAY(two, i64, 2, 16, 8);
ARRAY(two8, i8, 2, 2, 1);
ARRAY(one_float, f64, 1, 8, 8);
ARRAY(one_of_two, two, 1, 16, 8);

#define STRUCT(name, bytes, al, ...) \
	static const struct gofield name##_fields[] = {__VA_ARGS__}; \
	static const struct gotype name = {.kind = GO_STRUCT, .size = bytes, .align = al, .fields = name##_fields, \
	                                   .nfields = sizeof name##_fields / sizeof *name##_fields}
static const struct gotype empty = {.kind = GO_STRUCT, .size = 0, .align = 1};
STRUCT(mixed, 16, 8, {"a", 0, &f64}, {"b", 8, &i64});
STRUCT(small, 8, 4, {"a", 0, &i8}, {"b", 2, &i16}, {"c", 4, &f32});
STRUCT(three, 24, 8, {"a", 0, &i64}, {"b", 8, &i64}, {"c", 16, &i64});
STRUCT(nested, 40, 8, {"m", 0, &mixed}, {"s", 16, &string}, {"o", 32, &one});
STRUCT(with_two, 24, 8, {"a", 0, &i64}, {"t", 8, &two});
STRUCT(with_empty, 8, 8, {"e", 0, &empty}, {"a", 0, &i64});
STRUCT(ten, 80, 8, {"a", 0, &i64}, {"b", 8, &i64}, {"c", 16, &i64}, {"d", 24, &i64}, {"e", 32, &i64}, {"f", 40, &i64},
       {"g", 48, &i64}, {"h", 56, &i64}, {"i", 64, &i64}, {"j", 72, &i64});
STRUCT(floats4, 32, 8, {"a", 0, &f64}, {"b", 8, &f64}, {"c", 16, &f64}, {"d", 24, &f64});

enum { MAX = 24 };

// Registers by their names; "+n" is a parameter on the stack, n bytes from the
// first one there. The words of one parameter are joined by a colon.
struct row {
	const char *name;
	const struct gotype *params[MAX], *results[MAX];
	const char *want, *want_results;
	uint64_t area;
};

static const struct row rows[] = {
	{"nothing", {0}, {0}, "", "", 0},
	{"one", {&i64}, {&i64}, "AX", "AX", 8},
	{"nine integers", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64}, {0}, "AX BX CX DI SI R8 R9 R10 R11", "", 72},
	{"ten integers", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64}, {&i64},
	 "AX BX CX DI SI R8 R9 R10 R11 +0", "AX", 80},
	{"small ones spill closely", {&i8, &i8, &i16, &i32, &boolean}, {0}, "AX BX CX DI SI", "", 16},
	{"small ones on the stack lie closely", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i8, &i8, &i32, &i16}, {0},
	 "AX BX CX DI SI R8 R9 R10 R11 +0 +1 +4 +8", "", 16 + 72},
	{"fifteen floats", {&f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64}, {&f64},
	 "X0 X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 X11 X12 X13 X14", "X0", 120},
	{"sixteen floats", {&f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f32, &i8}, {0},
	 "X0 X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 X11 X12 X13 X14 +0 AX", "", 8 + 128},
	{"of both kinds", {&f32, &i32, &f64, &pointer}, {&f32, &i8}, "X0 AX X1 BX", "X0 AX", 24},
	{"strings, slices, interfaces", {&string, &slice, &iface}, {&string}, "AX:BX CX:DI:SI R8:R9", "AX:BX", 56},
	{"complex numbers", {&c64, &c128, &f32}, {&c128}, "X0:X1 X2:X3 X4", "X0:X1", 32},
	{"structs", {&mixed, &small, &three}, {&mixed}, "X0:AX BX:CX:X1 DI:SI:R8", "X0:AX", 48},
	{"nested", {&nested}, {0}, "X0:AX:BX:CX:DI", "", 40},
	{"an array of one and of two", {&one, &two, &i64, &one_float, &one_of_two}, {&two}, "AX +0 BX X0 +16", "+32", 48 + 24},
	{"a small array of two", {&two8, &i8}, {0}, "+0 AX", "", 8 + 8},
	{"a struct with an array of two", {&i64, &with_two, &i64}, {0}, "AX +0 BX", "", 24 + 16},
	{"what has no size", {&none, &empty, &i64, &with_empty}, {&empty, &i64}, "+0 +0 AX BX", "+0 AX", 16},
	// 7 of 9 used up: three do not fit as a whole, and what comes later does
	{"later ones still get registers", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &three, &i64, &i64, &i64, &f64}, {0},
	 "AX BX CX DI SI R8 R9 +0 R10 R11 +24 X0", "", 32 + 80},
	{"a mixed struct beyond the integers is on the stack with its float",
	 {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &mixed, &f64}, {0}, "AX BX CX DI SI R8 R9 R10 R11 +0 X0", "", 16 + 80},
	{"a struct of ten", {&ten, &i64}, {&ten}, "+0 AX", "+80", 160 + 8},
	{"four floats in one", {&floats4, &floats4, &floats4, &floats4, &f64}, {&floats4}, "X0:X1:X2:X3 X4:X5:X6:X7 X8:X9:X10:X11 +0 X12",
	 "X0:X1:X2:X3", 32 + 104},
	{"a string that does not fit", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &string, &i64}, {0},
	 "AX BX CX DI SI R8 R9 R10 +0 R11", "", 16 + 72},
	// results begin on the stack where the arguments end, at a whole word
	{"results behind arguments", {&two8, &i64}, {&two8, &i64, &two}, "+0 AX", "+8 AX +16", 32 + 8},
	{"ten results", {0}, {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i8}, "", "AX BX CX DI SI R8 R9 R10 R11 +0", 8},
};

// Of arm64 what its other numbers of registers make different.
static const struct row arm64_rows[] = {
	{"nothing", {0}, {0}, "", "", 0},
	{"sixteen integers", {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64}, {&i64},
	 "R0 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15", "R0", 128},
	{"seventeen integers",
	 {&i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i64, &i8, &f64}, {0},
	 "R0 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 +0 F0", "", 8 + 136},
	{"seventeen floats",
	 {&f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f64, &f32, &i8}, {&f32},
	 "F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 +0 R0", "F0", 8 + 136},
	{"strings, slices, interfaces", {&string, &slice, &iface}, {&string}, "R0:R1 R2:R3:R4 R5:R6", "R0:R1", 56},
	{"structs", {&mixed, &small, &three}, {&mixed}, "F0:R0 R1:R2:F1 R3:R4:R5", "F0:R0", 48},
	{"ten in one, which does not fit a second time", {&ten, &ten, &i64}, {&ten}, "R0:R1:R2:R3:R4:R5:R6:R7:R8:R9 +0 R10",
	 "R0:R1:R2:R3:R4:R5:R6:R7:R8:R9", 80 + 88},
	{"an array of two", {&i64, &two, &i64}, {&two}, "R0 +0 R1", "+16", 32 + 16},
	{"floats in fours", {&floats4, &floats4, &floats4, &floats4, &f64}, {0},
	 "F0:F1:F2:F3 F4:F5:F6:F7 F8:F9:F10:F11 F12:F13:F14:F15 +0", "", 8 + 128},
};

struct convention {
	struct go_call (*assign)(struct arena *a, const struct gofunc *f);
	const char *const *ints; // names, or NULL: R and the number
	char floats;
};

static const char *const int_names[] = {"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"};

// Which of the parameters the word is a part of; NULL if it has no size.
static const struct goparam *owner(const struct goparam *p, size_t n, const struct go_word *w)
{
	const struct goparam *found = NULL;
	for (size_t i = 0; i < n; i++)
		if (w->size && w->offset >= p[i].offset && w->offset + w->size <= p[i].offset + p[i].type->size)
			found = &p[i];
	return found;
}

static const char *word(struct arena *a, const struct convention *c, const struct go_word *w)
{
	if (w->reg == GOABI_ON_STACK)
		return arena_printf(a, "+%llu", (unsigned long long)w->stack);
	if (w->is_float)
		return arena_printf(a, "%c%d", c->floats, w->reg);
	return c->ints ? c->ints[w->reg] : arena_printf(a, "R%d", w->reg);
}

static const char *render(struct arena *a, const struct convention *c, const struct go_words *words,
                          const struct goparam *p, size_t n)
{
	const char *s = "";
	const struct goparam *before = NULL;
	for (size_t i = 0; i < words->v.n; i++) {
		const struct go_word *w = &words->v.v[i];
		const struct goparam *of = owner(p, n, w);
		s = arena_printf(a, "%s%s%s", s, !*s ? "" : of && of == before ? ":" : " ", word(a, c, w));
		before = of;
	}
	return s;
}

static size_t fill(struct goparam *p, const struct gotype *const *types, uint64_t *offset)
{
	size_t n = 0;
	for (; n < MAX && types[n]; n++) {
		*offset = (*offset + types[n]->align - 1) / types[n]->align * types[n]->align;
		p[n] = (struct goparam){"", *offset, types[n], false};
		*offset += types[n]->size;
	}
	*offset = (*offset + 7) / 8 * 8;
	return n;
}

static bool fits(const struct convention *c, const struct row *row)
{
	struct arena *a = arena_new();
	struct goparam params[MAX], results[MAX];
	struct gofunc f = {.params = params, .results = results};
	f.nparams = fill(params, row->params, &f.args_size);
	f.nresults = fill(results, row->results, &f.args_size);
	struct go_call call = c->assign(a, &f);
	const char *got = render(a, c, &call.params, params, f.nparams);
	const char *back = render(a, c, &call.results, results, f.nresults);
	bool ok = strcmp(got, row->want) == 0 && strcmp(back, row->want_results) == 0 && call.area == row->area;
	if (!ok)
		print_error("%s: %s -> %s, %llu; want %s -> %s, %llu\n", row->name, got, back, (unsigned long long)call.area,
		            row->want, row->want_results, (unsigned long long)row->area);
	arena_free(a);
	return ok;
}

static void test_amd64(void **state)
{
	static const struct convention amd64 = {goabi_assign, int_names, 'X'};
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		bad += !fits(&amd64, &rows[i]);
	assert_int_equal(bad, 0);
}

static void test_arm64(void **state)
{
	static const struct convention arm64 = {arm64_go_assign, NULL, 'F'};
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(arm64_rows); i++)
		bad += !fits(&arm64, &arm64_rows[i]);
	assert_int_equal(bad, 0);
}

// Each word keeps where it is in the stack-based frame, and how large it is.
static void test_words(void **state)
{
	static const struct {
		uint64_t offset, size;
		bool is_float;
	} want[] = {{0, 1, false}, {8, 1, false}, {10, 2, false}, {12, 4, true}, {16, 4, true}, {20, 4, true}};
	struct arena *a = arena_new();
	const struct goparam params[] = {{"a", 0, &i8, false}, {"b", 8, &small, false}, {"c", 16, &c64, false}};
	const struct gofunc f = {.params = params, .nparams = 3};
	struct go_call call = goabi_assign(a, &f);
	(void)state;
	assert_int_equal(call.params.v.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		const struct go_word *w = &call.params.v.v[i];
		if (w->offset != want[i].offset || w->size != want[i].size || w->is_float != want[i].is_float)
			fail_msg("word %zu: %llu, %llu, %d", i, (unsigned long long)w->offset, (unsigned long long)w->size, w->is_float);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_amd64), cmocka_unit_test(test_arm64), cmocka_unit_test(test_words)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
