package main

import (
	"path/filepath"
	"testing"
)

// TestNotes: forgotten //go:noescape, and C files that the go command sees, each once.
func TestNotes(t *testing.T) {
	const many = "//nearcall:func good\nfunc Two(a string, n int)\n\n//nearcall:func good\n//go:noescape\nfunc Kept(p *int)\n\n" +
		"//nearcall:func good\nfunc Deep(s struct{ A [2]struct{ P []byte } })\n\n//nearcall:func good\nfunc None(n uintptr, f [4]float64)\n"
	tests := []struct {
		files tree
		want  []string
	}{
		{tree{"a.go": "package p\n" + goodStub}, nil},
		{tree{"a.go": "package p\n" + goodStub + "\n//nearcall:func good\nfunc One(p *int)\n"},
			[]string{"a.go: One has no //go:noescape: what its arguments point to is allocated for each call"}},
		{tree{"a.go": "package p\n" + goodStub + "\n" + many},
			[]string{"a.go: Two, Deep have no //go:noescape: what their arguments point to is allocated for each call"}},
		{tree{"a.go": "package p\n" + goodStub + "\n//nearcall:func good\n// go:noescape\nfunc One(p *int)\n"},
			[]string{"a.go: One has no //go:noescape: what its arguments point to is allocated for each call"}},
		{tree{"a.go": "package p\n" + goodStub, "b.c": "", "b.h": "", "c.cpp": "", "d.s": "", "e_windows.c": "", "f.c": "//go:build ignore\n", "g.c/x": "", "_h.c": ""},
			[]string{"b.c: " + besideWords, "c.cpp: " + besideWords}},
		{tree{"a.go": "package p\n", "b.c": ""}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, n := range read(t, tt.files.write(t)).Notes {
			if n.Hint == "" {
				t.Errorf("no hint with %q", n.Message)
			}
			got = append(got, filepath.Base(n.File)+": "+n.Message)
		}
		if len(got) != len(tt.want) {
			t.Errorf("%v: %q, want %q", tt.files, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%v: %q, want %q", tt.files, got[i], tt.want[i])
			}
		}
	}
}

const besideWords = "go build refuses the package for this file when cgo is on, and passes over it when cgo is off"
