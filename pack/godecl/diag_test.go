package main

import (
	"path/filepath"
	"testing"
)

// diagTests are packages with what is wrong with them. A file a.go starts with
// "package m" on line 1 if it has no package clause of its own.
var diagTests = []struct {
	name  string
	files tree
	want  []string
	funcs string // those that are taken in all the same
}{
	{"unknown directive", tree{"a.go": "//nearcall:sorce csrc/a.c\n//nearcall:wibble\n" + goodStub},
		[]string{"a.go:2:1: unknown directive //nearcall:sorce", "a.go:3:1: unknown directive //nearcall:wibble"}, "Good"},
	{"misspelt directive", tree{"a.go": "// nearcall:func good\n//Nearcall:source x\n//nearcall :cpu\n//NEARCALL:what\n// nearcall: is prose, nearcall:func too\n" + goodStub},
		[]string{"a.go:2:1: misspelt directive", "a.go:3:1: misspelt directive",
			"a.go:4:1: misspelt directive", "a.go:5:1: misspelt directive"}, "Good"},
	{"body", tree{"a.go": goodStub + "\n//nearcall:func f\nfunc F() {}\n"},
		[]string{"a.go:9:6: func F has a body"}, "Good"},
	{"not attached", tree{"a.go": goodStub + "\n//nearcall:func f\n\nfunc F() {}\n\n//nearcall:blocking\ntype T int\n"},
		[]string{"a.go:8:1: //nearcall:func is not attached to a function declaration",
			"a.go:12:1: //nearcall:blocking is not attached to a function declaration"}, "Good"},
	{"two directives", tree{"a.go": goodStub + "\n//nearcall:func f\n//nearcall:func g\nfunc F()\n"},
		[]string{"a.go:9:1: second //nearcall:func on func F"}, "Good"},
	{"blocking", tree{"a.go": goodStub + "\n//nearcall:blocking\nfunc F() {}\n\n//nearcall:func g\n//nearcall:blocking x\n//nearcall:blocking\nfunc G()\n"},
		[]string{"a.go:8:1: //nearcall:blocking without //nearcall:func",
			"a.go:12:1: //nearcall:blocking takes no argument", "a.go:13:1: second //nearcall:blocking on the same function"}, "Good"},
	{"long calls loose", tree{"a.go": goodStub + "\n//nearcall:chunk 1\nfunc F() {}\n\n//nearcall:yield\ntype T int\n"},
		[]string{"a.go:8:1: //nearcall:chunk without //nearcall:func", "a.go:11:1: //nearcall:yield is not attached to a function declaration"}, "Good"},
	{"long calls arguments", tree{"a.go": goodStub + "\n//nearcall:func f\n//nearcall:chunk\nfunc F(p []byte)\n\n//nearcall:func g\n//nearcall:chunk 16K\nfunc G(p []byte)\n\n//nearcall:func h\n//nearcall:yield 5\nfunc H(p []byte) bool\n\n//nearcall:func i\n//nearcall:chunk 0\nfunc I(p []byte)\n"},
		[]string{"a.go:9:1: //nearcall:chunk has no argument", `a.go:13:18: "16K" is not a number of bytes from 1 to 1073741824`,
			"a.go:17:1: //nearcall:yield takes no argument", `a.go:21:18: "0" is not a number of bytes from 1 to 1073741824`}, "Good"},
	{"two ways", tree{"a.go": goodStub + "\n//nearcall:func f\n//nearcall:chunk 8\n//nearcall:blocking\nfunc F(p []byte)\n\n//nearcall:func g\n//nearcall:yield\n//nearcall:yield\nfunc G() bool\n"},
		[]string{"a.go:9:1: func F has //nearcall:blocking and //nearcall:chunk", "a.go:15:1: second //nearcall:yield on the same function"}, "Good"},
	{"chunk", tree{"a.go": goodStub + "\n//nearcall:func f\n//nearcall:chunk 8\nfunc F(n int)\n\n//nearcall:func g\n//nearcall:chunk 8\nfunc G(p, q []byte)\n\n//nearcall:func h\n//nearcall:chunk 8 p r\nfunc H(p, q []byte)\n\n//nearcall:func i\n//nearcall:chunk 8\nfunc I(p [][9]byte)\n\n//nearcall:func j\n//nearcall:chunk 8\nfunc J(p []byte) uint64\n\n//nearcall:func k\n//nearcall:chunk 8\nfunc K(p []byte, a, b uint64) uint64\n\n//nearcall:func l\n//nearcall:chunk 8 p p\nfunc L(p, q []byte)\n"},
		[]string{"a.go:9:1: func F has no slice to cut", "a.go:13:1: func G has several slices", `a.go:17:22: "r" is no slice of func H, or is there twice`,
			"a.go:21:1: an element of p has 9 bytes, and a piece 8", "a.go:25:1: func J has 1 results and 0 parameters of type uint64",
			"a.go:29:1: func K has 1 results and 2 parameters of type uint64", `a.go:33:22: "p" is no slice of func L, or is there twice`}, "Good F G H I J K L"},
	{"yield", tree{"a.go": goodStub + "\n//nearcall:func f\n//nearcall:yield\nfunc F(n int) int\n\n//nearcall:func g\n//nearcall:yield\nfunc G(n int) (m int32, more bool)\n\ntype B bool\n\n//nearcall:func h\n//nearcall:yield\nfunc H(n int) (m int, more B)\n\n//nearcall:func i\n//nearcall:yield\nfunc I()\n"},
		[]string{"a.go:9:1: func F does not tell whether there is more to do", "a.go:13:1: func G has 1 results and 0 parameters of type int32",
			"a.go:19:1: func H does not tell whether there is more to do", "a.go:23:1: func I does not tell whether there is more to do"}, "Good F G H I"},
	{"a len of one's own", tree{"a.go": goodStub + "\nfunc len([]byte) int { return 0 }\n\n//nearcall:func f\n//nearcall:chunk 8\nfunc F(p []byte)\n"},
		[]string{"a.go:11:1: the package has a len of its own, and the loop of func F needs Go's"}, "Good F"},
	{"blocking results", tree{"a.go": goodStub + "\ntype t struct { n int; in [2]struct{ s string } }\n\n//nearcall:func f\n//nearcall:blocking\nfunc F(n int) (m int, s []byte)\n\n//nearcall:func g\n//nearcall:blocking\nfunc G() t\n\n//nearcall:func h\n//nearcall:blocking\nfunc H(p *byte) [3]uintptr\n"},
		[]string{"a.go:12:6: func F is blocking, and its result []byte holds a pointer", "a.go:16:6: func G is blocking, and its result t holds a pointer"}, "Good F G H"},
	{"method, generic, variadic", tree{"a.go": goodStub + "\ntype T int\n\n//nearcall:func f\nfunc (T) F()\n\n//nearcall:func g\nfunc G[X any](x X)\n\n//nearcall:func h\nfunc H(x ...int)\n"},
		[]string{"a.go:11:10: func F is a method", "a.go:14:6: func G is generic", "a.go:17:6: func H is variadic"}, "Good"},
	{"special names", tree{"a.go": "package main\n" + goodStub + "\n//nearcall:func f\nfunc init()\n\n//nearcall:func g\nfunc main()\n\n//nearcall:func h\nfunc _()\n"},
		[]string{"a.go:9:6: func init cannot be a C function", "a.go:12:6: func main cannot be a C function",
			"a.go:15:6: func _ cannot be a C function"}, "Good"},
	{"no directive", tree{"a.go": goodStub + "\nfunc F()\n"},
		[]string{"a.go:8:6: func F has no body and no //nearcall:func directive"}, "Good"},
	{"no directive, hand-written assembly", tree{"a.go": goodStub + "\nfunc F()\n", "f.s": "// asm\n"}, nil, "Good"},
	{"no directive, generated assembly", tree{"a.go": goodStub + "\nfunc F()\n", "f.s": "// Code generated by nearcall 1. DO NOT EDIT.\n"},
		[]string{"a.go:8:6: func F has no body and no //nearcall:func directive"}, "Good"},
	{"linkname", tree{"a.go": "import _ \"unsafe\"\n" + goodStub + "\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n"}, nil, "Good"},
	{"C names", tree{"a.go": goodStub + "\n//nearcall:func two words\nfunc F()\n\n//nearcall:func 1x\nfunc G()\n\n//nearcall:func\nfunc Double()\n\n//nearcall:func\nfunc Größe()\n\n//nearcall:func good\nfunc Twin()\n"},
		[]string{`a.go:8:1: //nearcall:func takes one C name, not "two", "words"`, `a.go:11:1: "1x" is not a C identifier`,
			`a.go:14:1: "double" is a keyword of C`, `a.go:17:1: "größe" is not a C identifier`}, "Good Twin"},
	{"argument names", tree{"a.go": goodStub + "\n//nearcall:func f\nfunc F(_, _ int)\n\n//nearcall:func g\nfunc G(int) (arg int)\n\n//nearcall:func h\nfunc H(x [1 << 40]int)\n"},
		[]string{"a.go:15:6: the arguments of func H are too large"}, "Good F G"},
	{"sources", tree{"a.go": "//nearcall:source\n//nearcall:source csrc/x*.c csrc/x.c csrc csrc/a.h in.c [ /nowhere/a.c\n//nearcall:archive csrc/a.c csrc\n" + goodStub,
		"csrc/a.h": "", "in.c": "int x;\n", "hidden.c": "//go:build ignore\n", "b.go": "package m\n//nearcall:source hidden.c\n"},
		[]string{"a.go:2:1: //nearcall:source has no argument",
			`a.go:3:19: no file matches "csrc/x*.c"`, `a.go:3:29: no such file: "csrc/x.c"`, `a.go:3:38: "csrc" is a folder`,
			`a.go:3:43: "csrc/a.h" is not a .c, .cc, .cpp, .cxx, .S, .s file`, `a.go:3:52: "in.c" is in the package's own folder`,
			`a.go:3:57: malformed pattern "["`, `a.go:3:59: no such file: "/nowhere/a.c"`,
			`a.go:4:20: "csrc/a.c" is not a .a, .o, .rlib file`, `a.go:4:29: "csrc" is a folder`}, "Good"},
	{"quotes", tree{"a.go": "//nearcall:source \"csrc/a.c\n" + goodStub}, []string{"a.go:2:19: unbalanced quotes in //nearcall:source"}, "Good"},
	{"calls", tree{"a.go": "//nearcall:calls f g h\n//nearcall:calls f\n//nearcall:calls\n" + goodStub},
		[]string{`a.go:3:1: //nearcall:calls takes a C function and those that it may call`, `a.go:4:1: //nearcall:calls has no argument`}, "Good"},
	{"writable", tree{"a.go": "//nearcall:writable\n//nearcall:writable \"a\n//nearcall:writable a f.x 3\n" + goodStub},
		[]string{`a.go:2:1: //nearcall:writable has no argument`, `a.go:3:21: unbalanced quotes in //nearcall:writable`, `a.go:4:27: "3" is not a name of a C variable`}, "Good"},
	{"depth", tree{"a.go": "//nearcall:depth walk 8\n//nearcall:depth walk\n//nearcall:depth walk 0\n//nearcall:depth\n" + goodStub},
		[]string{`a.go:3:1: //nearcall:depth takes a C function and a number`, `a.go:4:23: depth "0" is not a number from 1 to 1048576`, `a.go:5:1: //nearcall:depth has no argument`}, "Good"},
	{"cpu", tree{"a.go": "//nearcall:cpu x86-64-v1 x86-64-v5 v3\n//nearcall:cpu\n" + goodStub},
		[]string{`a.go:2:26: unknown CPU level "x86-64-v5"`, `a.go:2:36: unknown CPU level "v3"`, `a.go:3:1: //nearcall:cpu has no argument`}, "Good"},
	{"nothing declared", tree{"a.go": "\nfunc F() {}\n"}, []string{".:0:0: package has no //nearcall:func declaration"}, ""},
	{"nothing to call", tree{"a.go": "\n//nearcall:func f\nfunc F()\n"},
		[]string{".:0:0: package has no //nearcall:source and no //nearcall:archive: there is no C to call"}, "F"},
	{"misspelt is not missing", tree{"a.go": "//nearcall:sources csrc/a.c\n\n//nearcall:fun f\nfunc F() {}\n"},
		[]string{"a.go:2:1: unknown directive //nearcall:sources", "a.go:4:1: unknown directive //nearcall:fun"}, ""},
	{"syntax errors", tree{"a.go": goodStub + "\nvar x = = 1\n", "b.go": "package m\nfunc (\n"},
		[]string{"a.go:8:9: expected operand, found '='", "b.go:2:8: expected '(', found 'EOF'"}, "Good"},
	{"line comments", tree{"a.go": goodStub + "\n//line other.y:900\nfunc F()\n"},
		[]string{"a.go:9:6: func F has no body and no //nearcall:func directive"}, "Good"},
	{"type errors", tree{"a.go": goodStub + "\n//nearcall:func f\nfunc F(x Missing)\n\nvar V int = \"s\"\n\nfunc Good() {}\n"},
		[]string{"a.go:9:10: undefined: Missing", `a.go:11:13: cannot use "s" (untyped string constant) as int value in variable declaration`,
			"a.go:13:6: Good redeclared in this block"}, "Good"},
	{"missing import", tree{"a.go": "import \"example.com/m/missing\"\n" + goodStub + "\nvar _ missing.T\n"},
		[]string{`a.go:2:8: could not import example.com/m/missing (...`}, "Good"},
	{"cgo", tree{"a.go": goodStub, "c.go": "package m\n\nimport \"C\"\n"},
		[]string{`c.go:3:8: the package uses cgo (import "C")`}, "Good"},
	{"only cgo", tree{"c.go": "package m\n\nimport \"C\"\n"}, []string{`c.go:3:8: the package uses cgo (import "C")`}, ""},
	{"two packages", tree{"a.go": goodStub, "b.go": "package other\n"}, []string{"b.go:1:1: package other; expected package m"}, "Good"},
	{"no Go files", tree{"a.txt": ""}, []string{".:0:0: no Go files for linux/amd64"}, ""},
	{"malformed import path", tree{"x y/a.go": "package m\n"}, []string{`.:0:0: malformed import path "example.com/m/x y"...`}, ""},
	{"other system", tree{"a_windows.go": "package m\n"}, []string{".:0:0: no Go files for linux/amd64"}, ""},
}

