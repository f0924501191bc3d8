package keep

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// standing is a package whose functions have Go code that stands in.
const standing = `-- s/decl.go --
//go:build amd64 && !purego

package s

import other "example.com/m/types"

//nearcall:source csrc/s.c

// Sum adds up.
//
//nearcall:func sum
//nearcall:fallback sumGo
//go:noescape
func Sum(xs []int32) int32

// Flip turns the bits of dst around, in place.
//
//nearcall:func flip
//nearcall:fallback flipGo
//go:noescape
func Flip(dst []uint8, by uint8)

//nearcall:func mix
//nearcall:fallback mixGo
//go:noescape
func Mix(p *other.Mixed, _ string, f float64) (a float64, b bool)

//nearcall:func far
//nearcall:fallback farGo
//go:noescape
func Far(p *byte) byte
-- s/go.go --
package s

import "example.com/m/types"

func sumGo(xs []int32) (n int32) {
	for _, x := range xs {
		n += x
	}
	return n
}

func flipGo(dst []uint8, by uint8) {
	for i := range dst {
		dst[i] ^= by
	}
}

func mixGo(p *types.Mixed, s string, f float64) (float64, bool) {
	p.A += uint64(len(s))
	return p.F + f, p.Small[1] > 3
}

func farGo(p *byte) byte { return *p }
-- s/csrc/s.c --
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
int32_t sum(const int32_t *xs, size_t n) { uint32_t s = 0; for (size_t i = 0; i < n; i++) s += (uint32_t)xs[i]; return (int32_t)s; }
void flip(uint8_t *dst, size_t n, uint8_t by) { for (size_t i = 0; i < n; i++) dst[i] ^= by; }
struct mixed { uint64_t a; double f; int8_t small[3]; };
struct result { double a; _Bool b; };
struct result mix(struct mixed *p, const char *s, size_t n, double f) { p->a += n; return (struct result){p->f + f, p->small[1] > 3}; }
uint8_t far(const uint8_t *p) { return *p; }
-- types/types.go --
package types

type Mixed struct {
	A     uint64
	F     float64
	Small [3]int8
	_     [5]byte
}
-- use/use.go --
package main

import "example.com/m/s"

func main() { println(s.Sum([]int32{1, 2, 3})) }
`

func newStanding(t *testing.T) *bench {
	return &bench{t: t, dir: harness.Module(t, standing), env: []string{"CGO_ENABLED=0"}}
}

// TestFallback: what nearcall writes stands in on other architectures and with
// the tag purego, and a test compares the two.
func TestFallback(t *testing.T) {
	t.Parallel()
	b := newStanding(t)
	harness.MustNearcall(t, b.dir, b.env, "build", "s")
	text := harness.Read(t, b.dir, "s/nearcall_fallback.go")
	for _, want := range []string{
		"//go:build !amd64 || purego\n", "\n// Sum adds up.\nfunc Sum(xs []int32) int32 { return sumGo(xs) }\n",
		"func Flip(dst []uint8, by uint8) { flipGo(dst, by) }",
		"func Mix(p *other.Mixed, p1 string, f float64) (a float64, b bool) { return mixGo(p, p1, f) }",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if r := harness.Run(t, b.dir, nil, "gofmt", "-l", "."); r.Stdout != "" {
		t.Errorf("gofmt -l: %s", r.Stdout)
	}
	runs := []struct{ env, args string }{
		{"GOOS=linux", "test ./s"}, {"GOOS=linux", "test -tags purego ./s"},
		{"GOARCH=amd64", "vet -tags purego ./..."}, {"GOARCH=arm64", "build ./s"},
	}
	if !testing.Short() {
		runs = append(runs, []struct{ env, args string }{
			{"GOARCH=amd64", "vet ./..."}, {"GOARCH=arm64", "vet ./..."}, {"GOARCH=386", "vet ./..."},
			{"GOOS=windows", "build ./..."}, {"GOARCH=wasm", "build ./s"},
		}...)
	}
	for _, c := range runs {
		env := append(b.env, c.env)
		if c.env == "GOARCH=wasm" {
			env = append(env, "GOOS=js")
		}
		harness.Must(t, b.dir, env, "go", strings.Fields(c.args)...)
	}
	for _, tags := range []string{"-tags=", "-tags=purego"} {
		if r := harness.Run(t, b.dir, b.env, "go", "run", tags, "./use").Want(t, 0, "go run"); r.Stderr != "6\n" {
			t.Errorf("%s: prints %q, want 6", tags, r.Stderr)
		}
	}
	listed := harness.Must(t, b.dir, b.env, "go", "test", "-list", ".", "./s")
	for _, want := range []string{"FuzzNearcall_Sum", "FuzzNearcall_Flip", "FuzzNearcall_Mix", "TestNearcallFiles"} {
		if !strings.Contains(listed, want+"\n") {
			t.Errorf("no %s among the tests:\n%s", want, listed)
		}
	}
	if strings.Contains(listed, "Far") {
		t.Error("Far, whose pointer may be to many bytes, is called with anything")
	}
	// Without the directives, the files go.
	text = harness.Read(t, b.dir, "s/decl.go")
	for _, name := range []string{"sumGo", "flipGo", "mixGo", "farGo"} {
		text = strings.Replace(text, "//nearcall:fallback "+name+"\n", "", 1)
	}
	b.write("s/decl.go", text)
	harness.MustNearcall(t, b.dir, b.env, "build", "s")
	if r := harness.Run(t, b.dir, nil, "ls", "s"); strings.Contains(r.Stdout, "nearcall_f") {
		t.Errorf("files of no fallback are there: %s", r.Stdout)
	}
}

// TestFallbackDiffers: C that does something else than the Go code is found by
// a plain go test.
func TestFallbackDiffers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, new, want string }{
		{"another result", "return (int32_t)s", "return (int32_t)(s + (n > 20 && xs[7] < 0))", "FuzzNearcall_Sum"},
		{"another length", "i < n; i++) s +=", "i + 1 < n; i++) s +=", "FuzzNearcall_Sum"},
		{"a byte too many", "i < n; i++) dst", "i < n + (n > 4); i++) dst", "FuzzNearcall_Flip"},
		{"a byte in front", "dst[i] ^= by; }", "dst[i] ^= by; if (n > 9) dst[-1]++; }", "FuzzNearcall_Flip"},
		{"a struct that is changed", "p->a += n;", "p->a += n; p->small[2]++;", "FuzzNearcall_Mix"},
		{"a bit of a number", "p->f + f,", "p->f + f + (n > 30 ? p->f * 1e-16 : 0),", "FuzzNearcall_Mix"},
		{"another comparison", "> 3", "< 3", "FuzzNearcall_Mix"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newStanding(t)
			b.edit("s/csrc/s.c", c.old, c.new)
			harness.MustNearcall(t, b.dir, b.env, "build", "s")
			r := harness.Run(t, b.dir, b.env, "go", "test", "./s")
			if r.Status == 0 || !strings.Contains(r.Stdout, c.want) || !strings.Contains(r.Stdout, "C and Go differ") {
				t.Errorf("go test: status %d, want %s to differ:\n%s%.3000s", r.Status, c.want, r.Stdout, r.Stderr)
			}
		})
	}
}

