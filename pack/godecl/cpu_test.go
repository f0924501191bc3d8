package main

import (
	"slices"
	"testing"
)

// One stub names levels of all architectures; each is read with its own.
func TestLevelsOfArchitectures(t *testing.T) {
	dir := tree{
		"go.mod": "module m\n\ngo 1.23\n",
		"a.go": "package m\n\n//nearcall:cpu x86-64-v1 armv8-a\n//nearcall:cpu x86-64-v3+sha armv8-a+sha2\n" +
			"//nearcall:source c.c\n\n//nearcall:func f\n//nearcall:cpu armv8-a+crc g\n//nearcall:cpu x86-64-v3+sha h\nfunc F()\n",
		"c.c": "void f(void) {}\n",
	}.write(t)
	for arch, want := range map[string]struct {
		levels []string
		byName string
	}{
		"amd64": {[]string{"x86-64-v1", "x86-64-v3+sha"}, "h"},
		"arm64": {[]string{"armv8-a", "armv8-a+sha2"}, "g"},
	} {
		out := readFor(t, dir, arch)
		var levels []string
		for _, l := range out.CPU {
			levels = append(levels, l.Level)
		}
		if !slices.Equal(levels, want.levels) {
			t.Errorf("%s: levels %q, want %q", arch, levels, want.levels)
		}
		if len(out.Funcs) != 1 || len(out.Funcs[0].ByLevel) != 1 || out.Funcs[0].ByLevel[0].CName != want.byName {
			t.Errorf("%s: functions %+v, want one with %s behind a level", arch, out.Funcs, want.byName)
		}
	}
}
