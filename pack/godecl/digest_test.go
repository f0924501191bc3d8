package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDigest: what decides what C is called like changes one hash or the other,
// and nothing else does.
func TestDigest(t *testing.T) {
	base := tree{
		"p.go": `// Package p.
package p

import (
	"example.com/m/far"
	other "example.com/m/near"
)

//nearcall:source csrc/*.c
//nearcall:cflags -O3

const N = 4

// Pair is two.
type Pair struct {
	A, B int32 // both
	Deep deep
}

type deep [N]int8

type unused int

//nearcall:func f
//go:noescape
func F(p *Pair, q far.T) int32

func Body() int { return 1 }
`,
		"q.go":     "package p\n\nfunc Other() {}\n",
		"csrc/x.c": "",
	}
	type change struct{ name, file, old, new, want string } // want: which hashes change
	for _, c := range []change{
		{"nothing", "p.go", "", "", ""},
		{"comment", "p.go", "// both", "// the two", ""},
		{"layout", "p.go", "func F(p *Pair, q far.T) int32", "func F(\n\tp *Pair,\n\tq far.T,\n) int32", "d"}, // a comma more
		{"blanks", "p.go", "A, B int32", "A,   B    int32", ""},
		{"body", "p.go", "return 1", "return 2", ""},
		{"function", "q.go", "func Other()", "func Others()", ""},
		{"type that is not used", "p.go", "unused int", "unused string", ""},
		{"parameter", "p.go", "p *Pair,", "p, r *Pair,", "d"},
		{"field", "p.go", "A, B int32", "A, B, C int32", "d"},
		{"type of a field", "p.go", "[N]int8", "[N]int16", "d"},
		{"constant", "p.go", "N = 4", "N = 5", "d"},
		{"package of a type", "p.go", "m/far", "m/further/far", "d"},
		{"package of no type", "p.go", "m/near", "m/nearer", ""},
		{"C name", "p.go", "func f\n", "func g\n", "d"},
		{"promise", "p.go", "//nearcall:cflags", "//nearcall:depth f 3\n//nearcall:cflags", "d"},
		{"build constraint", "p.go", "package p\n", "\npackage p\n", ""},
		{"build constraint", "p.go", "// Package p.\n", "//go:build linux\n\n", "d"},
		{"flag", "p.go", "-O3", "-O2", "i"},
		{"source", "p.go", "csrc/*.c", "csrc/x.c", "i"},
	} {
		files := tree{}
		for name, text := range base {
			files[name] = text
		}
		was, wasIn := nearcallDigest(files.write(t))
		if !strings.Contains(files[c.file], c.old) {
			t.Fatalf("%s: no %q", c.name, c.old)
		}
		files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
		dir := files.write(t)
		now, nowIn := nearcallDigest(dir)
		got := ""
		if was != now {
			got = "d"
		}
		if wasIn != nowIn {
			got += "i"
		}
		if got != c.want {
			t.Errorf("%s: changed %q, want %q", c.name, got, c.want)
		}
		if err := os.WriteFile(filepath.Join(dir, "csrc/new.c"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, more := nearcallDigest(dir); (more == nowIn) != (c.name == "source") {
			t.Errorf("%s: a file that a pattern matches makes %v", c.name, more != nowIn)
		}
	}
}

// TestStaleTest: names that a package's tests have taken get out of the way.
func TestStaleTest(t *testing.T) {
	text := staleTest("p", map[string]bool{"path": true, "strings": true})
	for _, want := range []string{"\tnearcall_path \"path\"\n", "nearcall_strings.HasPrefix(", "package p_test\n", "nearcall_path.Base("} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
