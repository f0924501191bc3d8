// Package toolexec shows that go build -toolexec="nearcall toolexec" calls C by
// register entries, in all kinds of builds, and that the go command's cache is right.
package toolexec

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// Two packages, one with a path that cmd/asm cannot spell; forms that are fused, that
// call, and that go through a value; assembly of the package's own.
const module = `
-- go.mod --
module example.com/a-b

go 1.23
-- main.go --
package main

import (
	"fmt"

	"example.com/a-b/p.v2"
	"example.com/a-b/q"
)

func main() {
	fmt.Println(p.Add(40, 2), p.Scale(1.5, 4), p.Fold([]uint64{1, 2, 3}), p.Many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), p.Own(5), q.Add(1, 2))
}
-- p.v2/p.go --
package p

//nearcall:source csrc/p.c

//nearcall:func add
func Add(a, b uint64) uint64

//nearcall:func scale
func Scale(a, b float64) float64

//nearcall:func fold
//go:noescape
func Fold(xs []uint64) uint64

//nearcall:func many
func Many(a, b, c, d, e, f, g, h, i, j, k, l uint64) uint64

//nearcall:func twice
func Twice(x uint64) uint64

// Own calls Twice, from assembly.
func Own(x uint64) uint64
-- p.v2/own_amd64.s --
TEXT ·Own(SB), $16-16
	MOVQ x+0(FP), AX
	MOVQ AX, 0(SP)
	CALL ·Twice(SB)
	MOVQ 8(SP), AX
	MOVQ AX, ret+8(FP)
	RET
-- p.v2/p_test.go --
package p

import "testing"

func TestAdd(t *testing.T) {
	if got := Add(40, 2); got != 42 {
		t.Fatal(got)
	}
}
-- p.v2/csrc/p.c --
#include <stddef.h>
#include <stdint.h>
uint64_t add(uint64_t a, uint64_t b) { return a + b; }
double scale(double a, double b) { return a * b; }
__attribute__((noinline)) static uint64_t mix(uint64_t h, uint64_t x) { return (h ^ x) * 31; }
uint64_t fold(const uint64_t *xs, size_t n) {
	uint64_t h = 7;
	for (size_t i = 0; i < n; i++)
		h = mix(h, xs[i]);
	return h + n;
}
uint64_t many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h,
              uint64_t i, uint64_t j, uint64_t k, uint64_t l) { return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l; }
uint64_t twice(uint64_t x) { return 2 * x; }
-- q/q.go --
package q

//nearcall:source csrc/q.c

//nearcall:func add
func Add(a, b uint64) uint64
-- q/csrc/q.c --
#include <stdint.h>
uint64_t add(uint64_t a, uint64_t b) { return 10 * a + b; }
`

const want = "42 6 176920 650 10 12\n"

func flag(t *testing.T) string { return "-toolexec=" + harness.Tool(t) + " toolexec" }

func newModule(t *testing.T) string {
	t.Helper()
	dir := harness.Module(t, module)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./...")
	return dir
}

func build(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	prog := filepath.Join(t.TempDir(), "prog")
	args = append([]string{"build", "-o", prog}, args...)
	harness.Must(t, dir, env, "go", append(args, ".")...)
	return prog
}

