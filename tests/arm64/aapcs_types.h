// aapcs_types.h - C types beside their descriptions, for the test of caapcs.h: those of sysv_types.h, which the
// compiler for arm64 lays out alike, and what AAPCS64 has rules of its own for.
#ifndef NEARCALL_AAPCS_TYPES_H
#define NEARCALL_AAPCS_TYPES_H

#include "../unit/sysv_types.h"

ARRAY(f64_2, f64, 2);
ARRAY(f64_4, f64, 4);
ARRAY(f32_5, f32, 5);
ARRAY(f32_2_2, f32_2, 2);
ARRAY(i64_2, i64, 2);
ARRAY(i8_24, i8, 24);
ARRAY(floats_2, float_float, 2);

// Homogeneous.
typedef struct { f32 a; } one_float;
STRUCT(one_float, FIELD(one_float, a, f32));
typedef struct { f64 a; } one_double;
STRUCT(one_double, FIELD(one_double, a, f64));
typedef struct { f64 a[4]; } four_doubles;
STRUCT(four_doubles, FIELD(four_doubles, a, f64_4));
typedef struct { float_float a, b; } two_pairs;
STRUCT(two_pairs, FIELD(two_pairs, a, float_float), FIELD(two_pairs, b, float_float));
typedef struct { f32_2_2 a; } matrix;
STRUCT(matrix, FIELD(matrix, a, f32_2_2));
typedef struct { floats_2 a; } pairs_in_array;
STRUCT(pairs_in_array, FIELD(pairs_in_array, a, floats_2));
typedef struct { c64 a, b; } two_complex;
STRUCT(two_complex, FIELD(two_complex, a, c64), FIELD(two_complex, b, c64));
typedef struct { c128 a; f64_2 b; } complex_doubles;
STRUCT(complex_doubles, FIELD(complex_doubles, a, c128), FIELD(complex_doubles, b, f64_2));
typedef union { f32 a; f32_3 b; } u_floats;
UNION(u_floats, FIELD(u_floats, a, f32), FIELD(u_floats, b, f32_3));
typedef struct { u_floats a; f32 b; } union_float;
STRUCT(union_float, FIELD(union_float, a, u_floats), FIELD(union_float, b, f32));

// Not so: one too many, two kinds, one that is no float, space between.
typedef struct { f32 a[5]; } five_floats;
STRUCT(five_floats, FIELD(five_floats, a, f32_5));
typedef struct { f32 a; f64 b; } float_double;
STRUCT(float_double, FIELD(float_double, a, f32), FIELD(float_double, b, f64));
typedef struct { f64_2 a; i64 b; } doubles_long;
STRUCT(doubles_long, FIELD(doubles_long, a, f64_2), FIELD(doubles_long, b, i64));
typedef union { f64 a; i8 b; } u_double_byte;
UNION(u_double_byte, FIELD(u_double_byte, a, f64), FIELD(u_double_byte, b, i8));

// An array of none is no part of a homogeneous struct; an empty struct is.
ARRAY(f64_0, f64, 0);
ARRAY(empty_2, empty, 2);
typedef struct { f64_0 none; f64 a; } zero_double;
STRUCT(zero_double, FIELD(zero_double, none, f64_0), FIELD(zero_double, a, f64));
typedef struct { empty_2 none; f64_2 a; } empties_doubles;
STRUCT(empties_doubles, FIELD(empties_doubles, none, empty_2), FIELD(empties_doubles, a, f64_2));

// Larger than 16 bytes; of 16, and aligned to it.
typedef struct { i64_2 a; i8 b; } longs_byte;
STRUCT(longs_byte, FIELD(longs_byte, a, i64_2), FIELD(longs_byte, b, i8));
typedef struct { i8 a[24]; } bytes_24;
STRUCT(bytes_24, FIELD(bytes_24, a, i8_24));
typedef union { i128 a; i64_2 b; } u_wide;
UNION(u_wide, FIELD(u_wide, a, i128), FIELD(u_wide, b, i64_2));
typedef struct { u_wide a; } wide_within;
STRUCT(wide_within, FIELD(wide_within, a, u_wide));
typedef struct __attribute__((packed)) { i128 a; } packed_wide;
STRUCT(packed_wide, FIELD(packed_wide, a, i128));

// Those whose alignment is raised are refused before.
#define AAPCS_TYPES(X)                                                                                            \
	X(boolean) X(i8) X(i16) X(i32) X(i64) X(i128) X(pointer) X(f32) X(f64) X(c64) X(c128) X(int_float)        \
	X(float_int) X(float_float) X(three_bytes) X(bool_short) X(trailing_padding) X(float_float_int)           \
	X(double_int) X(int_double) X(two_longs) X(two_doubles) X(three_floats) X(four_floats) X(mixed_then_sse)  \
	X(nested) X(bytes_16) X(pointer_bool) X(complex_byte) X(complex_alone) X(wide_alone) X(int_three_floats)  \
	X(complex_float) X(u_int_float) X(u_float_double) X(u_floats_long) X(u_structs) X(bytes_17)               \
	X(three_doubles) X(long_complex) X(byte_wide) X(packed_int) X(packed_double) X(packed_complex)            \
	X(packed_aligned) X(u_large) X(one_float) X(one_double) X(four_doubles) X(two_pairs) X(matrix)            \
	X(pairs_in_array) X(two_complex) X(complex_doubles) X(u_floats) X(union_float) X(five_floats)             \
	X(float_double) X(doubles_long) X(u_double_byte) X(longs_byte) X(bytes_24) X(u_wide) X(wide_within)       \
	X(packed_wide) X(empty) X(empty_double) X(zero_double) X(empties_doubles)

#endif
