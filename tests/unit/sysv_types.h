// sysv_types.h - C types beside their descriptions, for the two sysv tests.
//
// The compiler lays the types out; only the classes are written by hand, from
// section 3.2.3 of the System V ABI, AMD64 supplement 1.0.
#ifndef NEARCALL_SYSV_TYPES_H
#define NEARCALL_SYSV_TYPES_H

#include "arch/amd64/csysv.h"

#include <stddef.h>

#define SCALAR(T, k) static const struct ctype c_##T = {.kind = k, .text = #T, .size = sizeof(T), .align = _Alignof(T)}
#define FIELD(T, m, type_of_m) {.name = #m, .offset = offsetof(T, m), .type = &c_##type_of_m}
#define COMPOUND(T, k, ...)                                                        \
	static const struct cfield T##_fields[] = {__VA_ARGS__};                   \
	static const struct ctype c_##T = {                                        \
		.kind = k, .text = #T, .size = sizeof(T), .align = _Alignof(T),    \
		.fields = T##_fields, .nfields = sizeof T##_fields / sizeof *T##_fields}
#define STRUCT(T, ...) COMPOUND(T, C_STRUCT, __VA_ARGS__)
#define UNION(T, ...) COMPOUND(T, C_UNION, __VA_ARGS__)
#define ARRAY(T, element, n)                                                       \
	typedef element T[n];                                                      \
	static const struct ctype c_##T = {                                        \
		.kind = C_ARRAY, .text = #T, .size = sizeof(T), .align = _Alignof(T), \
		.elem = &c_##element, .len = n}

typedef _Bool boolean;
typedef signed char i8;
typedef short i16;
typedef int i32;
typedef long i64;
typedef __int128 i128;
typedef void *pointer;
typedef float f32;
typedef double f64;
typedef float _Complex c64;
typedef double _Complex c128;
typedef struct {} empty; // sizeof 0 in GNU C
SCALAR(boolean, C_BOOL);
SCALAR(i8, C_INT);
SCALAR(i16, C_INT);
SCALAR(i32, C_INT);
SCALAR(i64, C_INT);
SCALAR(i128, C_INT);
SCALAR(pointer, C_POINTER);
SCALAR(f32, C_FLOAT);
SCALAR(f64, C_FLOAT);
SCALAR(c64, C_COMPLEX);
SCALAR(c128, C_COMPLEX);
SCALAR(empty, C_STRUCT);
ARRAY(i8_3, i8, 3);
ARRAY(i8_16, i8, 16);
ARRAY(i8_17, i8, 17);
ARRAY(f32_2, f32, 2);
ARRAY(f32_3, f32, 3);
ARRAY(f32_4, f32, 4);

// One eightbyte.
typedef struct { i32 a; f32 b; } int_float;
STRUCT(int_float, FIELD(int_float, a, i32), FIELD(int_float, b, f32));
typedef struct { f32 a; i32 b; } float_int;
STRUCT(float_int, FIELD(float_int, a, f32), FIELD(float_int, b, i32));
typedef struct { f32 a, b; } float_float;
STRUCT(float_float, FIELD(float_float, a, f32), FIELD(float_float, b, f32));
typedef struct { i8 a[3]; } three_bytes;
STRUCT(three_bytes, FIELD(three_bytes, a, i8_3));
typedef struct { boolean a; i16 b; } bool_short;
STRUCT(bool_short, FIELD(bool_short, a, boolean), FIELD(bool_short, b, i16));
typedef struct { i32 a; i8 b; } trailing_padding;
STRUCT(trailing_padding, FIELD(trailing_padding, a, i32), FIELD(trailing_padding, b, i8));
typedef struct { empty none; f64 a; } empty_double;
STRUCT(empty_double, FIELD(empty_double, none, empty), FIELD(empty_double, a, f64));

