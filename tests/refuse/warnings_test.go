package refuse

import (
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const doubtful = `-- p/p.go --
package p

//nearcall:source ../c/a.c ../c/b.c ../c/silent.c

//nearcall:func a
func A(x int32) int32

//nearcall:func b
func B(x int32) int32

//nearcall:func silent
func Silent(x int32) int32
-- c/a.c --
#include "include/h.h"
int a(int x) { return shared(x) / 0; }
-- c/b.c --
#include "include/h.h"
int b(int x) { return shared(x); }
-- c/include/h.h --
static inline int shared(int x) { return x << 40; }
-- c/silent.c --
int silent(int x) { return x; }
`

// warning is a line in which a compiler warns, with the name of the file as it gives it.
var warning = regexp.MustCompile(`(?m)^(.*):\d+:\d+: warning: `)

// TestWarnings: what the C compiler warns of is shown, under names that people
// can go to from where they are, and counted; it refuses nothing.
func TestWarnings(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		for _, from := range []struct{ dir, arg, prefix string }{{".", "./...", "c/"}, {"p", "", "../c/"}} {
			dir := harness.Module(t, doubtful)
			for _, command := range []string{"build", "check"} {
				args := append([]string{command}, strings.Fields(from.arg)...)
				r := harness.MustNearcall(t, dir+"/"+from.dir, []string{"CC=" + cc}, args...)
				var files []string
				for _, m := range warning.FindAllStringSubmatch(r.Stderr, -1) {
					files = append(files, strings.TrimPrefix(m[1], from.prefix))
				}
				if got := strings.Join(files, " "); got != "include/h.h a.c include/h.h" {
					t.Errorf("%s, %v in %s: warnings about %q:\n%s", cc, args, from.dir, got, r.Stderr)
				}
				counted := strings.HasSuffix(r.Stderr, "\nnearcall: 3 warnings from the C compiler\n")
				if !counted || strings.Contains(r.Stderr, "generated.") {
					t.Errorf("%s: not counted, or twice:\n%s", cc, r.Stderr)
				}
			}
			harness.Read(t, dir, "p/nearcall_amd64.s")
		}
	}
}

// TestWarningFlags: the flags of C compilers go on to decide.
func TestWarningFlags(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		for _, c := range []struct {
			flags    string
			status   int
			said, no string
		}{
			{"-w", 0, "", "warning"},
			{"-Werror", 1, "error: ../c/a.c does not compile", "warnings from"},
			{"-Wall -Wextra -Wunused-parameter", 0, "3 warnings from the C compiler", "error"},
		} {
			flags := "//nearcall:cflags " + c.flags + "\n//nearcall:source"
			dir := harness.Module(t, strings.Replace(doubtful, "//nearcall:source", flags, 1))
			r := harness.Nearcall(t, dir+"/p", []string{"CC=" + cc}, "build")
			if r.Status != c.status || !strings.Contains(r.Stderr, c.said) || strings.Contains(r.Stderr, c.no) {
				t.Errorf("%s %s: status %d, want %d, %q and no %q:\n%s", cc, c.flags, r.Status, c.status, c.said, c.no, r.Stderr)
			}
		}
	}
}

// TestWarningsOfOthers: a refusal beside them, and the warnings of all packages in one sum.
func TestWarningsOfOthers(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, doubtful+strings.ReplaceAll("\n"+doubtful, "\n-- ", "\n-- q/")+
		"-- q/p/more.go --\npackage p\n\n//nearcall:func none\nfunc None()\n")
	r := harness.Nearcall(t, dir, nil, "check", "./...")
	counted := strings.HasSuffix(r.Stderr, "\nnearcall: 2 packages: 1 checked, 1 refused; 6 warnings from the C compiler\n")
	if r.Status != 1 || !counted || !strings.Contains(r.Stderr, "None: no C function none") {
		t.Errorf("status %d:\n%s", r.Status, r.Stderr)
	}
}
