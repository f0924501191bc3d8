package forms

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const nearC = `#include <stdint.h>
int64_t near500(int64_t *x)
{
	volatile char b[440];
	for (int i = 0; i < 440; i++)
		b[i] = (char)0xee;
	return b[*x];
}
double half(double x, int64_t n) { return x / 2 + (double)n; }
`

const nearGo = `package p

//nearcall:source csrc/p.c

//nearcall:func near500
//go:noescape
func Near500(x *int64) int64
`

// A caller without a stack check of its own, and with a frame of so many words.
const nosplitMain = `package main

import "example.com/m/p"

//go:nosplit
//go:noinline
func call(i int64) int64 {
	var a [%d]int64
	a[i] = i
	return p.Near500(&a[i])
}

func main() {
	if call(1) != -18 {
		panic("wrong")
	}
}
`

// Go's linker adds up what functions use that do not check the stack. It knows
// C's share, red zone included, in both carriers: a caller that leaves too
// little does not link.
func TestNosplitCallers(t *testing.T) {
	t.Parallel()
	for _, c := range carriers {
		for _, words := range []int{2, 51, 80} {
			dir := t.TempDir()
			harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
			harness.Write(t, dir, "p/p.go", nearGo)
			harness.Write(t, dir, "p/csrc/p.c", nearC)
			harness.Write(t, dir, "main/main.go", fmt.Sprintf(nosplitMain, words))
			if words < 10 {
				harness.Must(t, dir, nil, c.program(t, dir, nil, []string{"p"}, nil))
				continue
			}
			r := c.tryProgram(t, dir)
			if r.Status == 0 || !strings.Contains(r.Stdout+r.Stderr, "nosplit stack over") {
				t.Errorf("%s: a nosplit caller with %d words: status %d, %s%s", c.name, words, r.Status, r.Stdout, r.Stderr)
			}
		}
	}
}

// tryProgram builds main with package p and returns how that went.
func (c carrier) tryProgram(t *testing.T, dir string) harness.Result {
	t.Helper()
	if !c.archive {
		harness.MustNearcall(t, dir, nil, "build", "p")
		return harness.Run(t, dir, nil, "go", "build", "-o", filepath.Join(t.TempDir(), "prog"), "./main")
	}
	file := filepath.Join(t.TempDir(), "p.a")
	harness.MustNearcall(t, dir, nil, append(append([]string{"archive", "-o", file}, c.flags...), "p")...)
	return harness.Run(t, dir, nil, filepath.Join(harness.Root(t), "tests/link-archive.sh"), filepath.Join(t.TempDir(), "prog"), "main", "example.com/m/p="+file)
}

const halfGo = `
//nearcall:func half
func %s(x float64, %s int64) float64
`

// The Go files of float functions compile whatever the parameters are called,
// and where a declaration is left out.
func TestFloatDeclarations(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	harness.Write(t, dir, "p/csrc/p.c", nearC)
	harness.Write(t, dir, "p/p.go", nearGo+fmt.Sprintf(halfGo, "Half", "_")+fmt.Sprintf(halfGo, "HalfOf", "n"))
	harness.MustNearcall(t, dir, nil, "build", "p")
	harness.Must(t, dir, nil, "go", "vet", "./p")
	if !strings.Contains(harness.Read(t, dir, "p", "nearcall_amd64.go"), "HalfOf") {
		t.Error("HalfOf is not called by registers")
	}
	harness.Write(t, dir, "p/linux.go", "//go:build linux\n\npackage p\n"+fmt.Sprintf(halfGo, "HalfHere", "n"))
	harness.MustNearcall(t, dir, nil, "build", "p")
	for _, goos := range []string{"linux", "darwin"} {
		harness.Must(t, dir, []string{"GOOS=" + goos, "GOARCH=amd64"}, "go", "build", "./p")
	}
	if _, err := os.Stat(filepath.Join(dir, "p", "nearcall_stack_amd64.go")); !os.IsNotExist(err) {
		t.Errorf("the second Go file of the earlier build is still there: %v", err)
	}
}

// Build constraints of declarations are joined with others as gofmt writes them.
func TestConstraintsFormatted(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"!purego", "linux", "linux || darwin", "!purego && (linux || darwin)", "!(linux && purego)"} {
		dir := t.TempDir()
		harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
		harness.Write(t, dir, "p/csrc/p.c", nearC)
		harness.Write(t, dir, "p/p.go", "//go:build "+c+"\n\n"+nearGo+fmt.Sprintf(halfGo, "Half", "n"))
		harness.MustNearcall(t, dir, nil, "build", "p")
		if out := harness.Must(t, dir, nil, "gofmt", "-l", "p"); out != "" {
			t.Errorf("%s: gofmt would change %s", c, out)
		}
	}
}