// Two eightbytes.
typedef struct { f32 a, b; i32 c; } float_float_int;
STRUCT(float_float_int, FIELD(float_float_int, a, f32), FIELD(float_float_int, b, f32), FIELD(float_float_int, c, i32));
typedef struct { f64 a; i32 b; } double_int;
STRUCT(double_int, FIELD(double_int, a, f64), FIELD(double_int, b, i32));
typedef struct { i32 a; f64 b; } int_double;
STRUCT(int_double, FIELD(int_double, a, i32), FIELD(int_double, b, f64));
typedef struct { i64 a, b; } two_longs;
STRUCT(two_longs, FIELD(two_longs, a, i64), FIELD(two_longs, b, i64));
typedef struct { f64 a, b; } two_doubles;
STRUCT(two_doubles, FIELD(two_doubles, a, f64), FIELD(two_doubles, b, f64));
typedef struct { f32 a[3]; } three_floats;
STRUCT(three_floats, FIELD(three_floats, a, f32_3));
typedef struct { f32 a[4]; } four_floats;
STRUCT(four_floats, FIELD(four_floats, a, f32_4));
typedef struct { f32 a; i32 b; f32 c, d; } mixed_then_sse;
STRUCT(mixed_then_sse, FIELD(mixed_then_sse, a, f32), FIELD(mixed_then_sse, b, i32), FIELD(mixed_then_sse, c, f32),
       FIELD(mixed_then_sse, d, f32));
typedef struct { float_float a; int_float b; } nested;
STRUCT(nested, FIELD(nested, a, float_float), FIELD(nested, b, int_float));
typedef struct { i8 a[16]; } bytes_16;
STRUCT(bytes_16, FIELD(bytes_16, a, i8_16));
typedef struct { pointer a; boolean b; } pointer_bool;
STRUCT(pointer_bool, FIELD(pointer_bool, a, pointer), FIELD(pointer_bool, b, boolean));
typedef struct { c64 a; i8 b; } complex_byte;
STRUCT(complex_byte, FIELD(complex_byte, a, c64), FIELD(complex_byte, b, i8));
typedef struct { c128 a; } complex_alone;
STRUCT(complex_alone, FIELD(complex_alone, a, c128));
typedef struct { i128 a; } wide_alone;
STRUCT(wide_alone, FIELD(wide_alone, a, i128));
typedef struct { i32 a; f32_3 b; } int_three_floats;
STRUCT(int_three_floats, FIELD(int_three_floats, a, i32), FIELD(int_three_floats, b, f32_3));
typedef struct { c64 a; f32 b; } complex_float;
STRUCT(complex_float, FIELD(complex_float, a, c64), FIELD(complex_float, b, f32));

// The second eightbyte holds no member: no register carries it.
typedef struct { _Alignas(16) i64 a; } aligned_long;
STRUCT(aligned_long, FIELD(aligned_long, a, i64));
typedef struct { _Alignas(16) f32 a; } aligned_float;
STRUCT(aligned_float, FIELD(aligned_float, a, f32));

// Members of a union merge.
typedef union { i32 a; f32 b; } u_int_float;
UNION(u_int_float, FIELD(u_int_float, a, i32), FIELD(u_int_float, b, f32));
typedef union { f32 a; f64 b; } u_float_double;
UNION(u_float_double, FIELD(u_float_double, a, f32), FIELD(u_float_double, b, f64));
typedef union { f32_4 a; i64 b; } u_floats_long;
UNION(u_floats_long, FIELD(u_floats_long, a, f32_4), FIELD(u_floats_long, b, i64));
typedef union { two_doubles a; double_int b; } u_structs;
UNION(u_structs, FIELD(u_structs, a, two_doubles), FIELD(u_structs, b, double_int));

// In memory: more than 16 bytes, or unaligned members.
typedef struct { i8 a[17]; } bytes_17;
STRUCT(bytes_17, FIELD(bytes_17, a, i8_17));
typedef struct { f64 a, b, c; } three_doubles;
STRUCT(three_doubles, FIELD(three_doubles, a, f64), FIELD(three_doubles, b, f64), FIELD(three_doubles, c, f64));
typedef struct { i64 a; c128 b; } long_complex;
STRUCT(long_complex, FIELD(long_complex, a, i64), FIELD(long_complex, b, c128));
typedef struct { i8 a; i128 b; } byte_wide;
STRUCT(byte_wide, FIELD(byte_wide, a, i8), FIELD(byte_wide, b, i128));
typedef struct __attribute__((packed)) { i8 a; i32 b; } packed_int;
STRUCT(packed_int, FIELD(packed_int, a, i8), FIELD(packed_int, b, i32));
typedef struct __attribute__((packed)) { i32 a; f64 b; } packed_double;
STRUCT(packed_double, FIELD(packed_double, a, i32), FIELD(packed_double, b, f64));
typedef struct __attribute__((packed)) { i16 a; c64 b; } packed_complex;
STRUCT(packed_complex, FIELD(packed_complex, a, i16), FIELD(packed_complex, b, c64));
// Packed, but every member lies at a multiple of its alignment.
typedef struct __attribute__((packed)) { i64 a; i8 b; } packed_aligned;
STRUCT(packed_aligned, FIELD(packed_aligned, a, i64), FIELD(packed_aligned, b, i8));
typedef union { i8_17 a; f64 b; } u_large;
UNION(u_large, FIELD(u_large, a, i8_17), FIELD(u_large, b, f64));

