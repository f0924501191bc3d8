package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// frameTests are declarations with their variables as NAME+OFFSET and the size
// of their arguments, on a 64-bit architecture.
var frameTests = []struct {
	decl, vars string
	argsSize   int64
}{
	{"func F()", "", 0},
	{"func F(a, b uint64)", "a+0 b+8", 16},
	{"func F(xs []uint64) uint64", "xs+0 ret+24", 32},
	{"func F(a uint8)", "a+0", 1},
	{"func F(a uint8) bool", "a+0 ret+8", 9},
	{"func F(uint8, uint16, uint32) (int8, int64, bool)", "arg+0 arg1+2 arg2+4 ret+8 ret1+16 ret2+24", 25},
	{"func F(_ uint64, s string) (n int, ok bool)", "_+0 s+8 n+24 ok+32", 33},
	{"func F(a bool, b float32, c float64) (x, y float32)", "a+0 b+4 c+8 x+16 y+20", 24},
	{"func F(a bool, b [3]uint8, c uint16) (r [2]uint32)", "a+0 b+1 c+4 r+8", 16},
	{"func F(a struct{ x uint8; y uint64 }, b uint8) (r complex64)", "a+0 b+16 r+24", 32},
	{"func F(a complex128, b complex64, c error)", "a+0 b+16 c+24", 40},
	{"func F() (a uint8, b uint64)", "a+0 b+8", 16},
	{"func F(a struct{}, b uint8) (r struct{})", "a+0 b+0 r+8", 8},
	{"func F(a [0]uint64, b uint8)", "a+0 b+0", 1},
}

// frameOf reads one declaration and returns its function.
func frameOf(t *testing.T, decl, arch string) Func {
	t.Helper()
	dir := tree{"a.go": "package m\n//nearcall:source csrc/a.c\n\n//nearcall:func f\n" + decl + "\n"}.write(t)
	pkg := readFor(t, dir, arch)
	checkMessages(t, pkg)
	if len(pkg.Funcs) != 1 {
		t.Fatalf("%s: %d functions", decl, len(pkg.Funcs))
	}
	return pkg.Funcs[0]
}

func TestFrame(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		for _, tt := range frameTests {
			fn := frameOf(t, tt.decl, arch)
			var vars []string
			for _, v := range append(fn.Params, fn.Results...) {
				vars = append(vars, fmt.Sprintf("%s+%d", v.Name, v.Offset))
			}
			if got := strings.Join(vars, " "); got != tt.vars || fn.ArgsSize != tt.argsSize {
				t.Errorf("%s %s: %s, %d bytes; want %s, %d", arch, tt.decl, got, fn.ArgsSize, tt.vars, tt.argsSize)
			}
			if strings.ContainsAny(fn.Decl, "\n") {
				t.Errorf("decl %q has several lines", fn.Decl)
			}
		}
	}
}

// TestFrameVet asks go vet itself whether names, offsets and sizes are right.
// Only values of one machine word are moved; the sizes count them all.
func TestFrameVet(t *testing.T) {
	moves := map[string]string{"bool": "MOVB", "int8": "MOVB", "uint8": "MOVB", "int16": "MOVW", "uint16": "MOVW",
		"uint32": "MOVL", "int64": "MOVQ", "uint64": "MOVQ", "int": "MOVQ", "float32": "MOVSS", "float64": "MOVSD"}
	goText, asmText := strings.Builder{}, strings.Builder{}
	goText.WriteString("package m\n//nearcall:source csrc/a.c\n")
	asmText.WriteString("#include \"textflag.h\"\n")
	for i, tt := range frameTests {
		name := fmt.Sprintf("F%d", i)
		fmt.Fprintf(&goText, "\n//nearcall:func f\n%s\n", strings.Replace(tt.decl, "F", name, 1))
	}
	files := tree{"a.go": goText.String()}
	pkg := read(t, files.write(t))
	checkMessages(t, pkg)
	for _, fn := range pkg.Funcs {
		fmt.Fprintf(&asmText, "TEXT ·%s(SB), NOSPLIT, $0-%d\n", fn.Name, fn.ArgsSize)
		for _, v := range fn.Params {
			if op := moves[v.Type.Kind]; op != "" {
				fmt.Fprintf(&asmText, "\t%s %s+%d(FP), %s\n", op, v.Name, v.Offset, vetReg(op))
			}
		}
		for _, v := range fn.Results {
			if op := moves[v.Type.Kind]; op != "" {
				fmt.Fprintf(&asmText, "\t%s %s, %s+%d(FP)\n", op, vetReg(op), v.Name, v.Offset)
			}
		}
		asmText.WriteString("\tRET\n")
	}
	files["a_amd64.s"] = asmText.String()
	cmd := exec.Command("go", "vet", "-asmdecl", ".")
	cmd.Dir = files.write(t)
	cmd.Env = append(cmd.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s\n%s", err, out, asmText.String())
	}
}

