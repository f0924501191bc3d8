package fire

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// sets are the generated files of each version.
func sets(t *testing.T, change func(string) string) []map[string]string {
	all := make([]map[string]string, len(versions))
	for i, v := range versions {
		dir := newModule(t, v)
		harness.MustNearcall(t, dir, nil, "build", "p")
		all[i] = files(t, filepath.Join(dir, "p"))
		if len(all[i]) != len(generated) {
			t.Fatalf("version %d has %d generated files, want %d", i, len(all[i]), len(generated))
		}
		for name, text := range all[i] {
			all[i][name] = change(text)
		}
	}
	return all
}

// mixtures tries each generated file of each of two versions, or none, under the
// sources of both, and counts the verdicts. Pure sets have to work.
func mixtures(t *testing.T, change func(string) string, from []int) map[string]int {
	all := sets(t, change)
	count := map[string]int{}
	dir := newModule(t, versions[from[0]])
	for _, source := range from {
		versions[source].write(t, dir)
		for k := range 27 {
			choice, pure := "", true
			for i, name := range generated {
				path := filepath.Join(dir, "p", name)
				pick := []int{k % 3, k / 3 % 3, k / 9}[i]
				if pick == 2 {
					choice += " none"
					pure = false
					if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
						t.Fatal(err)
					}
					continue
				}
				choice += fmt.Sprint(" ", from[pick])
				pure = pure && from[pick] == source
				harness.Check(t, os.WriteFile(path, []byte(all[from[pick]][name]), 0o644))
			}
			what, said := verdict(t, dir)
			count[what]++
			if what == wrong || what == silent {
				t.Logf("sources %d, files%s: %s", source, choice, said)
			}
			if pure && what != fmt.Sprint("works: version ", source) {
				t.Errorf("sources %d, files%s: %s %s", source, choice, what, said)
			}
		}
	}
	t.Log(count)
	return count
}

// TestMixtures: files of two builds, and too few of one, never build into a program
// that is neither.
func TestMixtures(t *testing.T) {
	t.Parallel()
	same := func(text string) string { return text }
	pairs := [][]int{{0, 2}}
	if !testing.Short() {
		pairs = append(pairs, []int{0, 1}, []int{1, 2})
	}
	for _, pair := range pairs {
		count := mixtures(t, same, pair)
		if count[wrong]+count[silent] > 0 || count[torn] == 0 || count[stale] == 0 && pair[1] == 2 {
			t.Errorf("%v: %v", pair, count)
		}
	}
}

var assertion = regexp.MustCompile(`(?m)^var _ func.*\n`)

// unsealed is a generated file as it was without a seal and assertions.
func unsealed(text string) string {
	text, _, _ = strings.Cut(text, "// The Go file that was written with this one")
	return assertion.ReplaceAllString(text, "")
}

// TestMixturesControl: without the seal, TestMixtures would find wrong programs.
func TestMixturesControl(t *testing.T) {
	t.Parallel()
	if count := mixtures(t, unsealed, []int{0, 2}); count[wrong] == 0 {
		t.Errorf("no mixture is wrong without the seal: %v", count)
	}
}

// A declaration that is changed after the build is an error of the compiler, be it
// of the same size, of a foreign type, or in a file that is not always built.
func TestStaleDeclarations(t *testing.T) {
	t.Parallel()
	const text = `-- p.go --
package p

import img "image"
import . "time"
import "unsafe"

type image int32
type list []image

//nearcall:source csrc/*.c

//nearcall:func a
func A(x *int32, y int64) int64

//nearcall:func b
func B(p img.Point, d Duration, q unsafe.Pointer) int64

//nearcall:func c
func C(s struct {
	A, B int64 // two
}, l list) (n image)
-- q_linux.go --
package p

import image2 "image"

//nearcall:func d
func D(p *image2.Point) uint64
-- r.go --
//go:build !windows

package p

//nearcall:func e
func E(f float64) float32
-- csrc/a.c --
#include <stddef.h>
struct pair { long a, b; };
long a(int *x, long y) { return *x + y; }
long b(struct pair p, long d, void *q) { return p.a + p.b + d + (q != 0); }
int c(struct pair s, int *l, size_t n) { return (int)(s.a + s.b + (n ? l[0] : 0)); }
unsigned long d(struct pair *p) { return (unsigned long)p->a; }
float e(double f) { return (float)f; }
`
	dir := harness.Module(t, text)
	harness.MustNearcall(t, dir, nil, "build", ".")
	for _, goos := range []string{"linux", "darwin", "windows"} {
		harness.Must(t, dir, []string{"GOOS=" + goos, "CGO_ENABLED=0"}, "go", "vet", ".")
	}
	names, err := filepath.Glob(filepath.Join(dir, "nearcall_*.go"))
	harness.Check(t, err)
	if out := harness.Must(t, dir, nil, "gofmt", append([]string{"-l"}, names...)...); out != "" || len(names) < 2 {
		t.Errorf("gofmt would change %s, of %v", out, names)
	}
	for _, c := range []struct{ file, old, new string }{
		{"p.go", "x *int32", "x *uint32"}, {"p.go", "y int64) int64", "y float64) int64"},
		{"p.go", "y int64) int64", "y int64) uint64"}, {"p.go", "x *int32, y int64", "y int64, x *int32"},
		{"p.go", "d Duration", "d int64"}, {"p.go", "p img.Point", "p [1]img.Point"},
		{"p.go", "q unsafe.Pointer", "q *byte"},
		{"p.go", "A, B int64", "A, C int64"}, {"p.go", "l list", "l []int32"},
		{"q_linux.go", "*image2.Point", "*image2.Rectangle"}, {"r.go", "float32", "int32"},
	} {
		before := harness.Read(t, dir, c.file)
		if !strings.Contains(before, c.old) {
			t.Fatalf("%s has no %q", c.file, c.old)
		}
		harness.Write(t, dir, c.file, strings.Replace(before, c.old, c.new, 1))
		r := harness.Run(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", ".")
		if r.Status == 0 || !strings.Contains(r.Stderr, "value in variable declaration") {
			t.Errorf("%s -> %s: go build says, with status %d: %s", c.old, c.new, r.Status, r.Stderr)
		}
		harness.Write(t, dir, c.file, before)
	}
}
