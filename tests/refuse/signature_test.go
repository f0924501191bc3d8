package refuse

import (
	"strings"
	"testing"
)

// TestSignatures: the Go declaration and the C prototype do not agree.
func TestSignatures(t *testing.T) {
	t.Parallel()
	var cases []refusal
	for _, c := range []struct{ name, decl, c, want string }{
		// parameter counts
		{"one more in C", "func F(x int64) int64", "int64_t f(int64_t x, int64_t y) { return x + y; }",
			"F: 1 Go parameter cannot be spread over 2 C parameters of f"},
		{"one more in Go", "func F(x, y int64) int64", "int64_t f(int64_t x) { return x; }",
			"F: 2 Go parameters cannot be spread over 1 C parameter of f"},
		{"none in C", "func F(x int64)", "void f(void) {}", "cannot be spread over 0 C parameters of f"},
		{"none in Go", "func F()", "void f(int *p) { *p = 1; }", "cannot be spread over 1 C parameter of f"},
		{"slice and four words", "func F(x []byte)", "void f(char *p, size_t n, size_t c, int more) {}",
			"cannot be spread over 4 C parameters of f"},

		// sizes
		{"int64 and int32_t", "func F(x int64)", "void f(int32_t x) {}", "parameter x (Go int64, C int32_t): in Go it has 8 bytes, in C 4"},
		{"int8 and int", "func F(x int8)", "void f(int x) {}", "in Go it has 1 byte, in C 4"},
		{"int and int", "func F(n int)", "void f(int n) {}", "parameter n (Go int, C int): in Go it has 8 bytes, in C 4"},
		{"uint and unsigned", "func F(n uint)", "void f(unsigned n) {}", "in Go it has 8 bytes, in C 4"},
		{"uint16 and uint8_t", "func F(x uint16)", "void f(uint8_t x) {}", "in Go it has 2 bytes, in C 1"},
		{"uintptr and uint32_t", "func F(x uintptr)", "void f(uint32_t x) {}", "in Go it has 8 bytes, in C 4"},
		{"uint64 and __int128", "func F(x uint64)", "void f(unsigned __int128 x) {}", "parameter x"},
		{"float64 and float", "func F(x float64)", "void f(float x) {}", "in Go it has 8 bytes, in C 4"},
		{"second of three", "func F(a int32, b int32, c int32)", "void f(int a, short b, int c) {}",
			"parameter b (Go int32, C short): in Go it has 4 bytes, in C 2"},

		// kinds
		{"int and float", "func F(x int32)", "void f(float x) {}", "in Go it is a signed integer, in C a floating-point number"},
		{"float and int", "func F(x float64)", "void f(int64_t x) {}", "in Go it is a floating-point number, in C a signed integer"},
		{"pointer and int", "func F(p *int32)", "void f(uint64_t p) {}", "in Go it is a pointer, in C an unsigned integer"},
		{"unsafe.Pointer and int", "func F(p unsafe.Pointer)", "void f(size_t p) {}", "in Go it is a pointer, in C an unsigned integer"},
		{"int and pointer", "func F(x int)", "void f(char *x) {}", "in Go it is a 64-bit integer, in C a pointer"},
		{"uintptr and pointer", "func F(x uintptr)", "void f(void *x) {}", "in Go it is an unsigned integer, in C a pointer"},
		{"bool and int", "func F(x bool)", "void f(int x) {}", "in Go it is a bool, in C a signed integer"},
		{"bool and unsigned char", "func F(x bool)", "void f(unsigned char x) {}", "in Go it is a bool, in C an unsigned integer"},
		{"uint8 and bool", "func F(x uint8)", "void f(bool x) {}", "in Go it is an unsigned integer, in C a bool"},

		// signedness
		{"int32 and uint32_t", "func F(x int32)", "void f(uint32_t x) {}", "in Go it is a signed integer, in C an unsigned integer"},
		{"uint8 and int8_t", "func F(x uint8)", "void f(int8_t x) {}", "in Go it is an unsigned integer, in C a signed integer"},
		{"uint64 and long", "func F(x uint64)", "void f(long x) {}", "in Go it is an unsigned integer, in C a signed integer"},

		// what pointers point to
		{"*uint32 and uint64_t *", "func F(p *uint32)", "void f(uint64_t *p) {}", "it points to uint32 in Go and to uint64_t in C"},
		{"*int32 and uint32_t *", "func F(p *int32)", "void f(const uint32_t *p) {}", "it points to int32 in Go"},
		{"*float32 and int *", "func F(p *float32)", "void f(int *p) {}", "it points to float32 in Go"},
		{"**int64 and int64_t *", "func F(p **int64)", "void f(int64_t *p) {}", "it points to *int64 in Go"},
		{"pointers to structs", "type S struct { A int32; B int64 }\n\n//nearcall:func f\nfunc F(p *S)",
			"struct s { int64_t b; int32_t a; }; void f(struct s *p) {}", "it points to S in Go"},

		// strings and slices
		{"elements of a slice", "func F(xs []uint64)", "void f(uint32_t *xs, size_t n) {}", "it points to uint64 in Go"},
		{"int as length of a slice", "func F(xs []uint64)", "void f(uint64_t *xs, int n) {}", "parameter xs (Go []uint64, C int)"},
		{"int as length of a string", "func F(s string)", "void f(const char *s, int n) {}", "parameter s (Go string, C int)"},
		{"string and wchar_t", "func F(s string)", "void f(const int32_t *s, size_t n) {}", "parameter s"},
		{"slice for go_string", "func F(s []byte)", "void f(go_string s) {}", "parameter s"},
		{"string for go_slice", "func F(s string)", "void f(go_slice s) {}", "parameter s"},

		// results
		{"result size", "func F() uint64", "uint32_t f(void) { return 1; }", "result (Go uint64, C uint32_t): in Go it has 8 bytes, in C 4"},
		{"result kind", "func F() int32", "float f(void) { return 1; }", "result (Go int32, C float): in Go it is a signed integer"},
		{"result signedness", "func F() int32", "unsigned f(void) { return 1; }", "in Go it is a signed integer, in C an unsigned integer"},
		{"bool from int", "func F() bool", "int f(void) { return 1; }", "result (Go bool, C int)"},
		{"pointer from int", "func F() *byte", "size_t f(void) { return 1; }", "result (Go *byte, C size_t)"},
		{"void where Go wants one", "func F() uint64", "void f(void) {}", "F: Go wants a result, but f returns void"},
		{"a result that Go does not want", "func F()", "int f(void) { return 1; }", "f returns int, but the Go declaration has no result"},
		{"two results from one word", "func F() (a, b uint64)", "uint64_t f(void) { return 1; }", "F: result"},
	} {
		cases = append(cases, refusal{name: c.name, files: oneStub(c.decl, c.c, c.want)})
	}
	refuseAll(t, cases)
}

