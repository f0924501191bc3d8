package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// noImports is an importer that has none: what is imported is of an unknown type.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not there") }

// FuzzFile: whatever stands in a file, it is read or refused, each complaint has a place, a code and words, and the
// JSON for the other program gives the same package again. The go command is not asked.
func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		"package p" + goodStub,
		"package p\n\n//nearcall:cflags -O3 -DX=\"a b\"\n//nearcall:cpu v3 v4\n//nearcall:depth f 3\n//nearcall:calls f g,h\n" + goodStub,
		"package p\n\ntype T struct { a [3]int8; b *T; c []float64 }\n\n//nearcall:func f\nfunc F(t *T, n ...int) (x complex128)\n",
		"package p\n\n//nearcall:func f\n//nearcall:fallback g\nfunc F(x int) int\n\nfunc g(x int) int { return x }\n",
		"package p\n\n//nearcall:func f\n//nearcall:chunk n 4096\n//nearcall:yield y\nfunc F(p []byte) int\n",
		"package p\n\n// nearcall:func f\n//Nearcall:source a.c\n//nearcall:sauce a.c\n//nearcall:trap f exit\n//nearcall:writable v\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		out := newPackage()
		out.Dir, out.AbsDir, out.GoFiles = ".", dir, []string{"p.go"}
		r := newReader(config{dir: dir, arch: "amd64", sizes: types.SizesFor("gc", "amd64")}, out)
		r.realDir = dir
		r.parse()
		r.checkTypes(noImports{})
		for _, file := range r.files {
			r.readFile(file)
		}
		r.out.Diagnostics = r.sorted()
		for _, d := range r.out.Diagnostics {
			if d.File == "" || d.Code == 0 || d.Message == "" {
				t.Errorf("a complaint without place, code or words: %+v", d)
			}
		}
		var b bytes.Buffer
		if err := writeJSON(&b, r.out); err != nil {
			t.Fatal(err)
		}
		again := newPackage()
		if err := json.Unmarshal(b.Bytes(), again); err != nil {
			t.Fatal(err)
		}
		var c bytes.Buffer
		if err := writeJSON(&c, again); err != nil || !reflect.DeepEqual(b.Bytes(), c.Bytes()) {
			t.Errorf("%v: JSON comes back as other JSON:\n%s\n%s", err, &b, &c)
		}
	})
}