// TestFallbackRefused: what cannot stand in is refused with the way out.
func TestFallbackRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, old, new, want, hint string }{
		{"no such function", "s/decl.go", "fallback sumGo", "fallback sumgo", "there is no Go function sumgo", "declare it in a file without build constraint"},
		{"another type", "s/go.go", "sumGo(xs []int32) (n int32)", "sumGo(xs []int64) (n int64)", "sumGo is func(xs []int64) (n int64), and Sum is func(xs []int32) int32", "the same parameters and results"},
		{"a variable", "s/go.go", "func farGo(p *byte) byte {", "var farGo = func(p *byte) byte {", "there is no Go function farGo", ""},
		{"no body", "s/decl.go", "fallback farGo", "fallback Far", "Far has no body", ""},
		{"no constraint", "s/decl.go", "//go:build amd64 && !purego\n\n", "", "func Sum is declared where sumGo is to stand in, too", "write //go:build amd64 && !purego at the top of the file"},
		{"with purego", "s/decl.go", "amd64 && !purego", "amd64", "func Sum is declared where", "//go:build amd64 && !purego"},
		{"on all", "s/decl.go", "amd64 && !purego", "!purego", "func Sum is declared where", ""},
		{"on others", "s/decl.go", "amd64 && !purego", "(amd64 || riscv64) && !purego", "func Sum is declared where", ""},
		{"two", "s/decl.go", "//nearcall:fallback sumGo", "//nearcall:fallback sumGo\n//nearcall:fallback sumGo", "second //nearcall:fallback", ""},
		{"nothing", "s/decl.go", "fallback sumGo", "fallback", "//nearcall:fallback has no argument", "//nearcall:fallback goName"},
		{"too much", "s/decl.go", "fallback sumGo", "fallback sumGo flipGo", "//nearcall:fallback takes one Go function", ""},
		{"alone", "s/decl.go", "//nearcall:func far\n", "", "//nearcall:fallback without //nearcall:func", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newStanding(t)
			b.edit(c.file, c.old, c.new)
			r := harness.Nearcall(t, b.dir, b.env, "build", "s").Want(t, 1, "nearcall build")
			if !strings.Contains(r.Stderr, c.want) || !strings.Contains(r.Stderr, c.hint) || !strings.Contains(r.Stderr, "hint: ") {
				t.Errorf("says\n%s\nwant %q, and %q", r.Stderr, c.want, c.hint)
			}
		})
	}
}
