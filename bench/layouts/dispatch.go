package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The calls that are timed. PKG is the package: that for three levels, or one of those for one.
var dispatched = []struct{ name, call string }{
	{"pop", "word = PKG.Pop(word)"}, // its latency
	{"pop, stored", "sink = PKG.Pop(word)"},
	{"sum of 8", "sink = uint64(PKG.Sum(words[:8]))"},
	{"sum of 128", "sink = uint64(PKG.Sum(words[:128]))"},
	{"multiply and add", "number = PKG.MulAdd(word1, 3, 1)"},
	{"dot of 16", "float = PKG.Dot(floats[:16], floats)"},
	{"calls", "sink = PKG.Calls(word, 5)"},
	{"nine arguments", "sink = uint64(PKG.Nine(1, 2, 3, 4, 5, 6, 7, 8, int64(word)))"},
	{"alike", "sink = PKG.Alike(word)"}, // the same code at each level: no choice
}

const dispatchVariables = `var (
	word, sink    uint64  = 12345, 0
	words                 = make([]int64, 128)
	word1, number float64 = 0.5, 0
	floats                = make([]float32, 128)
	float         float32
)`

// Of each level: the package for it alone, and what turns off those above it.
var dispatchLevels = []struct{ level, alone, off string }{
	{"x86-64-v4", "one4", ""},
	{"x86-64-v3", "one3", "cpu.avx512f=off"},
	{"x86-64-v1", "one1", "cpu.all=off"},
}

func writeDispatch(dir string) []environment {
	text, err := os.ReadFile(filepath.Join(testdata(), "dispatch/p.go.txt"))
	check(err)
	copyFile(filepath.Join(testdata(), "dispatch/csrc/kernels.c"), filepath.Join(dir, "csrc/kernels.c"))
	pkg := func(name, levels string) {
		writeFile(filepath.Join(dir, name, name+".go"),
			strings.NewReplacer("PACKAGE", name, "LEVELS", levels).Replace(string(text)))
	}
	pkg("three", "x86-64-v1 x86-64-v3 x86-64-v4")
	writeFile(filepath.Join(dir, "three/level.go"), "package three\n\nfunc Level() string { return nearcallUseBest() }\n")
	writeFile(filepath.Join(dir, "which/main.go"), `package main

import (
	"fmt"

	"layouts/three"
)

func main() { fmt.Print(three.Level()) }
`)
	imports := []string{"three"}
	var lines []line
	for _, l := range dispatchLevels {
		pkg(l.alone, l.level)
		imports = append(imports, l.alone)
		for _, d := range dispatched {
			lines = append(lines, line{l.level + " " + d.name,
				strings.ReplaceAll(d.call, "PKG", "three"), strings.ReplaceAll(d.call, "PKG", l.alone)})
		}
	}
	nearcall(dir, "./three", "./one4", "./one3", "./one1")
	writeFile(filepath.Join(dir, "measure/main.go"), programText(imports, dispatchVariables, lines))
	return dispatchEnvironments(dir)
}

// A level that the machine lacks is not measured.
func dispatchEnvironments(dir string) (all []environment) {
	for _, l := range dispatchLevels {
		e := environment{"^" + l.level + " ", []string{"GODEBUG=" + l.off}}
		if got := command(dir, e.settings, "go", "run", "./which"); got != l.level {
			fmt.Printf("not measured, this machine lacks it: %s\n", l.level)
			continue
		}
		all = append(all, e)
	}
	return all
}
