package forms

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const (
	fused     = "fused with the C function"
	plain     = "call without a frame, not aligned; not fused: it "
	branching = "call without a frame, aligned by a branch; not fused: it "
	memory    = "call with a frame, for arguments or results in memory, aligned by a branch; not fused: it "
	muchStack = "call with a frame, for the stack that C uses, not aligned; not fused: it "
	muchBoth  = "call with a frame, for the stack that C uses, aligned by a branch; not fused: it "
	inMemory  = "takes or gives values in memory"
	// floats and large structs: the note goes on with the form for other versions of Go
	registers = "by registers; elsewhere than on Go 1.23 to 1.27 "
)

// shapes are C functions with the form that the calls of them should get.
var shapes = []struct {
	name, decl, c, form string
	standsAlone         bool // it is in the generated file as a function of its own
}{
	{"Leaf", "(x int64) int64", `int64_t leaf(int64_t x) { return x + 1; }`, fused, false},
	{"Early", "(x int64) int64", `int64_t early(int64_t x) { if (x < 0) return 3; return x * 7; }`, fused, false},
	{"Loop", "(x *int64, n int64) int64",
		`int64_t loop(int64_t *x, int64_t n) { while (n-- > 0) *(volatile int64_t *)x += n; return *x; }`, fused, false},
	{"Table", "(i uint64) int64", `static const int64_t t[] = {3, 1, 4, 1, 5, 9, 2, 6};
int64_t table(uint64_t i) { return t[i & 7]; }`, plain + "takes an address", true},
	{"Constant", "(x float64) float64", `double constant(double x) { return x * 1.1; }`, registers + fused, false},
	{"Polynomial", "(x float64) float64",
		`double polynomial(double x) { return ((((((((x * 1.1 + 2.2) * x + 3.3) * x + 4.4) * x + 5.5) * x + 6.6) * x + 7.7) * x + 8.8) * x + 9.9) * x + 1.2; }`,
		registers + fused, false},
	{"Constants", "(x float64) float64", "double constants(double x) { double y = 0;" + horner(70) + " return y; }",
		registers + plain + "has constants that take much room", true},
	{"Leaf64", "(x, y float64) float64", `double leaf64(double x, double y) { return x * y; }`, registers + fused, false},
	{"CallsOther", "(x int64) int64", `__attribute__((noinline)) static int64_t other(int64_t x) { __asm__ volatile("" : "+r"(x)); return x * 3; }
int64_t calls_other(int64_t x) { return other(x) + other(x + 1); }`, plain + "calls", true},
	{"TailCalls", "(x int64) int64", `int64_t tail_calls(int64_t x) { return other(x ^ 1); }`, fused, false},
	{"Middle", "(xs []int64) int64", `int64_t middle(const int64_t *xs, uint64_t n) { return n ? xs[0] * 5 ^ xs[n - 1] : -1; }`,
		fused, false},
	{"Far", "(x int64) int64", `int64_t far(int64_t x) { if (__builtin_expect(x & 1, 1)) return x * 5;
	__asm__ volatile(".rept 35\n\tlea 1(%0), %0\n\t.endr" : "+r"(x)); return x; }`, fused, false},
	{"Large", "(x int64) int64", `int64_t large(int64_t x) { __asm__ volatile(".rept 5000\n\tlea 1(%0), %0\n\t.endr" : "+r"(x)); return x; }`,
		plain + "is large", true},
	{"Words", "(x int64) int64", `#define W(n) volatile int64_t w##n = x + n;
#define W4(n) W(n##0) W(n##1) W(n##2) W(n##3)
#define W16(n) W4(n##0) W4(n##1) W4(n##2) W4(n##3)
int64_t words(int64_t x) { W16(1) W16(2) return w100 + w233; }`, plain + "uses much of the stack", true},
	{"MoreWords", "(x int64) int64", `int64_t more_words(int64_t x) { W16(1) W16(2) W16(3) W16(4) return w100 + w433; }`,
		muchStack + "uses much of the stack", true},
	{"Vector", "(x float32) float32", `typedef float v4 __attribute__((vector_size(16)));
float vector(float x) { volatile v4 a = {x, x, x, x}; return a[0] + a[3]; }`, registers + branching + "needs an aligned stack", true},
	{"Buffer", "(x int64) byte", `uint8_t buffer(int64_t x) { volatile uint8_t b[300]; b[x & 255] = 7; return b[x & 255]; }`,
		branching + "uses much of the stack", true},
	{"Deep", "(x int64) byte", `uint8_t deep(int64_t x) { volatile uint8_t b[8192]; b[x & 255] = 7; return b[x & 255]; }`,
		muchBoth + "uses much of the stack", true},
	{"Seven", "(a, b, c, d, e, f, h int64) int64",
		`int64_t seven(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t h) { return a + b + c + d + e + f + h; }`,
		fused, false},
	{"Uneven", "(a, b, c, d, e, f int64, h int8, i int64) int64",
		`int64_t uneven(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int8_t h, int64_t i) { return a + b + c + d + e + f + h + i; }`,
		memory + "takes arguments in memory in another order", true},
	{"Framed", "(x int64) int64", `int64_t framed(int64_t x) { int64_t y; __asm__ volatile("mov %1, %0" : "=r"(y) : "r"(__builtin_frame_address(0))); return x ^ 5; }`,
		plain + "uses its frame in a way that cannot be changed", true},
	// structs of more than four words, which Go would copy
	{"Six", "(s struct{ A, B int64; C struct { D, E [1]int64 }; F *int64 }) int64", `struct de { int64_t d[1], e[1]; };
struct sixth { int64_t a, b; struct de c; int64_t *f; };
int64_t six(struct sixth s) { return s.a - s.c.d[0] + s.c.e[0] * *s.f; }`, registers + fused, false},
	{"Blank", "(s struct{ A, B, C, D, _ int64 }) int64", `struct fifth { int64_t a, b, c, d, e; };
int64_t blank(struct fifth s) { return s.a - s.d; }`, fused, false},
	{"Clash", "(s struct{ A, B, C, D, E int64 }, s_A int64) int64", `int64_t clash(struct fifth s, int64_t x) { return s.a - x; }`, fused, false},
	{"ClashResult", "(s struct{ A, B, C, D, E int64 }) (s_A int64)", `int64_t clash_result(struct fifth s) { return s.b; }`, fused, false},
	{"Unnamed", "(_ int64, x float64) float64", `double unnamed(int64_t a, double x) { return x + (double)a; }`, fused, false},
	{"Length", "(p struct{ X, Y float64 }) float64", `struct pair { double x, y; };
double length(struct pair p) { return p.x * p.x + p.y * p.y; }`, registers + fused, false},
	{"Turned", "(z complex128) (float64, float64)", `struct pair turned(double _Complex z) { return (struct pair){-__imag__ z, __real__ z}; }`,
		registers + fused, false},
	{"Both", "(x float64, n int64) (float64, int64)", `struct both { double a; int64_t b; };
struct both both(double x, int64_t n) { return (struct both){x * 3, n + 1}; }`, registers + fused, false},
	// types of another package
	{"Foreign", "(r image.Rectangle, x float64) float64", `struct pixel { int64_t x, y; }; struct rectangle { struct pixel min, max; };
double foreign(struct rectangle r, double x) { return x * (double)(r.max.y - r.min.x); }`, registers + fused, false},
	// an index into the stack counts as the whole red zone
	{"Indexed", "(i int64, s struct{ A [6]int64 }) int64", `struct six { int64_t a[6]; };
int64_t indexed(int64_t i, struct six s) { return s.a[i & 3] - s.a[5]; }`,
		memory + "uses much of the stack", true},
	{"Big", "(x int64) (a, b, c int64)", `struct big { int64_t a, b, c; };
struct big big(int64_t x) { return (struct big){x * 3, ~x, x >> 1}; }`, fused, false},
	// the results lie in a struct of 24 bytes, and Go has 17 for them
	{"Padded", "(x int64) (a, b int64, c int8)", `struct padded { int64_t a, b; int8_t c; };
struct padded padded(int64_t x) { return (struct padded){x, x + 1, 2}; }`, memory + inMemory, true},
	// called by C as well, or their address is taken
	{"Shared", "(x int64) int64", `__attribute__((noinline)) int64_t shared(int64_t x) { __asm__ volatile("" : "+r"(x)); return x - 9; }
int64_t uses_shared(int64_t x) { return shared(x) * 2; }`, fused, true},
	{"UsesShared", "(x int64) int64", "", plain + "calls", true},
	{"Taken", "(x int64) int64", `__attribute__((noinline)) int64_t taken(int64_t x) { __asm__ volatile("" : "+r"(x)); return x - 8; }
__attribute__((noinline)) int64_t untaken(int64_t x) { __asm__ volatile("" : "+r"(x)); return x - 7; }
int64_t takes(int64_t x) { int64_t (*f)(int64_t) = x & 1 ? taken : untaken; return f(x); }`, fused, true},
	{"Takes", "(x int64) int64", "", plain + "calls", true},
}

