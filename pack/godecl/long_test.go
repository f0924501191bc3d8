package main

import (
	"strings"
	"testing"
)

// TestLoops: the Go code that calls C again, for each way of carrying on.
func TestLoops(t *testing.T) {
	const src = "package m\n\nimport \"unsafe\"\n\n//nearcall:source csrc/a.c\n\ntype sum uint64\ntype p0 []p1\ntype p1 uint16\n\n" +
		"//nearcall:func\n//nearcall:chunk 16384\nfunc Add(xs []uint64, n uint64, s sum) sum\n\n" +
		"//nearcall:func\n//nearcall:chunk 5\nfunc Two(p1 p0, a, b int, _ bool) (c, len int)\n\n" +
		"//nearcall:func\n//nearcall:chunk 64 dst src\nfunc Copy(src string, dst []byte, key []byte)\n\n" +
		"//nearcall:func\n//nearcall:yield\nfunc Find(p []byte, from int, q unsafe.Pointer) (at int, more bool)\n\n" +
		"//nearcall:func\n//nearcall:yield\nfunc Step(s *struct{ A int }) bool\n"
	pkg := read(t, tree{"a.go": src}.write(t))
	checkMessages(t, pkg)
	want := map[string][]string{
		"Add": {"//go:linkname Add example.com/m.nearcallAdd\nfunc nearcallAdd(p0 []uint64, p1 uint64, p2 sum) sum {",
			"for len(p0) > 2048 {\n\t\tp2 = nearcallAddStack(p0[:2048:2048], p1, p2)\n\t\tp0 = p0[2048:]\n\t}\n\treturn nearcallAddStack(p0, p1, p2)\n}",
			"//go:noescape\nfunc nearcallAddStack(xs []uint64, n uint64, s sum) sum"},
		"Two": {"func nearcallTwo(p0 p0, p1 int, p2 int, p3 bool) (int, int) {", "p1, p2 = nearcallTwoStack(p0[:2:2], p1, p2, p3)",
			"func nearcallTwoStack(p1 p0, a, b int, _ bool) (c, len int)"},
		"Copy": {`panic("Copy: src is shorter than dst")`, "nearcallCopyStack(p0[:64], p1[:64:64], p2)\n\t\tp1, p0 = p1[64:], p0[64:]\n\t}\n\tnearcallCopyStack(p0, p1, p2)\n}"},
		"Find": {"var more bool\n\t\tp1, more = nearcallFindStack(p0, p1, p2)\n\t\tif !more {\n\t\t\treturn p1, false"},
		"Step": {"more := nearcallStepStack(p0)\n\t\tif !more {\n\t\t\treturn false"},
	}
	for _, fn := range pkg.Funcs {
		for _, part := range want[fn.Name] {
			if !strings.Contains(fn.Loop, part) {
				t.Errorf("%s: no\n%s\nin\n%s", fn.Name, part, fn.Loop)
			}
		}
		if fn.Yield != (fn.Name == "Find" || fn.Name == "Step") {
			t.Errorf("%s: yield %v", fn.Name, fn.Yield)
		}
	}
	if len(pkg.Funcs) != len(want) {
		t.Errorf("%d functions", len(pkg.Funcs))
	}
}
