// Layouts compares two forms of the same functions, over several orders in which the linker may put them.
//
//	dispatch   a package for three levels of the CPU, and for the one that is taken: what choosing costs
//	leaves     loops in their trampolines, and the same instructions written into a TEXT by hand
//
// Both forms are linked into one program, which times them in turns: testdata/turns. Where the linker puts a
// function is worth some percent, to one form or the other. So the program is linked several times, with the
// functions in other orders (-randlayout), and these take turns as well. For each line there is the median of the
// ratios in each layout, ours by the other's time, and the median of those.
//
// Usage, from the repository's root, after make:
//
//	go run ./bench/layouts [-rounds N] [-layouts N] [-run REGEXP] dispatch|leaves
//
// Exit status 1: some median is over the comparison's limit.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var (
	rounds  = flag.Int("rounds", 256, "measure this many times in each layout")
	layouts = flag.Int("layouts", 16, "so many orders of the functions")
	run     = flag.String("run", "", "measure only what matches")
)

// turn is how many rounds a program makes before the next one comes.
const turn = 8

// A comparison is a program that compares, and what it may find.
type comparison struct {
	name  string
	limit float64 // of a median, our time by the other's
	free  string  // the lines that may be over it: an expression, or ""
	// write puts the program's package main into dir/measure, and what it imports beside it. What it gives are the
	// environments in which the program is run.
	write func(dir string) []environment
}

type environment struct {
	only     string // the lines that are measured in it: an expression
	settings []string
}

var comparisons = []comparison{
	// the lowest level is for machines of before 2013, and for calls before the package is initialised
	{"dispatch", 1.1, "^x86-64-v1 ", writeDispatch},
	{"leaves", 1.02, "", writeLeaves},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("layouts: ")
	flag.Parse()
	for _, c := range comparisons {
		if flag.NArg() == 1 && c.name == flag.Arg(0) {
			os.Exit(c.compare())
		}
	}
	log.Print("usage: layouts [-rounds N] [-layouts N] [-run REGEXP] dispatch|leaves")
	os.Exit(2)
}

func (c *comparison) compare() int {
	dir, err := os.MkdirTemp("", "nearcall-layouts")
	check(err)
	defer os.RemoveAll(dir)
	copyFile(filepath.Join(testdata(), "turns/turns.go"), filepath.Join(dir, "turns/turns.go"))
	writeFile(filepath.Join(dir, "go.mod"), "module layouts\n\ngo 1.23\n")
	environments := c.write(dir)
	programs := make([]string, *layouts)
	for i := range programs {
		programs[i] = filepath.Join(dir, fmt.Sprint("bin", i))
		command(dir, nil, "go", "build", "-ldflags", fmt.Sprint("-randlayout=", i+1), "-o", programs[i], "./measure")
	}
	var all results
	for done := 0; done < *rounds; done += turn {
		for i, program := range programs {
			fmt.Fprintf(os.Stderr, "%d of %d, layout %d\r", done, *rounds, i)
			for _, e := range environments {
				all.read(i, command(dir, e.settings, program, "-rounds", fmt.Sprint(turn), "-only", e.only, "-run", *run))
			}
		}
	}
	if all.print(*layouts, c.limit, c.free) {
		return 0
	}
	return 1
}

func testdata() string {
	root := strings.TrimSpace(command("", nil, "git", "rev-parse", "--show-toplevel"))
	return filepath.Join(root, "bench/layouts/testdata")
}

func nearcall(dir string, packages ...string) {
	command(dir, nil, filepath.Join(testdata(), "../../../build/nearcall"), append([]string{"build"}, packages...)...)
}

func copyFile(from, to string) {
	text, err := os.ReadFile(from)
	check(err)
	writeFile(to, string(text))
}

func writeFile(name, text string) {
	check(os.MkdirAll(filepath.Dir(name), 0o755))
	check(os.WriteFile(name, []byte(text), 0o644))
}

// command runs a program and gives what it prints.
func command(dir string, env []string, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(append(cmd.Environ(), "CGO_ENABLED=0"), env...)
	out, err := cmd.Output()
	if err != nil {
		log.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
