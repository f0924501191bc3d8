package long

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestRefused: what C and Go have to agree on, and what a carrier does not have.
func TestRefused(t *testing.T) {
	t.Parallel()
	const guard = "#include \"nearcall.h\"\nstruct r { long at; _Bool more; };\n"
	for _, c := range []struct {
		name, args, decl, c, want string
	}{
		{"no guard", "build .", "//nearcall:func f\n//nearcall:yield\nfunc F(x int) (at int, more bool)",
			"struct r { long at; _Bool more; };\nstruct r f(long x) { return (struct r){x, 0}; }", "F: //nearcall:yield, and f has no nearcall_guard as its last parameter"},
		{"guard in front", "build .", "//nearcall:func f\n//nearcall:yield\nfunc F(x int) (at int, more bool)",
			guard + "struct r f(const nearcall_guard *g, long x) { return (struct r){x, nearcall_should_yield(g)}; }", "f has no nearcall_guard as its last parameter"},
		{"no directive", "build .", "//nearcall:func f\nfunc F(x int) (at int, more bool)",
			guard + "struct r f(long x, const nearcall_guard *g) { return (struct r){x, nearcall_should_yield(g)}; }", "f has a nearcall_guard, and the Go declaration no //nearcall:yield"},
		{"one parameter less", "build .", "//nearcall:func f\n//nearcall:yield\nfunc F(x, y int, q *byte) (at Q, more bool)\n\ntype Q int",
			guard + "struct r f(long x, const nearcall_guard *g) { return (struct r){x, nearcall_should_yield(g)}; }", "func F has 1 results and 0 parameters of type Q"},
		{"other numbers", "build .", "//nearcall:func f\n//nearcall:yield\nfunc F(x int, q *byte) (at int, more bool)",
			guard + "struct r f(long x, const nearcall_guard *g) { return (struct r){x, nearcall_should_yield(g)}; }", "F: 2 Go parameters cannot be spread over 1 C parameter of f"},
		{"chunk in an archive", "archive -o p.a .", "//nearcall:func f\n//nearcall:chunk 8\nfunc F(x int, p []byte) int", "long f(long x, const char *p, long n) { return n ? x + *p : x; }", "F: an archive does not hold the Go code for //nearcall:chunk"},
		{"yield in an archive", "archive -o p.a .", "//nearcall:func f\n//nearcall:yield\nfunc F() bool", "#include \"nearcall.h\"\n_Bool f(const nearcall_guard *g) { return nearcall_should_yield(g); }", "F: an archive does not hold the Go code for //nearcall:yield"},
		{"a string back", "build .", "//nearcall:func f\n//nearcall:blocking\nfunc F(s string) string", "struct s { const char *p; long n; };\nstruct s f(struct s x) { return x; }", "func F is blocking, and its result string holds a pointer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := harness.Module(t, "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n\n"+c.decl+"\n-- csrc/f.c --\n"+c.c+"\n")
			r := harness.Nearcall(t, dir, nil, strings.Fields(c.args)...)
			if r.Status != 1 || !strings.Contains(r.Stderr, c.want) {
				t.Errorf("status %d, want %q:\n%s", r.Status, c.want, r.Stderr)
			}
		})
	}
}

// TestFits: what is taken.
func TestFits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, decl, c string }{
		{"a prototype in the directive", "build .", "//nearcall:func f(i64, ptr) bool\n//nearcall:yield\nfunc F(x int) bool",
			"#include \"nearcall.h\"\n_Bool f(long x, const nearcall_guard *g) { return x && nearcall_should_yield(g); }"},
		{"levels", "build .", "//nearcall:cpu x86-64-v1 x86-64-v3\n\n//nearcall:func f\n//nearcall:chunk 4096\nfunc F(s int64, p []int64) int64\n\n//nearcall:func f\n//nearcall:blocking\nfunc G(s int64, p []int64) int64",
			"long f(long s, const long *p, long n) { for (long i = 0; i < n; i++) s += p[i]; return s; }"},
		{"types of other packages", "build .", "import \"time\"\n\n//nearcall:func f\n//nearcall:chunk 4096\nfunc F(s time.Duration, p []time.Duration) time.Duration",
			"long f(long s, const long *p, long n) { for (long i = 0; i < n; i++) s += p[i]; return s; }"},
		{"floats beside registers", "build .", "//nearcall:func f\n//nearcall:chunk 4096\nfunc F(s float64, p []float64) float64\n\n//nearcall:func g\nfunc G(x, y float64) float64",
			"double g(double x, double y) { return x * y; }\ndouble f(double s, const double *p, long n) { for (long i = 0; i < n; i++) s += p[i]; return s; }"},
		{"blocking in an archive", "archive -o p.a .", "//nearcall:func f\n//nearcall:blocking\nfunc F(x int) int", "long f(long x) { return x; }"},
		{"package main", "build .", "func main() {}\n\n//nearcall:func f\n//nearcall:chunk 4096\nfunc F(s uint8, p string) uint8",
			"unsigned char f(unsigned char s, const char *p, long n) { for (long i = 0; i < n; i++) s += p[i]; return s; }"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name := "p"
			if strings.HasPrefix(c.name, "package main") {
				name = "main"
			}
			decl := c.decl
			imports := ""
			if strings.HasPrefix(decl, "import") {
				imports, decl, _ = strings.Cut(decl, "\n\n")
			}
			dir := harness.Module(t, "-- p.go --\n//go:build amd64\n\npackage "+name+"\n\n"+imports+"\n\n//nearcall:source csrc/f.c\n\n"+decl+"\n-- csrc/f.c --\n"+c.c+"\n")
			harness.MustNearcall(t, dir, nil, strings.Fields(c.args)...)
			if strings.HasPrefix(c.args, "build") {
				harness.Must(t, dir, nil, "go", "vet", ".")
				harness.Must(t, dir, nil, "go", "build", "-o", "/dev/null", ".")
				if r := harness.Run(t, dir, nil, "gofmt", "-l", "nearcall_amd64.go"); r.Stdout != "" {
					t.Errorf("gofmt -l: %s", r.Stdout)
				}
			}
		})
	}
}