// X(type, registers, class, class)
#define SYSV_TYPES(X)                                  \
	X(boolean, 1, INTEGER, NO_CLASS)               \
	X(i8, 1, INTEGER, NO_CLASS)                    \
	X(i16, 1, INTEGER, NO_CLASS)                   \
	X(i32, 1, INTEGER, NO_CLASS)                   \
	X(i64, 1, INTEGER, NO_CLASS)                   \
	X(i128, 2, INTEGER, INTEGER)                   \
	X(pointer, 1, INTEGER, NO_CLASS)               \
	X(f32, 1, SSE, NO_CLASS)                       \
	X(f64, 1, SSE, NO_CLASS)                       \
	X(c64, 1, SSE, NO_CLASS)                       \
	X(c128, 2, SSE, SSE)                           \
	X(empty, 0, NO_CLASS, NO_CLASS)                \
	X(int_float, 1, INTEGER, NO_CLASS)             \
	X(float_int, 1, INTEGER, NO_CLASS)             \
	X(float_float, 1, SSE, NO_CLASS)               \
	X(three_bytes, 1, INTEGER, NO_CLASS)           \
	X(bool_short, 1, INTEGER, NO_CLASS)            \
	X(trailing_padding, 1, INTEGER, NO_CLASS)      \
	X(empty_double, 1, SSE, NO_CLASS)              \
	X(float_float_int, 2, SSE, INTEGER)            \
	X(double_int, 2, SSE, INTEGER)                 \
	X(int_double, 2, INTEGER, SSE)                 \
	X(two_longs, 2, INTEGER, INTEGER)              \
	X(two_doubles, 2, SSE, SSE)                    \
	X(three_floats, 2, SSE, SSE)                   \
	X(four_floats, 2, SSE, SSE)                    \
	X(mixed_then_sse, 2, INTEGER, SSE)             \
	X(nested, 2, SSE, INTEGER)                     \
	X(bytes_16, 2, INTEGER, INTEGER)               \
	X(pointer_bool, 2, INTEGER, INTEGER)           \
	X(complex_byte, 2, SSE, INTEGER)               \
	X(complex_alone, 2, SSE, SSE)                  \
	X(wide_alone, 2, INTEGER, INTEGER)             \
	X(int_three_floats, 2, INTEGER, SSE)           \
	X(complex_float, 2, SSE, SSE)                  \
	X(aligned_long, 1, INTEGER, NO_CLASS)          \
	X(aligned_float, 1, SSE, NO_CLASS)             \
	X(u_int_float, 1, INTEGER, NO_CLASS)           \
	X(u_float_double, 1, SSE, NO_CLASS)            \
	X(u_floats_long, 2, INTEGER, SSE)              \
	X(u_structs, 2, SSE, INTEGER)                  \
	X(bytes_17, 0, MEMORY, NO_CLASS)               \
	X(three_doubles, 0, MEMORY, NO_CLASS)          \
	X(long_complex, 0, MEMORY, NO_CLASS)           \
	X(byte_wide, 0, MEMORY, NO_CLASS)              \
	X(packed_int, 0, MEMORY, NO_CLASS)             \
	X(packed_double, 0, MEMORY, NO_CLASS)          \
	X(packed_complex, 0, MEMORY, NO_CLASS)         \
	X(packed_aligned, 2, INTEGER, INTEGER)         \
	X(u_large, 0, MEMORY, NO_CLASS)

#endif
