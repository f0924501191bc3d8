package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const leavesVariables = `var (
	words   = make([]int64, 8192)
	x, y    = make([]float32, 8192), make([]float32, 8192)
	sink    int64
	float   float32
)`

var leavesLevels = []struct{ level, short string }{{"x86-64-v1", "1"}, {"x86-64-v3", "3"}}

var leavesSizes = []int{8, 32, 128, 1024, 8192}

// The functions by hand: what brings the arguments from Go's frame to where C has them, and the result back.
var byHand = []hand{
	{"sum", "Sum", "$0-32", []string{"MOVQ xs_base+0(FP), DI", "MOVQ xs_len+8(FP), SI"}, "MOVQ AX, ret+24(FP)"},
	{"l2", "L2", "$0-52", []string{"MOVQ x_base+0(FP), DI", "MOVQ x_len+8(FP), SI", "MOVQ y_base+24(FP), DX",
		"MOVQ y_len+32(FP), CX"}, "MOVSS X0, ret+48(FP)"},
}

// writeLeaves sets packages of nearcall's beside those with the same C by hand: once all bytes as the compiler made
// them, once with its loops aligned as it wanted them.
func writeLeaves(dir string) []environment {
	copyFile(filepath.Join(testdata(), "leaves/csrc/leaves.c"), filepath.Join(dir, "csrc/leaves.c"))
	pkg := func(name, from, level string) {
		text, err := os.ReadFile(filepath.Join(testdata(), from))
		check(err)
		writeFile(filepath.Join(dir, name, name+".go"),
			strings.NewReplacer("PACKAGE", name, "LEVEL", level).Replace(string(text)))
	}
	var imports []string
	var lines []line
	for _, l := range leavesLevels {
		near, text, aligned := "near"+l.short, "text"+l.short, "aligned"+l.short
		pkg(near, "leaves/near.go.txt", l.level)
		pkg(text, "leaves/text.go.txt", l.level)
		pkg(aligned, "leaves/text.go.txt", l.level)
		nearcall(dir, "./"+near)
		code := compileByHand(dir, l.level)
		writeFile(filepath.Join(dir, text, "text_amd64.s"), assemblyByHand(code, false))
		writeFile(filepath.Join(dir, aligned, "text_amd64.s"), assemblyByHand(code, true))
		imports = append(imports, near, text, aligned)
		for _, size := range leavesSizes {
			for _, other := range []string{text, aligned} {
				sum, l2 := fmt.Sprintf("sink = PKG.Sum(words[:%d])", size), fmt.Sprintf("float = PKG.L2(x[:%d], y)", size)
				add := func(name, call string) {
					lines = append(lines, line{fmt.Sprintf("%s/%d %s", name, size, other),
						strings.ReplaceAll(call, "PKG", near), strings.ReplaceAll(call, "PKG", other)})
				}
				add("sum", sum)
				add("l2", l2)
			}
		}
	}
	writeFile(filepath.Join(dir, "measure/main.go"), programText(imports, leavesVariables, lines))
	return []environment{{}}
}
