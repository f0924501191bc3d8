package refuse

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestKept: C that stores a pointer argument where it stays is told so, once, on both
// architectures; C that does not is not.
func TestKept(t *testing.T) {
	t.Parallel()
	const yes, no = true, false
	for _, c := range []struct {
		name, decl, text string
		want             bool
	}{
		{"in a struct", "s *[32]byte, p *int64", "struct s { long a; long *p; long b, c; }; void f(struct s *s, long *p) { s->p = p; }", yes},
		{"moved on", "s *[32]byte, p *int64", "struct s { long a; long *p; long b, c; }; void f(struct s *s, long *p) { s->p = p + 5; }", yes},
		{"itself", "s *[32]byte", "struct s { struct s *self; long a, b, c; }; void f(struct s *s) { s->self = s; }", yes},
		{"in a variable", "p *int64", "static long *kept; long f(long *p) { long old = kept ? *kept : 0; kept = p; return old; }", yes},
		{"behind a condition", "s **int64, p *int64", "void f(long **s, long *p) { if (*p > 7) { *p = 3; *s = p; } }", yes},
		{"in a loop", "s []*int64, p *int64", "void f(long **s, unsigned long n, long *p) { for (unsigned long i = 0; i < n; i += 3) { s[i] = p; __asm__(\"\"); } }", yes},
		{"a distance", "s *[2]int64, p, q *int64", "void f(long *s, long *p, long *q) { s[1] = (char *)q - (char *)p; }", no},
		{"what it points to", "s *[2]int64, p *int64", "void f(long *s, long *p) { s[1] = *p; }", no},
		{"nothing", "s **int64, p *int64", "void f(long **s, long *p) { *s = 0; *p = 1; }", no},
		{"in a local variable", "p *int64", "long f(long *p) { long *volatile kept = p; return *kept; }", no},
		{"an integer", "s *[2]uint64, n uint64", "void f(unsigned long *s, unsigned long n) { s[1] = n; }", no},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result := ""
			if strings.Contains(c.text, "long f(") {
				result = " int64"
			}
			dir := harness.Module(t, "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n//nearcall:writable *\n\n//nearcall:func f\n//go:noescape\nfunc F("+
				c.decl+")"+result+"\n-- csrc/f.c --\n"+c.text+"\n")
			if !strings.Contains(c.text, "static") {
				harness.Write(t, dir, "p.go", strings.ReplaceAll(harness.Read(t, dir, "p.go"), "//nearcall:writable *\n", ""))
			}
			for _, arch := range []string{"amd64", "arm64", "amd64,arm64"} {
				said := harness.MustNearcall(t, dir, nil, "check", "-arch", arch, ".").Stderr
				want := map[bool]int{yes: 1}[c.want]
				if arch == "arm64" && strings.Contains(c.text, "static") {
					want = 0 // code forms the address in two parts there, which is not followed
				}
				if got := strings.Count(said, "[NC8015]"); got != want {
					t.Errorf("%s: told %d times:\n%s", arch, got, said)
				}
			}
		})
	}
}