// horner is n steps of a polynomial, each with a constant of its own.
func horner(n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, " y = y * x + %d.125;", i)
	}
	return s.String()
}

// bothWays is one C function behind two of Go's: fused where Go has room for
// the whole result, called through a buffer where it has not.
const bothWays = `
//nearcall:func twice
func TwiceFused(x int64) TwiceResult

//nearcall:func twice
func TwiceCalled(x int64) (a, b int64, c int8)

type TwiceResult struct { A, B int64; C int8 }
`

const bothWaysC = `struct twice { int64_t a, b; int8_t c; };
struct twice twice(int64_t x) { return (struct twice){x, x + 2, 3}; }
`

const shapesTest = `
import (
	"image"
	"testing"
)

func TestShapes(t *testing.T) {
	n := int64(5)
	indexed := struct{ A [6]int64 }{[6]int64{1, 3, 1, 4, 9, 4}}
	a, b, c := Padded(7)
	e, f, g := TwiceCalled(7)
	big, big2, big3 := Big(7)
	six := struct{ A, B int64; C struct { D, E [1]int64 }; F *int64 }{A: 5, F: &a}
	six.C.E[0] = 3
	f1, i1 := Both(2, 7)
	re, im := Turned(3 + 4i)
	got := []any{Length(struct{ X, Y float64 }{3, 4}), re, im, f1, i1, Six(six), ClashResult(struct{ A, B, C, D, E int64 }{B: 6}), Blank(struct{ A, B, C, D, _ int64 }{A: 9, D: 2}), Clash(struct{ A, B, C, D, E int64 }{A: 7}, 4), Unnamed(2, 3),
		Foreign(image.Rect(2, 3, 4, 9), 3), Polynomial(0), Far(-3), Far(0), Uneven(1, 2, 3, 4, 5, 6, -7, 8), Framed(2), Indexed(5, indexed), Constant(10), Leaf64(2, 4), Leaf(7), Early(-1), Early(2), Loop(&n, 4), Table(4), CallsOther(1), TailCalls(3), Middle(nil), Middle([]int64{2, 3}),
		Large(2), Words(1), MoreWords(1), Vector(2), Buffer(3), Deep(3), Seven(1, 2, 3, 4, 5, 6, 7), big, big2, big3, a, b, c,
		Shared(10), UsesShared(10), Taken(10), Takes(10), Takes(11), TwiceFused(7), e, f, g}
	want := []any{25.0, -4.0, 3.0, 6.0, int64(8), int64(26), int64(6), int64(7), int64(3), 5.0, 21.0, 1.2, int64(-15), int64(35), int64(22), int64(7), int64(-1), 11.0, 8.0, int64(8), int64(3), int64(14), int64(11), int64(5), int64(9), int64(6), int64(-1), int64(9),
		int64(5002), int64(335), int64(535), float32(4), byte(7), byte(7), int64(28), int64(21), int64(-8), int64(3), int64(7), int64(8), int8(2),
		int64(1), int64(2), int64(2), int64(3), int64(3), TwiceResult{7, 9, 3}, int64(7), int64(9), int8(3)}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d: %v, want %v", i, got[i], want[i])
		}
	}
}
`