// oneStub is stub for a declaration that may bring its own directive, behind a type.
func oneStub(decl, c, want string) string {
	text := stub(decl, c, want)
	if strings.Contains(decl, "//nearcall:func") {
		text = strings.Replace(text, "//nearcall:func f\n", "", 1)
	}
	return text
}

// TestTypes: Go or C types that cannot be passed at all.
func TestTypes(t *testing.T) {
	t.Parallel()
	var cases []refusal
	for _, goType := range []string{
		"map[string]int", "chan int", "func()", "interface{}", "any", "error",
		"struct{ n int; m map[int]int }", "[2]chan int", "*map[int]int", "*any",
	} {
		cases = append(cases,
			refusal{name: "parameter " + goType, files: stub("func F(x "+goType+")", cOf(goType, "void f(", " x) {}"), "F: parameter x")},
			refusal{name: "result " + goType, files: stub("func F() "+goType, cOf(goType, "", " f(void) { T t = {0}; return t; }"), "F: result")})
	}
	for _, c := range []struct{ name, decl, c, want string }{
		// void * may point to anything, T * may not
		{"slice of funcs", "func F(x []func())", "void f(void **x, size_t n) {}", "F: parameter x"},
		{"struct with a pointer to an interface", "func F(x *struct{ p *any })", "struct s { void **p; }; void f(struct s *x) {}", "F: parameter x"},
		{"long double", "func F(x float64)", "void f(long double x) {}", "the C type long double, which Go does not have"},
		{"long double result", "func F() float64", "long double f(void) { return 1; }", "the C type long double, which Go does not have"},
		{"vector", "func F(x [4]int32)", "typedef int v __attribute__((vector_size(16))); void f(v x) {}", "vector"},
		{"vector result", "func F() [2]uint64", "typedef uint64_t v __attribute__((vector_size(16))); v f(void) { return (v){1}; }", "vector"},
		{"bit-field", "func F(x struct{ a uint32 })", "struct s { unsigned a : 3; }; void f(struct s x) {}", "the bit-field a of struct s"},
		{"bit-field behind a field", "func F(x struct{ a, b uint32 })", "struct s { unsigned a; unsigned b : 32; unsigned c : 1; }; void f(struct s x) {}", "bit-field"},
		{"union", "func F(x uint64)", "union u { uint64_t a; double d; }; void f(union u x) {}", "union u by value"},
		{"over-aligned struct", "func F(x struct{ a, b uint64 })",
			"struct s { uint64_t a, b; } __attribute__((aligned(32))); void f(struct s x) {}", "its alignment is raised"},
		{"over-aligned field", "func F(x struct{ a uint32; _ [3]uint32 })",
			"struct s { _Alignas(16) uint32_t a; }; void f(struct s x) {}", "its alignment is raised"},
		{"fields swapped", "func F(x struct{ a int32; b float32 })", "struct s { float b; int a; }; void f(struct s x) {}", "field a: in Go it is a signed integer"},
		{"packed", "func F(x struct{ a uint8; b uint32 })", "struct __attribute__((packed)) s { uint8_t a; uint32_t b; }; void f(struct s x) {}", "field b"},
		{"array length", "func F(x [3]uint32)", "struct s { uint32_t x[4]; }; void f(struct s x) {}", "parameter x"},
		{"complex size", "func F(x complex64)", "void f(double _Complex x) {}", "parameter x"},
	} {
		cases = append(cases, refusal{name: c.name, files: stub(c.decl, c.c, c.want)})
	}
	refuseAll(t, cases)
}

// cOf makes C whose type T has the shape that the Go type would have if it could be passed.
func cOf(goType, before, after string) string {
	words := map[bool]string{true: "struct { void *w; }", false: "void *"}[strings.HasPrefix(goType, "struct")]
	switch {
	case goType == "any", goType == "error", strings.HasPrefix(goType, "interface"), strings.HasPrefix(goType, "[2]"), strings.HasPrefix(goType, "struct"):
		words = "struct { void *w[2]; }"
	case strings.HasPrefix(goType, "*"):
		words = "void **"
	}
	return "typedef " + words + " T;\n" + before + "T" + after
}