func runs(t *testing.T, prog, want string) {
	t.Helper()
	if got := harness.Must(t, ".", nil, prog); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// wrapped lists functions of the packages that Go calls through memory: those have
// a symbol for each of the conventions.
func wrapped(t *testing.T, prog string) string {
	t.Helper()
	var found []string
	for _, line := range strings.Split(harness.Must(t, ".", nil, "go", "tool", "nm", prog), "\n") {
		f := strings.Fields(line)
		if len(f) < 3 || !strings.HasPrefix(f[2], "example.com/a-b/") {
			continue
		}
		if name, is := strings.CutSuffix(f[2], ".abi0"); is {
			found = append(found, name[strings.LastIndex(name, "/")+1:])
		}
	}
	return strings.Join(found, " ")
}

func TestDirect(t *testing.T) {
	dir := newModule(t)
	plain := build(t, dir, nil)
	runs(t, plain, want)
	if got := wrapped(t, plain); !strings.Contains(got, "v2.Add") || !strings.Contains(got, "v2.Fold") || !strings.Contains(got, "q.Add") {
		t.Fatalf("without nearcall toolexec, by memory: %s", got)
	}
	prog := build(t, dir, nil, flag(t))
	runs(t, prog, want)
	for _, name := range []string{"v2.Add", "v2.Fold", "v2.Many", "v2.Scale", "q.Add"} {
		if got := wrapped(t, prog); strings.Contains(got, name) {
			t.Errorf("by memory: %s", got)
		}
	}
	harness.Must(t, dir, nil, "go", "test", flag(t), "./...")
	harness.Must(t, dir, nil, "go", "test", "-cover", flag(t), "./...")
	harness.Must(t, dir, nil, "go", "vet", flag(t), "./...")
}

// compiled lists the packages of the module that a build compiled.
func compiled(t *testing.T, dir string) string {
	t.Helper()
	r := harness.Run(t, dir, nil, "go", "build", "-x", flag(t), "-o", filepath.Join(t.TempDir(), "prog"), ".")
	var all []string
	for _, p := range []string{"example.com/a-b/p.v2", "example.com/a-b/q"} {
		for _, line := range strings.Split(r.Stderr, "\n") {
			if strings.Contains(line, "/compile ") && strings.Contains(line, " -p "+p+" ") {
				all = append(all, p[strings.LastIndex(p, "/")+1:])
			}
		}
	}
	return strings.Join(all, " ")
}

func TestCache(t *testing.T) {
	dir := newModule(t)
	runs(t, build(t, dir, nil, flag(t)), want)
	if got := compiled(t, dir); got != "" {
		t.Errorf("nothing has changed, compiled: %s", got)
	}
	source := strings.Replace(harness.Read(t, dir, "p.v2/csrc/p.c"), "return a + b;", "return a + b + 1;", 1)
	harness.Write(t, dir, "p.v2/csrc/p.c", source)
	if got := compiled(t, dir); got != "" { // what is built is what nearcall build has written
		t.Errorf("C alone has changed, compiled: %s", got)
	}
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./...")
	if got := compiled(t, dir); got != "p.v2" {
		t.Errorf("p has changed, compiled: %s", got)
	}
	runs(t, build(t, dir, nil, flag(t)), "43"+want[2:])
	runs(t, build(t, dir, nil), "43"+want[2:])
}

func TestVendored(t *testing.T) {
	lib := newModule(t)
	app := harness.Module(t, "-- go.mod --\nmodule example.org/app\n\ngo 1.23\n\nrequire example.com/a-b v0.0.0\n\nreplace example.com/a-b => "+lib+
		"\n-- main.go --\n"+harness.Read(t, lib, "main.go"))
	harness.Must(t, app, nil, "go", "mod", "vendor")
	prog := build(t, app, nil, "-mod=vendor", "-trimpath", flag(t))
	runs(t, prog, want)
	if got := wrapped(t, prog); strings.Contains(got, "Add") {
		t.Errorf("by memory: %s", got)
	}
}

func TestModes(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: builds the standard library for each mode")
	}
	dir := newModule(t)
	for _, args := range [][]string{{"-race"}, {"-buildmode=pie"}, {"-ldflags=-linkmode=external"}, {"-gcflags=all=-N -l"}} {
		t.Run(args[0], func(t *testing.T) {
			prog := build(t, dir, []string{"CGO_ENABLED=1"}, append(args, flag(t))...)
			runs(t, prog, want)
			if got := wrapped(t, prog); strings.Contains(got, "Add") {
				t.Errorf("by memory: %s", got)
			}
		})
	}
	for _, goos := range []string{"darwin", "windows", "freebsd"} {
		t.Run(goos, func(t *testing.T) {
			prog := build(t, dir, []string{"CGO_ENABLED=0", "GOOS=" + goos}, flag(t))
			if got := wrapped(t, prog); strings.Contains(got, "Add") {
				t.Errorf("by memory: %s", got)
			}
		})
	}
}

// A tool that cannot be started is an error of ours; one that fails, its own.
func TestFailures(t *testing.T) {
	r := harness.Run(t, t.TempDir(), nil, harness.Tool(t), "toolexec", "/nowhere/link")
	if r.Status != 3 || !strings.Contains(r.Stderr, "NC9010") {
		t.Errorf("%d: %s", r.Status, r.Stderr)
	}
	if r := harness.Run(t, t.TempDir(), nil, harness.Tool(t), "toolexec", "false"); r.Status != 1 {
		t.Errorf("false: %d", r.Status)
	}
	if r := harness.Run(t, t.TempDir(), nil, harness.Tool(t), "toolexec"); r.Status != 2 {
		t.Errorf("no tool: %d", r.Status)
	}
}