func TestDiagnostics(t *testing.T) {
	for _, tt := range diagTests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if text, ok := tt.files["a.go"]; ok && !startsPackage(text) {
				tt.files["a.go"] = "package m\n" + text
			}
			dir := tt.files.write(t)
			if _, ok := tt.files["x y/a.go"]; ok {
				dir = filepath.Join(dir, "x y")
			}
			pkg := read(t, dir)
			checkMessages(t, pkg, tt.want...)
			if got := funcNames(pkg); got != tt.funcs {
				t.Errorf("functions %q, want %q", got, tt.funcs)
			}
		})
	}
}

func startsPackage(text string) bool { return len(text) > 8 && text[:8] == "package " }

// TestHints checks the hints that depend on what was written.
func TestHints(t *testing.T) {
	tests := []struct{ line, hint string }{
		{"//nearcall:sorce x", "did you mean //nearcall:source?"},
		{"//nearcall:wibble", "the directives are func, fallback, blocking, chunk, yield, source, archive, libm, cflags, cpu, depth, calls, trap, writable"},
		{"// nearcall:func sum_u64", "write //nearcall:func sum_u64, in small letters and without spaces before the colon or around the name"},
		{"//nearcall:source in.c", "go build refuses .c files beside Go files when cgo is on: move it to a subfolder"},
		{"//nearcall:source csrc", "name the files in it, for instance csrc/*.c"},
	}
	for _, tt := range tests {
		pkg := read(t, tree{"a.go": "package m\n" + tt.line + "\n" + goodStub, "in.c": ""}.write(t))
		if len(pkg.Diagnostics) != 1 || pkg.Diagnostics[0].Hint != tt.hint {
			t.Errorf("%s: %+v, want hint %q", tt.line, pkg.Diagnostics, tt.hint)
		}
	}
}

func TestFuncDirective(t *testing.T) {
	const src = "package m\n//nearcall:source csrc/a.c\n\n" +
		"//nearcall:func sum_u64(ptr, u64) u64\n//go:noescape\nfunc A()\n\n" +
		"//nearcall:func  (f64)  f64 \nfunc SqrtF64()\n\n" +
		"//go:noescape\n\n//nearcall:blocking\n//nearcall:func\nfunc B2C()\n"
	pkg := read(t, tree{"a.go": src}.write(t))
	checkMessages(t, pkg)
	want := []struct {
		cName, signature string
		blocking         bool
		line             int
	}{
		{"sum_u64", "(ptr, u64) u64", false, 6},
		{"sqrt_f64", "(f64)  f64", false, 9},
		{"b2_c", "", true, 15},
	}
	for i, fn := range pkg.Funcs {
		w := want[i]
		if fn.CName != w.cName || fn.Signature != w.signature || fn.Blocking != w.blocking ||
			fn.Line != w.line || fn.Col != 6 {
			t.Errorf("%+v, want %+v", fn, w)
		}
	}
}
