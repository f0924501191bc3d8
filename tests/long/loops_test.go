package long

import (
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestLoops: nearcall stack names functions that loop as long as their arguments
// say, and no others.
func TestLoops(t *testing.T) {
	t.Parallel()
	const args = "(p *uint64, n int) uint64"
	cases := []struct {
		name, c string
		loops   bool
	}{
		{"Straight", "return *p * 3 + n;", false},
		{"Counted", "uint64_t s = 0; for (int i = 0; i < 5000; i++) { s = s * 3 + *p; HIDE(s); } return s;", false},
		{"CountedDown", "uint64_t s = 0; for (int i = 77; i > 0; i--) { s = s * 3 + *p; HIDE(s); } return s;", false},
		{"ByLength", "uint64_t s = 0; for (long i = 0; i < n; i++) s = s * 3 + p[i]; return s;", true},
		{"Down", "uint64_t s = 0; while (n-- > 0) { s = s * 3 + *p; HIDE(s); } return s;", true},
		{"UpToConstant", "uint64_t s = 0; for (; n < 1000; n++) { s = s * 3 + *p; HIDE(s); } return s;", true},
		{"Search", "long i = 0; while (p[i] != 47) i++; return i;", true},
		{"List", "long i = 0; while (p) { p = *(uint64_t **)p; i++; } return i;", true},
		{"Inner", "uint64_t s = 0; for (int i = 0; i < 500; i++) { for (long k = 0; k < n; k++) { s = s * 3 + *p; HIDE(s); } } return s;", true},
		{"Called", "return slow(p, n) + 1;", true},
		{"CalledCounted", "return quick(p) + 1;", false},
		{"Copies", "__asm__ volatile(\"rep movsb\" : \"+D\"(p), \"+c\"(n) : \"S\"(p) : \"memory\"); return n;", true},
		{"Forever", "for (;;) HIDE(n);", true},
	}
	var decls, c strings.Builder
	for _, one := range cases {
		decls.WriteString("//nearcall:func " + one.name + "\n//go:noescape\nfunc " + one.name + args + "\n\n")
		c.WriteString("uint64_t " + one.name + "(uint64_t *p, long n) { " + one.c + " }\n")
	}
	dir := harness.Module(t, "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n\n"+decls.String()+
		"//nearcall:func ByLength\n//nearcall:blocking\nfunc Away"+args+"\n-- csrc/f.c --\n#include <stdint.h>\n"+
		"#define HIDE(x) __asm__ volatile(\"\" : \"+r\"(x))\n"+
		"__attribute__((noinline)) static uint64_t slow(uint64_t *p, long n) { uint64_t s = 0; for (long i = 0; i < n; i++) s = s * 3 + p[i]; return s; }\n"+
		"__attribute__((noinline)) static uint64_t quick(uint64_t *p) { uint64_t s = *p; for (int i = 0; i < 100; i++) { s *= 3; HIDE(s); } return s; }\n"+
		c.String())
	for _, flags := range []string{"-O1", "-O2", "-O3"} {
		harness.Write(t, dir, "flags.go", "package p\n\n//nearcall:cflags "+flags+" -Wno-unused-parameter\n")
		out := harness.MustNearcall(t, dir, nil, "stack", ".").Stdout
		page := harness.MustNearcall(t, dir, nil, "stack", "-html", ".").Stdout
		for _, one := range append(cases, struct {
			name, c string
			loops   bool
		}{"Away", "", false}) {
			m := regexp.MustCompile(`(?m)^p\.` + one.name + `: .*\n(.*)$`).FindStringSubmatch(out)
			if m == nil {
				t.Fatalf("no %s in\n%s", one.name, out)
			}
			if said := strings.Contains(m[1], "loops as long as its arguments say, at f.c:"); said != one.loops {
				t.Errorf("%s, %s: told of a loop: %v\n%s", flags, one.name, said, m[1])
			}
			m = regexp.MustCompile(`<h3 id="v0-` + one.name + `">.*\n<p>.*\n(.*)\n`).FindStringSubmatch(page)
			if m == nil {
				t.Fatalf("no %s in\n%s", one.name, page)
			}
			if said := strings.HasPrefix(m[1], "<p>loops as long as its arguments say, at <code>csrc/f.c:"); said != one.loops {
				t.Errorf("%s, %s: the page tells of a loop: %v\n%s", flags, one.name, said, m[1])
			}
		}
	}
}