// vetReg is a register for the move.
func vetReg(op string) string {
	if strings.HasPrefix(op, "MOVS") {
		return "X0"
	}
	return "AX"
}

func TestTypes(t *testing.T) {
	const decls = `
import "unsafe"

type Pair struct { A uint8; B uint64 }
type List []List
type Node struct { Next, Prev *Node; In [2]Pair }
type Key = Pair
type Box[T any] struct { V T }
type L1 struct{ N *L2 }
type L2 struct{ N *L3 }
type L3 struct{ N *L4 }
type L4 struct{ N *L5 }
type L5 struct{ N int }
`
	tests := []struct{ typ, want string }{
		{"int", `int 8/8`}, {"uintptr", `uintptr 8/8`}, {"rune", `int32 4/4`}, {"string", `string 16/8`},
		{"error", `interface 16/8`}, {"map[int]int", `map 8/8`}, {"chan int", `chan 8/8`}, {"func()", `func 8/8`},
		{"unsafe.Pointer", `unsafe_pointer 8/8`}, {"complex64", `complex64 8/4`},
		{"[3]uint16", `array 6/2 x3 of (uint16 2/2)`}, {"[0]int", `array 0/8 x0 of (int 8/8)`},
		{"struct{}", `struct 0/1 {}`},
		{"Pair", `struct 16/8 {A+0 (uint8 1/1) B+8 (uint64 8/8)}`},
		{"Key", `struct 16/8 {A+0 (uint8 1/1) B+8 (uint64 8/8)}`},
		{"Box[int8]", `struct 1/1 {V+0 (int8 1/1)}`},
		{"List", `slice 24/8 of (slice 24/8 recursive)`},
		{"*Node", `pointer 8/8 of (struct 48/8 {Next+0 (pointer 8/8 of (struct 48/8 recursive)) ` +
			`Prev+8 (pointer 8/8 of (struct 48/8 recursive)) ` +
			`In+16 (array 32/8 x2 of (struct 16/8 {A+0 (uint8 1/1) B+8 (uint64 8/8)}))})`},
		{"*L1", `pointer 8/8 of (struct 8/8 {N+0 (pointer 8/8 of (struct 8/8 {N+0 (pointer 8/8 of ` +
			`(struct 8/8 {N+0 (pointer 8/8 of (struct 8/8 recursive))}))}))})`},
	}
	for _, tt := range tests {
		dir := tree{"a.go": "package m\n" + decls + "\nvar _ unsafe.Pointer\n//nearcall:source csrc/a.c\n\n" +
			"//nearcall:func f\nfunc F(x " + tt.typ + ")\n"}.write(t)
		pkg := read(t, dir)
		checkMessages(t, pkg)
		x := pkg.Funcs[0].Params[0].Type
		if got := describe(x); got != tt.want || x.Go != tt.typ {
			t.Errorf("%s is %s %s, want %s", tt.typ, x.Go, got, tt.want)
		}
	}
}

// describe writes a Type compactly, without the Go names.
func describe(x *Type) string {
	s := fmt.Sprintf("%s %d/%d", x.Kind, x.Size, x.Align)
	if x.Len != nil {
		s += fmt.Sprintf(" x%d", *x.Len)
	}
	if x.Elem != nil {
		s += " of (" + describe(x.Elem) + ")"
	}
	if x.Fields != nil {
		var fields []string
		for _, f := range *x.Fields {
			fields = append(fields, fmt.Sprintf("%s+%d (%s)", f.Name, f.Offset, describe(f.Type)))
		}
		s += " {" + strings.Join(fields, " ") + "}"
	}
	if x.Recursive {
		s += " recursive"
	}
	return s
}

// TestLargeType checks that a type with half of net/http behind it stays small.
func TestLargeType(t *testing.T) {
	dir := tree{"a.go": "package m\nimport \"net/http\"\n//nearcall:source csrc/a.c\n\n" +
		"//nearcall:func f\nfunc F(r *http.Request)\n"}.write(t)
	pkg := read(t, dir)
	checkMessages(t, pkg)
	text, err := json.Marshal(pkg)
	if err != nil || len(text) > 1<<20 {
		t.Errorf("%d bytes of JSON, %v", len(text), err)
	}
}
