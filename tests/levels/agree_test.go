package levels

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const agreeing = `package p

//nearcall:source csrc/a.c
//nearcall:cpu LEVELS

//nearcall:func inc
func Inc(x uint64) uint64

//nearcall:func at
//go:noescape
func At(x []uint32, i int) uint32

//nearcall:func either
func Either(a, b int64, which bool) int64

//nearcall:func clamp
func Clamp(x, least, most int32) int32

//nearcall:func pop
func Pop(x uint64) uint64
`

const agreeingC = `
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
uint64_t inc(uint64_t x) { return x + 1; }
uint32_t at(const uint32_t *x, size_t n, int64_t i) { return (size_t)i < n ? x[i] : 0; }
int64_t either(int64_t a, int64_t b, bool which) { return which ? a : b; }
int32_t clamp(int32_t x, int32_t least, int32_t most) { return x < least ? least : x > most ? most : x; }
uint64_t pop(uint64_t x) { return __builtin_popcountll(x); }
`

// entryText is that of a function in a generated file, without its numbers of lines.
func entryText(t *testing.T, asm, name string) string {
	t.Helper()
	_, text, found := strings.Cut(asm, "TEXT \u00b7"+name+"(SB)")
	if !found {
		t.Fatalf("no entry of %s", name)
	}
	text, _, _ = strings.Cut(text, "\n// func ")
	text, _, _ = strings.Cut(text, "\nTEXT ")
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "#line ") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// TestAgreeing: a leaf whose levels agree costs nothing: its entry is that of a package for one level, byte for byte.
func TestAgreeing(t *testing.T) {
	t.Parallel()
	build := func(levels string) string {
		dir := t.TempDir()
		harness.Write(t, dir, "go.mod", goMod)
		harness.Write(t, dir, "p.go", strings.Replace(agreeing, "LEVELS", levels, 1))
		harness.Write(t, dir, "csrc/a.c", agreeingC)
		harness.MustNearcall(t, dir, nil, "build", ".")
		return harness.Read(t, dir, "nearcall_amd64.s")
	}
	three, one := build("x86-64-v1 x86-64-v3 x86-64-v4"), build("x86-64-v1")
	for _, name := range []string{"Inc", "At", "Either", "Clamp"} {
		if got, want := entryText(t, three, name), entryText(t, one, name); got != want {
			t.Errorf("%s for three levels:\n%s\nfor one:\n%s", name, got, want)
		}
	}
	if entryText(t, three, "Pop") == entryText(t, one, "Pop") {
		t.Error("Pop, whose levels differ, is the same for three levels and for one")
	}
}
