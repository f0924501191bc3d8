package conformance

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

func scalar(k runner.Kind) *Type { return plain(k) }

func structure(parts ...*Type) *Type {
	t := &Type{Form: Struct}
	for _, p := range parts {
		t.Fields = append(t.Fields, Field{T: p})
	}
	return t
}

var wide = &Type{Form: Int128, Go: "[2]uint64", C: "__int128 %s"}

func TestLayout(t *testing.T) {
	i8, i32, i64, f32 := scalar(runner.I8), scalar(runner.I32), scalar(runner.I64), scalar(runner.F32)
	blank := structure(i8, i64, i8)
	blank.Fields[1].Blank, blank.Fields[1].Bytes = true, true
	padded := structure(i64, i8)
	padded.Pads = true
	tests := []struct {
		t           *Type
		size, align int
		goType      string
	}{
		{structure(i8, i32, i8), 12, 4, "struct { A0 int8; A1 int32; A2 int8 }"},
		{structure(i8, i8, i8), 3, 1, "struct { A0 int8; A1 int8; A2 int8 }"},
		{structure(i8, wide), 32, 16, "struct { A0 int8; _ [15]byte; A1 [2]uint64 }"},
		{structure(wide, i8), 32, 16, "struct { A0 [2]uint64; A1 int8; _ [15]byte }"},
		{structure(f32, &Type{Form: Array, Elem: i8, Len: 3}), 8, 4, "struct { A0 float32; A1 [3]int8 }"},
		{structure(i8, &Type{Form: Complex, Kind: runner.F32, Go: "complex64"}), 12, 4, "struct { A0 int8; A1 complex64 }"},
		{blank, 24, 8, "struct { A0 int8; _ [7]byte; _ [8]byte; A2 int8; _ [7]byte }"},
		{padded, 16, 8, "struct { A0 int64; A1 int8; _ [7]byte }"},
	}
	for _, tt := range tests {
		if got := tt.t.GoType(false); got != tt.goType {
			t.Errorf("Go type %s, want %s", got, tt.goType)
		}
		if tt.t.CSize() != tt.size || tt.t.CAlign() != tt.align {
			t.Errorf("%s: size %d, align %d; want %d, %d", tt.goType, tt.t.CSize(), tt.t.CAlign(), tt.size, tt.align)
		}
	}
}

// TestLayoutGo compares the model's layout with that of Go's type checker, for
// types as they are generated. C's is asserted in the C files.
func TestLayoutGo(t *testing.T) {
	sizes := types.SizesFor("gc", "amd64")
	for i, f := range Generate(1, 0, 300) {
		all, _ := f.tag(i)
		text := "package p\nimport \"unsafe\"\nvar _ unsafe.Pointer\n"
		for _, t := range all {
			// one package is enough here
			if t.Name == Imported {
				t.Name = Local
			}
		}
		for _, t := range all {
			text += fmt.Sprintf("type T%s %s\n", t.tag, t.underlying(true))
		}
		text += typesSource[len("// Package types has types that the functions' package imports.\npackage types\n"):]
		pkg := check(t, text)
		for _, typ := range all {
			got := pkg.Scope().Lookup("T" + typ.tag).Type()
			if n, a := sizes.Sizeof(got), sizes.Alignof(got); int(n) != typ.CSize() || int(a) != typ.GoAlign() {
				t.Errorf("%s: size %d, align %d; model %d, %d", typ.underlying(true), n, a, typ.CSize(), typ.GoAlign())
			}
			if s, ok := got.Underlying().(*types.Struct); ok && typ.Form == Struct {
				checkOffsets(t, sizes, s, typ)
			}
		}
	}
}

func check(t *testing.T, text string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", text, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	conf := types.Config{Importer: importer.Default(), Sizes: types.SizesFor("gc", "amd64")}
	pkg, err := conf.Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return pkg
}

func checkOffsets(t *testing.T, sizes types.Sizes, s *types.Struct, typ *Type) {
	t.Helper()
	vars := make([]*types.Var, s.NumFields())
	for i := range vars {
		vars[i] = s.Field(i)
	}
	got := sizes.Offsetsof(vars)
	want := typ.Offsets()
	k := 0
	for i, f := range typ.goFields() {
		if f.Field == nil {
			continue
		}
		if int(got[i]) != want[k] {
			t.Errorf("%s: field %d is at %d, model %d", typ.underlying(true), i, got[i], want[k])
		}
		k++
	}
}

func TestGenerateAgain(t *testing.T) {
	a, b := Generate(5, 2, 20), Generate(5, 2, 20)
	for i := range a {
		if a[i].Show() != b[i].Show() {
			t.Errorf("function %d differs:\n%s%s", i, a[i].Show(), b[i].Show())
		}
		if c := a[i].clone(); c.Show() != a[i].Show() {
			t.Errorf("clone of function %d differs:\n%s%s", i, c.Show(), a[i].Show())
		}
	}
}

// TestVariety checks that a few hundred functions have something of all.
func TestVariety(t *testing.T) {
	forms, kinds := map[Form]int{}, map[runner.Kind]int{}
	names, pieces, results := map[Naming]int{}, map[int]int{}, map[int]int{}
	for i, f := range Generate(1, 0, 300) {
		all, _ := f.tag(i)
		for _, t := range all {
			forms[t.Form]++
			names[t.Name]++
		}
		for k, p := range f.Params {
			pieces[p.Pieces]++
			for _, l := range f.argLeaves(k) {
				kinds[l.Kind]++
			}
		}
		results[min(len(f.Results), 2)]++
	}
	for f := Scalar; f <= Struct; f++ {
		if forms[f] < 20 {
			t.Errorf("form %d: %d", f, forms[f])
		}
	}
	for k := runner.Bool; k < runner.Kinds; k++ {
		if kinds[k] < 20 {
			t.Errorf("kind %d: %d", k, kinds[k])
		}
	}
	if len(names) != 3 || len(pieces) != 3 || len(results) != 3 {
		t.Errorf("names %v, pieces %v, results %v", names, pieces, results)
	}
}