func shapesModule(t *testing.T) string {
	t.Helper()
	var stubs, c strings.Builder
	stubs.WriteString("package p\n\nimport \"image\"\n\n//nearcall:source csrc/p.c\n")
	c.WriteString("#include <stdint.h>\n")
	for _, s := range shapes {
		stubs.WriteString("\n//nearcall:func\n//go:noescape\nfunc " + s.name + s.decl + "\n")
		c.WriteString(s.c + "\n")
	}
	return harness.Module(t, "-- p.go --\n"+stubs.String()+bothWays+"-- p_test.go --\npackage p\n"+shapesTest+"-- csrc/p.c --\n"+c.String()+bothWaysC)
}

// inSnakeCase is the C name of a Go function.
func inSnakeCase(name string) string {
	var out strings.Builder
	for i, c := range name {
		if i > 0 && c >= 'A' && c <= 'Z' {
			out.WriteByte('_')
		}
		out.WriteString(strings.ToLower(string(c)))
	}
	return out.String()
}

// TestVerboseNamesForms: nearcall build -v says which form each call got and
// why, and a fused function is not written a second time unless something else
// refers to it.
func TestVerboseNamesForms(t *testing.T) {
	t.Parallel()
	dir := shapesModule(t)
	got := formsOf(t, dir, []string{"CC=clang"}, ".")
	text := harness.Read(t, dir, "nearcall_amd64.s")
	for _, s := range shapes {
		if got[s.name] != s.form {
			t.Errorf("%s: %q, want %q", s.name, got[s.name], s.form)
		}
		want := map[bool]int{true: 1}[s.standsAlone]
		if n := strings.Count(text, "\nTEXT ·"+inSnakeCase(s.name)+"<>(SB)"); n != want {
			t.Errorf("%s: the C function stands %d times by itself, want %d", s.name, n, want)
		}
	}
	if got["TwiceFused"] != fused || got["TwiceCalled"] != memory+inMemory {
		t.Errorf("one function bound twice: %q and %q", got["TwiceFused"], got["TwiceCalled"])
	}
	if n := strings.Count(text, "\nTEXT ·twice<>(SB)"); n != 1 {
		t.Errorf("one function bound twice stands %d times by itself, want 1", n)
	}
	if len(got) != len(shapes)+2 {
		t.Errorf("%d functions are named, want %d", len(got), len(shapes)+2)
	}
	harness.Must(t, dir, nil, "go", "vet", ".")
	harness.Must(t, dir, nil, "go", "test", "-count=1", ".")
}

// TestQuietByDefault: without -v nothing is said of them, and the file is the
// same.
func TestQuietByDefault(t *testing.T) {
	t.Parallel()
	dir := shapesModule(t)
	env := []string{"CC=clang"}
	if r := harness.MustNearcall(t, dir, env, "build", "."); r.Stdout+r.Stderr != "" {
		t.Errorf("nearcall build says:\n%s%s", r.Stdout, r.Stderr)
	}
	quiet := harness.Read(t, dir, "nearcall_amd64.s")
	harness.MustNearcall(t, dir, env, "build", "-v", ".")
	if harness.Read(t, dir, "nearcall_amd64.s") != quiet {
		t.Error("-v changes the generated file")
	}
	for _, args := range [][]string{{"check", "-v", "."}, {"archive", "-v", "-o", filepath.Join(t.TempDir(), "p.a"), "."}} {
		r := harness.Nearcall(t, dir, env, args...).Want(t, 2, "nearcall", args...)
		if !strings.Contains(r.Stderr, "-v and -x belong to nearcall build") {
			t.Errorf("nearcall %v: %s", args, r.Stderr)
		}
	}
}
