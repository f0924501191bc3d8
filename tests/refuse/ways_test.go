package refuse

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestWaysOut: where Go and C do not agree, the hint says what to write.
func TestWaysOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ decl, c, want string }{
		{"func F(x uint64) error", "uint64_t f(uint64_t x) { return x; }", "return an int32 from C, and make the error of it in Go"},
		{"func F(a [32]byte) uint64", "uint64_t f(const uint8_t a[32]) { return a[0]; }", "C takes arrays by pointer: write *[32]byte in Go"},
		{"func F(a [4]int64) int64", "int64_t f(int64_t *a) { return a[0]; }", "write *[4]int64 in Go"},
		{"func F(s string) uint64", "uint64_t f(const char *s) { return (uint64_t)s[0]; }", "a Go string has a length, and no NUL at its end"},
		{"func F(ok bool) uint64", "uint64_t f(int ok) { return (uint64_t)ok; }", "write bool (stdbool.h) in C, or int32 in Go"},
		{"func F(ok bool) uint64", "uint64_t f(int64_t ok) { return (uint64_t)ok; }", "or int64 in Go"},
		{"func F(r rune) uint64", "uint64_t f(char r) { return (uint64_t)r; }", "a rune is an int32_t in C"},
		{"func F(call func())", "void f(void (*call)(void)) { (void)call; }", "C cannot call Go"},
		{"func F(m map[int]int)", "void f(void *m) { (void)m; }", "C knows no maps"},
		{"func F(v any)", "void f(void *v) { (void)v; }", "C knows no interfaces"},
		{"func F(x uint64) uint64", "uint64_t f(uint64_t x, uint64_t *out) { *out = x; return x; }", "no counterpart there: out (a pointer that C writes to is *T)"},
		{"func F(x, y uint64) uint64", "uint64_t f(uint64_t x) { return x; }", "leave out in Go what C does not take"},
		{"func F(s []byte) uint64", "uint64_t f(const uint8_t *s) { return s[0]; }", "a slice is a pointer and its length"},
	} {
		t.Run(c.decl, func(t *testing.T) {
			t.Parallel()
			r := harness.Nearcall(t, harness.Module(t, stub(c.decl, c.c, "")), nil, "check", ".")
			_, hint, _ := strings.Cut(r.Stderr, "\thint: ")
			if r.Status != 1 || !strings.Contains(hint, c.want) {
				t.Errorf("status %d, no hint %q:\n%s", r.Status, c.want, r.Stderr)
			}
		})
	}
}
