package conformance

import "github.com/nearcall/nearcall/tests/conformance/runner"

// spelling is a pair of names that both mean the same type.
type spelling struct {
	kind  runner.Kind
	ext   runner.Ext
	goes  []string
	named []string // in C
}

// integers, floats and bools. The first of each kind is the plain one that
// the shrinker prefers.
var spellings = []spelling{
	{runner.I64, runner.None, []string{"int64", "int", "uint"}, []string{"int64_t %s", "long %s", "long long %s", "ptrdiff_t %s", "intptr_t %s"}},
	{runner.F64, runner.None, []string{"float64"}, []string{"double %s", "real %s"}},
	{runner.I32, runner.Sign, []string{"int32", "rune"}, []string{"int32_t %s", "int %s", "wide %s", "enum negative %s", "i32alias %s"}},
	{runner.F32, runner.None, []string{"float32"}, []string{"float %s"}},
	{runner.I8, runner.Sign, []string{"int8"}, []string{"int8_t %s", "signed char %s", "char %s"}},
	{runner.I16, runner.Sign, []string{"int16"}, []string{"int16_t %s", "short %s"}},
	{runner.U8, runner.Zero, []string{"uint8", "byte"}, []string{"uint8_t %s", "unsigned char %s"}},
	{runner.U8, runner.Sign, []string{"uint8", "byte"}, []string{"char %s"}},
	{runner.U16, runner.Zero, []string{"uint16"}, []string{"uint16_t %s", "unsigned short %s"}},
	{runner.U32, runner.Zero, []string{"uint32"}, []string{"uint32_t %s", "unsigned %s", "enum colour %s", "colour_t %s"}},
	{runner.U64, runner.None, []string{"uint64", "uint", "uintptr", "int"}, []string{"uint64_t %s", "unsigned long %s", "unsigned long long %s", "size_t %s", "uintptr_t %s"}},
	{runner.Bool, runner.Zero, []string{"bool"}, []string{"_Bool %s", "truth %s"}},
}

// pair is a type's name in Go and in C.
type pair struct{ goes, c string }

var pointers = []pair{
	{"unsafe.Pointer", "void *%s"},
	{"*byte", "uint8_t *%s"}, {"*byte", "char *%s"}, {"*int8", "const char *%s"}, {"*byte", "void *%s"},
	{"unsafe.Pointer", "struct opaque *%s"}, {"*types.Opaque", "struct opaque *%s"}, {"*types.Opaque", "union open *%s"},
	{"unsafe.Pointer", "callback %s"}, {"unsafe.Pointer", "const double *%s"},
	{"*int32", "int32_t *%s"}, {"*int32", "const int32_t *%s"}, {"*uint64", "const volatile uint64_t *%s"},
	{"**int32", "int32_t **%s"}, {"**int32", "int32_t *const *%s"}, {"*[4]int32", "int32_t *%s"}, {"*float64", "real *%s"},
	{"*string", "const go_string *%s"}, {"*[]byte", "go_slice *%s"}, {"*types.Node", "struct node *%s"},
	{"*types.Node", "const node_t *%s"}, {"*complex64", "float _Complex *%s"}, {"*bool", "_Bool *%s"},
	{"*struct{ X, Y int32 }", "struct point *%s"}, {"*types.Point", "const struct point *%s"}, {"*uint32", "enum colour *%s"},
	{"*types.U128", "__int128 *%s"}, {"*[2]uint64", "__int128 *%s"},
}

// decays are parameters that C's declaration calls arrays.
var decays = []pair{
	{"*int32", "int32_t %s[4]"}, {"*[4]int32", "int32_t %s[4]"}, {"*byte", "const char %s[]"}, {"*[3]int16", "int16_t %s[2][3]"},
	{"*[2][3]int16", "int16_t %s[2][3]"},
	{"*float64", "const double %s[const 2]"}, {"*uint64", "uint64_t %s[restrict]"}, {"*types.Point", "struct point %s[]"},
}

// complexes are spelled as complex numbers, or as structs of two parts.
var complexes = []struct {
	kind        runner.Kind
	goes, c, in []string // in: struct in C
}{
	{runner.F32, []string{"complex64", "struct{ Re, Im float32 }", "[2]float32"}, []string{"float _Complex %s", "c32 %s"}, []string{"struct pair32 %s"}},
	{runner.F64, []string{"complex128", "struct{ Re, Im float64 }", "[2]float64"}, []string{"double _Complex %s", "c64 %s"}, []string{"struct pair64 %s"}},
}

