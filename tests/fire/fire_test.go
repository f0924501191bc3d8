// Package fire tests the tool under fire: killed, stopped by signals, without room
// to write, without its standard descriptors, in company, and under odd names.
package fire

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

var (
	kills = flag.Int("kills", 0, "how many builds to kill; 0 is 25 with -short, 500 without")
	seed  = flag.Int64("seed", 0, "of the random tests; 0 takes a new one")
)

// generated are the files that nearcall writes for the packages here.
var generated = []string{"nearcall_amd64.s", "nearcall_amd64.go", "nearcall_stack_amd64.go"}

// A version of the package p: F has a register entry, G has not. What main prints
// tells the versions apart, and each from any mixture.
type version struct{ decl, c, prints string }

var versions = []version{
	{"x, y float64", "double f(double x, double y) { return x - y; } long g(long x) { return x * 10; }", "6 30\n"},
	{"x, y float64", "double f(double x, double y) { return x + y; } long g(long x) { return x * 11; }", "14 33\n"},
	{"y int64, x float64", "double f(long y, double x) { return x * y; } long g(long x) { return x * 12; }", "40 36\n"},
}

const mainGo = `package main

import "fmt"
import "example.com/m/p"

func main() { fmt.Println(p.F(10, 4), p.G(3)) }
`

// put replaces a file in one step: builds may be reading it.
func put(t testing.TB, dir, name, text string) {
	t.Helper()
	harness.Write(t, dir, name+".new", text)
	harness.Check(t, os.Rename(filepath.Join(dir, name+".new"), filepath.Join(dir, name)))
}

// write makes the sources of p those of the version.
func (v version) write(t testing.TB, dir string) {
	t.Helper()
	put(t, dir, "p/csrc/a.c", v.c)
	put(t, dir, "p/p.go", fmt.Sprintf(`package p

//nearcall:source csrc/*.c

//nearcall:func f
func F(%s) float64

//nearcall:func g
func G(x int64) int64
`, v.decl))
}

// newModule is a module with the sources of a version in p, and a program.
func newModule(t testing.TB, v version) string {
	t.Helper()
	dir := harness.Module(t, "-- main.go --\n"+mainGo)
	v.write(t, dir)
	return dir
}

// files reads the generated files that are there.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, name := range generated {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			got[name] = string(text)
		} else if !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return got
}

// outcomes of verdict.
const (
	torn   = "stops: files of several builds"
	stale  = "stops: files of other declarations"
	absent = "stops: files are missing"
	silent = "STOPS for another reason"
	wrong  = "WRONG"
)

// verdict builds the program and runs it: which version it is, or why it does not
// build.
func verdict(t testing.TB, dir string) (what, said string) {
	t.Helper()
	prog := filepath.Join(t.TempDir(), "prog")
	r := harness.Run(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-o", prog, ".")
	if r.Status == 0 {
		ran := harness.Run(t, dir, nil, prog)
		for i, v := range versions {
			if ran.Status == 0 && ran.Stdout == v.prints {
				return fmt.Sprint("works: version ", i), ""
			}
		}
		return wrong, fmt.Sprintf("status %d, %s%s", ran.Status, ran.Stdout, ran.Stderr)
	}
	for _, c := range []struct{ says, what string }{
		{"nearcall_files_do_not_belong_together__run_nearcall_build_again", torn},
		{"cannot use F (value of type func(", stale},
		{"missing function body", absent},
	} {
		if strings.Contains(r.Stderr, c.says) {
			return c.what, r.Stderr
		}
	}
	return silent, r.Stderr
}

// nothingLeft reports what a folder of a package has besides its own files.
func nothingLeft(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	harness.Check(t, err)
	for _, e := range entries {
		if !slices.Contains(append(generated, "nearcall_test.go"), e.Name()) && e.Name() != "p.go" && e.Name() != "csrc" {
			t.Errorf("%s is left in %s", e.Name(), dir)
		}
	}
}
