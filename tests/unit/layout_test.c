/*
 * layout_test: pack/bind/layout.c over pairs of types; what is said of each pair
 * in full, by hand from the types and gc's and the System V ABI's layouts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bind/bind.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// Go's.
#define GO(name, KIND, n, al) static const struct gotype g_##name = {.text = #name, .kind = GO_##KIND, .size = n, \
	.align = al}
#define GO_OF(name, KIND, n, al, e, count) \
	static const struct gotype g_##name = {.text = #name, .kind = GO_##KIND, .size = n, .align = al, .elem = &g_##e, \
	                                       .len = count}
#define GO_FIELDS(name, n, al, ...)                                                \
	static const struct gofield g_##name##_fields[] = {__VA_ARGS__};           \
	static const struct gotype g_##name = {.text = #name, .kind = GO_STRUCT, .size = n, .align = al, \
	                                       .fields = g_##name##_fields, .nfields = COUNT(g_##name##_fields)}
GO(bool, BOOL, 1, 1);
GO(int8, INT8, 1, 1);
GO(int16, INT16, 2, 2);
GO(int32, INT32, 4, 4);
GO(int64, INT64, 8, 8);
GO(int, INT, 8, 8);
GO(uint8, UINT8, 1, 1);
GO(uint32, UINT32, 4, 4);
GO(uint64, UINT64, 8, 8);
GO(uint, UINT, 8, 8);
GO(float32, FLOAT32, 4, 4);
GO(float64, FLOAT64, 8, 8);
GO(complex64, COMPLEX64, 8, 4);
GO(complex128, COMPLEX128, 16, 8);
GO(unsafe, UNSAFE_POINTER, 8, 8);
GO(map, MAP, 8, 8);
GO(func, FUNC, 8, 8);
GO(chan, CHAN, 8, 8);
GO(interface, INTERFACE, 16, 8);
GO(empty, STRUCT, 0, 1);
static const struct gotype g_again = {.text = "again", .kind = GO_STRUCT, .size = 8, .align = 8, .recursive = true};
GO_OF(string, STRING, 16, 8, uint8, 0);
GO_OF(slice, SLICE, 24, 8, uint64, 0);
GO_OF(two, ARRAY, 16, 8, uint64, 2);
GO_OF(two_floats, ARRAY, 16, 8, float64, 2);
GO_OF(two_small, ARRAY, 8, 4, uint32, 2);
GO_OF(four, ARRAY, 32, 8, uint64, 4);
GO_OF(four_small, ARRAY, 16, 4, uint32, 4);
GO_OF(bytes, ARRAY, 4, 1, uint8, 4);
GO_OF(most, ARRAY, 65536, 1, uint8, 65536);
GO_OF(too_many, ARRAY, 65537, 1, uint8, 65537);
GO_OF(nothings, ARRAY, 0, 1, empty, 1ull << 40);
GO_OF(to_bool, POINTER, 8, 8, bool, 0);
GO_OF(to_int8, POINTER, 8, 8, int8, 0);
GO_OF(to_int64, POINTER, 8, 8, int64, 0);
GO_OF(to_uint64, POINTER, 8, 8, uint64, 0);
GO_OF(to_four, POINTER, 8, 8, four, 0);
GO_OF(to_four_small, POINTER, 8, 8, four_small, 0);
GO_OF(to_map, POINTER, 8, 8, map, 0);
GO_OF(to_again, POINTER, 8, 8, again, 0);
GO_OF(to_to_int64, POINTER, 8, 8, to_int64, 0);
GO_FIELDS(pair, 8, 4, {"c", 0, &g_float32}, {"d", 4, &g_float32});
GO_FIELDS(nested, 12, 4, {"a", 0, &g_int32}, {"b", 4, &g_pair});
GO_FIELDS(gap, 16, 8, {"a", 0, &g_int32}, {"_", 4, &g_bytes}, {"b", 8, &g_int64});
GO_FIELDS(half_gap, 8, 4, {"a", 0, &g_int32}, {"_", 4, &g_int16}, {"b", 6, &g_int16});
GO_FIELDS(end_gap, 8, 4, {"a", 0, &g_int32}, {"_", 4, &g_int32});
GO_OF(end_gaps, ARRAY, 16, 4, end_gap, 2);
GO_FIELDS(in_array, 16, 4, {"v", 0, &g_end_gaps});
GO_FIELDS(in_array_long, 24, 8, {"v", 0, &g_end_gaps}, {"z", 16, &g_int64});
GO_FIELDS(two_longs, 16, 8, {"a", 0, &g_int64}, {"b", 8, &g_int64});
GO_FIELDS(long_int, 16, 8, {"a", 0, &g_int64}, {"b", 8, &g_int32});
GO_FIELDS(one_long, 8, 8, {"a", 0, &g_int64});
GO_FIELDS(holds_most, 65536, 1, {"v", 0, &g_most});
GO_FIELDS(holds_too_many, 65537, 1, {"v", 0, &g_too_many});
GO_FIELDS(holds_func, 8, 8, {"f", 0, &g_func});
GO_FIELDS(holds_pointer, 16, 8, {"p", 0, &g_to_int64}, {"n", 8, &g_int64});

// C's.
#define C(name, KIND, n, al, ...) static const struct ctype c_##name = {.text = #name, .kind = C_##KIND, .size = n, \
	.align = al, __VA_ARGS__}
#define C_OF(name, KIND, n, al, e, count) C(name, KIND, n, al, .elem = &c_##e, .len = count)
#define C_FIELDS(name, KIND, n, al, ...)                                           \
	static const struct cfield c_##name##_fields[] = {__VA_ARGS__};            \
	C(name, KIND, n, al, .fields = c_##name##_fields, .nfields = COUNT(c_##name##_fields))
C(void, VOID, 0, 1, .len = 0);
C(bool, BOOL, 1, 1, .len = 0);
C(char, INT, 1, 1, .is_signed = true, .is_char = true);
C(i8, INT, 1, 1, .is_signed = true);
C(i32, INT, 4, 4, .is_signed = true);
C(i64, INT, 8, 8, .is_signed = true);
C(i128, INT, 16, 16, .is_signed = true);
C(u128, INT, 16, 16, .is_signed = false);
C(u8, INT, 1, 1, .is_signed = false);
C(u32, INT, 4, 4, .is_signed = false);
C(u64, INT, 8, 8, .is_signed = false);
C(f32, FLOAT, 4, 4, .len = 0);
C(f64, FLOAT, 8, 8, .len = 0);
C(f80, FLOAT, 16, 16, .len = 0);
C(c64, COMPLEX, 8, 4, .len = 0);
C(c128, COMPLEX, 16, 8, .len = 0);
C(c160, COMPLEX, 32, 16, .len = 0);
C(decimal, OTHER, 8, 8, .len = 0);
C(function, OTHER, 0, 1, .len = 0);
C(hidden, STRUCT, 0, 1, .incomplete = true);
C(raised, STRUCT, 16, 16, .overaligned = true);
C(reasoned, STRUCT, 8, 8, .unfit = "it has a destructor");
C(nothing, STRUCT, 0, 1, .len = 0);
static const struct ctype c_any = {.text = "any", .kind = C_POINTER, .size = 8, .align = 8};
C_OF(to_char, POINTER, 8, 8, char, 0);
C_OF(to_u8, POINTER, 8, 8, u8, 0);
C_OF(to_u64, POINTER, 8, 8, u64, 0);
C_OF(to_hidden, POINTER, 8, 8, hidden, 0);
C_OF(to_raised, POINTER, 8, 8, raised, 0);
C_OF(to_function, POINTER, 8, 8, function, 0);
C_OF(to_to_u64, POINTER, 8, 8, to_u64, 0);
C_OF(floats, ARRAY, 8, 4, f32, 2);
C_OF(four, ARRAY, 32, 8, u64, 4);
C_OF(rows, ARRAY, 64, 8, four, 2);
C_OF(most, ARRAY, 65536, 1, u8, 65536);
C_OF(too_many, ARRAY, 65537, 1, u8, 65537);
C_OF(to_array, POINTER, 8, 8, four, 0);
C_OF(to_rows, POINTER, 8, 8, rows, 0);
C_OF(vector, VECTOR, 16, 16, f32, 4);
C_FIELDS(float_pair, STRUCT, 8, 4, {.name = "x", .type = &c_f32}, {.name = "y", .offset = 4, .type = &c_f32});
C_FIELDS(nested, STRUCT, 12, 4, {.name = "a", .type = &c_i32}, {.name = "b", .offset = 4, .type = &c_floats});
C_FIELDS(nested_ints, STRUCT, 12, 4, {.name = "a", .type = &c_i32}, {.name = "c", .offset = 4, .type = &c_f32},
         {.name = "d", .offset = 8, .type = &c_u32});
C_FIELDS(int_long, STRUCT, 16, 8, {.name = "a", .type = &c_i32}, {.name = "b", .offset = 8, .type = &c_i64});
C_FIELDS(int_int_long, STRUCT, 16, 8, {.name = "a", .type = &c_i32}, {.name = "r", .offset = 4, .type = &c_u32},
         {.name = "b", .offset = 8, .type = &c_i64});
C_FIELDS(ints, STRUCT, 8, 4, {.name = "a", .type = &c_i32}, {.name = "b", .offset = 4, .type = &c_i32});
C_OF(two_ints, ARRAY, 16, 4, ints, 2);
C_FIELDS(in_array, STRUCT, 16, 4, {.name = "v", .type = &c_two_ints});
C_FIELDS(in_array_long, STRUCT, 24, 8, {.name = "v", .type = &c_two_ints}, {.name = "z", .offset = 16, .type = &c_i64});
C_FIELDS(one_long, STRUCT, 8, 8, {.name = "a", .type = &c_i64});
C_FIELDS(one_double, STRUCT, 8, 8, {.name = "a", .type = &c_f64});
C_FIELDS(two_longs, STRUCT, 16, 8, {.name = "a", .type = &c_i64}, {.name = "b", .offset = 8, .type = &c_i64});
C_FIELDS(two_words, STRUCT, 16, 8, {.name = "a", .type = &c_u64}, {.name = "b", .offset = 8, .type = &c_u64});
C_FIELDS(packed, STRUCT, 12, 1, {.name = "a", .type = &c_i64}, {.name = "b", .offset = 8, .type = &c_i32});
C_FIELDS(header, STRUCT, 16, 8, {.name = "p", .type = &c_to_char}, {.name = "n", .offset = 8, .type = &c_i64});
C_FIELDS(go_slice, STRUCT, 24, 8, {.name = "p", .type = &c_any}, {.name = "n", .offset = 8, .type = &c_i64},
         {.name = "c", .offset = 16, .type = &c_i64});
C_FIELDS(holds_pointer, STRUCT, 16, 8, {.name = "p", .type = &c_to_u64}, {.name = "n", .offset = 8, .type = &c_i64});
C_FIELDS(bits, STRUCT, 8, 8, {.name = "low", .type = &c_i64, .bits = true});
C_FIELDS(either, UNION, 8, 8, {.name = "a", .type = &c_i64}, {.name = "b", .type = &c_f64});
C_FIELDS(holds_either, STRUCT, 8, 8, {.name = "u", .type = &c_either});
C_FIELDS(holds_vector, STRUCT, 16, 16, {.name = "v", .type = &c_vector});
C_FIELDS(holds_most, STRUCT, 65536, 1, {.name = "v", .type = &c_most});
C_FIELDS(holds_too_many, STRUCT, 65537, 1, {.name = "v", .type = &c_too_many});
C_OF(to_either, POINTER, 8, 8, either, 0);
static const struct ctype c_circle;
static const struct cfield circle_fields[] = {{.name = "c", .type = &c_circle}};
static const struct ctype c_circle = {.text = "circle", .kind = C_STRUCT, .size = 8, .align = 8,
	.fields = circle_fields, .nfields = 1};

static const struct {
	const struct gotype *go;
	const struct ctype *c;
	const char *want; // NULL: they agree
} pairs[] = {
	// scalars
	{&g_bool, &c_bool, NULL},
	{&g_int32, &c_i32, NULL},
	{&g_int32, &c_u32, "in Go it is a signed integer, in C an unsigned integer"},
	{&g_uint32, &c_i32, "in Go it is an unsigned integer, in C a signed integer"},
	{&g_int16, &c_i32, "in Go it has 2 bytes, in C 4"},
	{&g_int8, &c_i32, "in Go it has 1 byte, in C 4"},
	{&g_int, &c_i64, NULL},
	{&g_int, &c_u64, NULL},
	{&g_uint, &c_i64, NULL},
	{&g_int, &c_i32, "in Go it has 8 bytes, in C 4"},
	{&g_int8, &c_char, NULL},
	{&g_uint8, &c_char, NULL},
	{&g_bool, &c_char, "in Go it is a bool, in C a char"},
	{&g_bool, &c_u8, "in Go it is a bool, in C an unsigned integer"},
	{&g_float64, &c_f64, NULL},
	{&g_float32, &c_f64, "in Go it has 4 bytes, in C 8"},
	{&g_float64, &c_i64, "in Go it is a floating-point number, in C a signed integer"},
	{&g_float64, &c_f80, "nearcall cannot pass the C type f80, which Go does not have"},
	{&g_uint64, &c_any, "in Go it is an unsigned integer, in C a pointer"},
	{&g_int64, &c_decimal, "nearcall cannot pass the C type decimal by value"},
	// two parts
	{&g_complex64, &c_c64, NULL},
	{&g_complex64, &c_float_pair, NULL},
	{&g_complex128, &c_c128, NULL},
	{&g_complex64, &c_c128, "in Go it has 4 bytes, in C 8"},
	{&g_complex64, &c_f32, "at byte 4 Go has a floating-point number, C has nothing"},
	{&g_complex128, &c_c160, "nearcall cannot pass the C type long double _Complex, which Go does not have"},
	{&g_two, &c_i128, NULL},
	{&g_two_longs, &c_u128, NULL},
	{&g_two_floats, &c_i128, "field [0]: in Go it is a floating-point number, in C a 64-bit integer"},
	{&g_uint64, &c_i128, "C has a 64-bit integer at byte 8, Go has nothing"},
	{&g_string, &c_header, NULL},
	{&g_slice, &c_go_slice, NULL},
	{&g_string, &c_two_longs, "in Go it is a pointer, in C a signed integer"},
	{&g_string, &c_go_slice, "field c: C has a signed integer at byte 16, Go has nothing"},
	// structs: nesting and names do not matter, places and kinds do
	{&g_nested, &c_nested, NULL},
	{&g_nested, &c_nested_ints, "field b.d: in Go it is a floating-point number, in C an unsigned integer"},
	{&g_one_long, &c_i64, NULL},
	{&g_int64, &c_one_long, NULL},
	{&g_two_small, &c_ints, "field [0]: in Go it is an unsigned integer, in C a signed integer"},
	{&g_two_longs, &c_one_long, "field b: at byte 8 Go has a signed integer, C has nothing"},
	{&g_one_long, &c_two_longs, "field b: C has a signed integer at byte 8, Go has nothing"},
	{&g_long_int, &c_two_longs, "field b: in Go it has 4 bytes, in C 8"},
	{&g_long_int, &c_packed, "in Go it has 16 bytes, in C 12"},
	{&g_empty, &c_nothing, NULL},
	{&g_nothings, &c_nothing, NULL},
	{&g_holds_most, &c_holds_most, NULL},
	{&g_holds_too_many, &c_holds_too_many, "nearcall cannot pass a type of more than 65,536 elements"},
	{&g_int64, &c_circle, "nearcall cannot pass the C type circle, which is nested too deeply"},
	// blank fields match anything that lies in them
	{&g_gap, &c_int_long, NULL},
	{&g_gap, &c_int_int_long, NULL},
	{&g_end_gap, &c_ints, NULL},
	{&g_end_gap, &c_i32, "in Go it has 8 bytes, in C 4"},
	{&g_in_array, &c_in_array, NULL},
	{&g_in_array_long, &c_in_array_long, NULL},
	{&g_half_gap, &c_ints, "field b: at byte 6 Go has a signed integer, C has its next field at byte 4"},
	{&g_long_int, &c_int_int_long, "field a: in Go it has 8 bytes, in C 4"},
	{&g_pair, &c_ints, "field c: in Go it is a floating-point number, in C a signed integer"},
	// pointers
	{&g_unsafe, &c_to_u64, NULL},
	{&g_unsafe, &c_any, NULL},
	{&g_to_int64, &c_any, NULL},
	{&g_to_uint64, &c_to_u64, NULL},
	{&g_to_int64, &c_to_u64,
	 "it points to int64 in Go and to u64 in C: in Go it is a signed integer, in C an unsigned integer"},
	{&g_to_to_int64, &c_to_to_u64,
	 "it points to to_int64 in Go and to to_u64 in C: it points to int64 in Go and to u64 in C: "
	                               "in Go it is a signed integer, in C an unsigned integer"},
	{&g_holds_pointer, &c_holds_pointer,
	 "field p: it points to int64 in Go and to u64 in C: in Go it is a signed integer, in C an "
	                                     "unsigned integer"},
	{&g_to_bool, &c_to_char, NULL},
	{&g_to_int8, &c_to_char, NULL},
	{&g_to_bool, &c_to_u8, "it points to bool in Go and to u8 in C: in Go it is a bool, in C an unsigned integer"},
	{&g_to_uint64, &c_to_char, "it points to uint64 in Go and to char in C: in Go it has 8 bytes, in C 1"},
	{&g_to_four, &c_to_u64, NULL},
	{&g_to_uint64, &c_to_array, NULL},
	{&g_to_four, &c_to_array, NULL},
	{&g_to_four, &c_to_rows, NULL},
	{&g_to_four_small, &c_to_array, "it points to four_small in Go and to four in C: in Go it has 4 bytes, in C 8"},
	{&g_to_map, &c_to_u64, "it points to map in Go, which C cannot read"},
	{&g_to_again, &c_to_u64, NULL}, // its fields are not known
	{&g_to_int64, &c_to_hidden, NULL},
	{&g_to_int64, &c_to_either, NULL},
	{&g_to_int64, &c_to_function, NULL},
	{&g_to_int64, &c_to_raised,
	 "it points to int64 in Go and to raised in C: at byte 0 Go has a signed integer, C has nothing"},
	// no values
	{&g_map, &c_any, "nearcall cannot pass the Go type map, which has no C counterpart"},
	{&g_chan, &c_any, "nearcall cannot pass the Go type chan, which has no C counterpart"},
	{&g_interface, &c_two_longs, "nearcall cannot pass the Go type interface, which has no C counterpart"},
	{&g_holds_func, &c_to_function, "nearcall cannot pass the Go type func, which has no C counterpart"},
	{&g_two_longs, &c_raised, "nearcall cannot pass raised by value: its alignment is raised"},
	{&g_int64, &c_hidden, "nearcall cannot pass hidden by value: the debug information does not say what it holds"},
	{&g_four, &c_four, "nearcall cannot pass four by value: C passes no arrays"},
	{&g_int64, &c_reasoned, "nearcall cannot pass reasoned by value: it has a destructor"},
	{&g_int64, &c_either, "nearcall cannot pass the either by value"},
	{&g_int64, &c_holds_either, "nearcall cannot pass the either by value"},
	{&g_two_floats, &c_vector, "nearcall cannot pass the vector type vector by value"},
	{&g_two_floats, &c_holds_vector, "nearcall cannot pass the vector type vector by value"},
	{&g_int64, &c_bits, "nearcall cannot pass the bit-field low of bits"},
	{&g_int64, &c_void, "nearcall cannot pass the C type void by value"},
};

static void test_pairs(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const char *got = layout_mismatch(a, pairs[i].go, pairs[i].c), *want = pairs[i].want;
		if (!got != !want || (got && strcmp(got, want) != 0))
			fail_msg("%s and %s: %s; want %s", pairs[i].go->text, pairs[i].c->text, got ? got : "agree", want ? want : "agree");
	}
	arena_free(a);
}

enum { LEVELS = 12 };

// Pointers to pointers are followed to the eighth: types of two languages that
// hold themselves come to an end.
static void test_levels(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct gotype g[LEVELS] = {g_int64};
	struct ctype c[LEVELS] = {c_u64};
	for (int i = 1; i < LEVELS; i++) {
		g[i] = (struct gotype){.text = "g", .kind = GO_POINTER, .size = 8, .align = 8, .elem = &g[i - 1]};
		c[i] = (struct ctype){.text = "c", .kind = C_POINTER, .size = 8, .align = 8, .elem = &c[i - 1]};
		if (!layout_mismatch(a, &g[i], &c[i]) != (i > 8))
			fail_msg("the numbers behind %d pointers are %s", i, i > 8 ? "compared" : "not compared");
	}
	arena_free(a);
}

static const struct {
	const struct ctype *x, *y;
	bool same;
} c_pairs[] = {
	{&c_void, &c_void, true},
	{&c_void, &c_i32, false},
	{&c_nothing, &c_void, false},
	{&c_i32, &c_i32, true},
	{&c_i32, &c_u32, false},
	{&c_i32, &c_i64, false},
	{&c_i32, &c_f32, false},
	{&c_char, &c_u8, true},
	{&c_char, &c_i8, true},
	{&c_u8, &c_i8, false},
	{&c_char, &c_bool, false},
	{&c_any, &c_to_u64, true}, // ptr says nothing of what it points to
	{&c_any, &c_u64, false},
	{&c_one_double, &c_f64, true},
	{&c_one_long, &c_f64, false},
	{&c_float_pair, &c_c64, true},
	{&c_nested, &c_nested, true},
	{&c_nested, &c_nested_ints, false},
	{&c_int_long, &c_int_int_long, false},
	{&c_packed, &c_two_longs, false},
	{&c_i128, &c_u128, true},
	{&c_i128, &c_two_words, false}, // they are not aligned alike
	{&c_two_longs, &c_two_words, false},
	{&c_reasoned, &c_reasoned, false},
	{&c_bits, &c_bits, false},
	{&c_either, &c_either, false},
	{&c_vector, &c_vector, false},
	{&c_holds_too_many, &c_holds_too_many, false},
};

static void test_same(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(c_pairs); i++)
		if (same_layout(a, c_pairs[i].x, c_pairs[i].y) != c_pairs[i].same ||
		    same_layout(a, c_pairs[i].y, c_pairs[i].x) != c_pairs[i].same)
			fail_msg("%s and %s: want %s", c_pairs[i].x->text, c_pairs[i].y->text, c_pairs[i].same ? "the same" : "different");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs), cmocka_unit_test(test_levels),
		cmocka_unit_test(test_same)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