var int128s = struct{ goes, c []string }{
	[]string{"struct{ Lo, Hi uint64 }", "[2]uint64", "struct { Lo uint64; Hi int64 }", "types.U128"},
	[]string{"__int128 %s", "unsigned __int128 %s", "u128 %s", "i128 %s"},
}

var headers = []pair{
	{"string", "go_string %s"}, {"string", "struct go_string %s"},
	{"[]byte", "go_slice %s"}, {"[]int32", "struct go_slice %s"}, {"[]float64", "go_slice %s"}, {"[]uint64", "go_slice %s"},
	{"[]types.Point", "go_slice %s"}, {"[]unsafe.Pointer", "go_slice %s"}, {"[]string", "go_slice %s"},
}

// pieces are the C declarations of the words of strings and slices.
var pieces = map[string][]string{
	"string":           {"const char *%s", "char const *restrict %s", "const uint8_t *%s"},
	"[]byte":           {"uint8_t *%s", "const char *%s", "void *%s", "unsigned char *restrict %s"},
	"[]int32":          {"int32_t *%s", "const int *%s", "int32_t %s[]"},
	"[]float64":        {"double *%s", "const double *restrict %s"},
	"[]uint64":         {"const uint64_t *%s", "size_t *%s"},
	"[]types.Point":    {"struct point *%s", "const struct point *%s"},
	"[]unsafe.Pointer": {"void **%s", "void *const *%s"},
	"[]string":         {"go_string *%s", "const struct go_string *%s"},
}

var lengths = []string{"size_t %s", "size_t %s", "int64_t %s", "ptrdiff_t %s", "const size_t %s"}

// logTypes are the Go types of the pointer to the log.
var logTypes = []string{"*byte", "unsafe.Pointer", "*uint8"}

// oddNames are names of parameters that C or generated code might stumble over.
var oddNames = []string{"int", "len", "ret", "é", "x_base", "x", "static", "log", "_"}

// preamble is what every C file begins with.
const preamble = `#include <nearcall.h>
enum negative { MINUS = -1, PLUS = 1 };
typedef enum colour { RED, GREEN } colour_t;
struct opaque;
union open;
typedef struct node { struct node *next; int64_t v; } node_t;
struct point { int32_t x, y; };
typedef void (*callback)(int, ...);
typedef double real;
typedef const int32_t const_i32;
typedef int32_t i32alias;
#ifdef __aarch64__
typedef int32_t wide; // wchar_t is unsigned there
#else
typedef wchar_t wide;
#endif
typedef _Bool truth;
typedef float _Complex c32;
typedef double _Complex c64;
struct pair32 { float re, im; };
struct pair64 { double re, im; };
typedef unsigned __int128 u128;
typedef __int128 i128;

#define PUT(at, n, x) do { __typeof__(x) t_ = (x); \
	_Static_assert(sizeof t_ == (n), "size"); __builtin_memcpy(log_ + (at), &t_, (n)); } while (0)
#define PUTX(at, n, T, x) do { PUT(at, n, x); T w_ = (T)(x); __builtin_memcpy(log_ + (at) + (n), &w_, 8); } while (0)
#define PUTP(at, n, x) do { PUT(at, n, x); const volatile uint8_t *q_ = (const volatile uint8_t *)(x); \
	uint64_t w_ = q_ ? *q_ : 0; __builtin_memcpy(log_ + (at) + (n), &w_, 8); } while (0)
#define F32(k) (((union { uint32_t u; float f; }){.u = (k)}).f)
#define F64(k) (((union { uint64_t u; double f; }){.u = (k)}).f)
#define MOVE(p, k) ((p) ? (void *)((char *)(p) + (k)) : (void *)0)
`

// typesSource is the package that the generated ones import types from.
const typesSource = `// Package types has types that the functions' package imports.
package types

// Opaque is a type that C does not know.
type Opaque struct{ _ [0]byte }

// Node is a list.
type Node struct {
	Next *Node
	V    int64
}

// Point is a point.
type Point struct{ X, Y int32 }

// U128 is an integer.
type U128 struct{ Lo, Hi uint64 }
`
