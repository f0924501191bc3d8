// Speed compares the C of gostubs/ in two forms: as functions that Go knows, and
// as the one opaque symbol that nearcall wrote up to commit 72a6950. Both are
// linked into one program, which times them in turns: testdata/measure.
//
// Where the linker puts a function is worth some percent, to one form or the other.
// So the program is linked several times, with the functions in other orders, and
// these take turns. The stack's depth matters as well: a round has several. Of a
// kernel, the median of the ratios of all rounds is printed, their quartiles, and
// the least and the largest median of one order.
//
// Usage, from the repository's root:
//
//	go run ./tests/fault/speed [-commit HASH | -opaque DIR] [-rounds N] [-layouts N] [-run REGEXP]
//
// DIR has a gostubs/ with other opaque files, for instance of the present C, or of
// the same compiler flags. The present form is that of the working tree.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

var (
	commit  = flag.String("commit", "72a6950", "take the opaque files from this commit")
	opaque  = flag.String("opaque", "", "take them from this folder instead")
	rounds  = flag.Int("rounds", 512, "measure this many times")
	layouts = flag.Int("layouts", 16, "in programs with so many orders of the functions")
	run     = flag.String("run", "", "measure only what matches")
)

// turn is how many rounds a program makes before the next one comes.
const turn = 8

var kernels = []string{"increment", "sum", "xxh3", "edwards25519"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("speed: ")
	flag.Parse()
	dir, err := os.MkdirTemp("", "nearcall-speed")
	check(err)
	defer os.RemoveAll(dir)
	writeModule(dir)
	programs := make([]string, *layouts)
	for i := range programs {
		programs[i] = filepath.Join(dir, fmt.Sprint("bin", i))
		command(dir, "go", "build", "-ldflags", fmt.Sprint("-randlayout=", i), "-o", programs[i], "./measure")
	}
	var all results
	for done := 0; done < *rounds; done += turn * len(programs) {
		for i, program := range programs {
			fmt.Fprintf(os.Stderr, "%d of %d\r", done+turn*i, *rounds)
			all.read(i, output(dir, program, "-rounds", fmt.Sprint(turn), "-run", *run))
		}
	}
	all.print()
}

// results are the kernels' rounds, in the order of the program's output.
type results []*result

type result struct {
	kernel string
	rounds []round
}

// round has what a call took in one of the layouts, in nanoseconds.
type round struct {
	layout      int
	now, opaque float64
}

func (all *results) read(layout int, text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		name, times, _ := strings.Cut(line, "\t")
		at := slices.IndexFunc(*all, func(r *result) bool { return r.kernel == name })
		if at < 0 {
			at = len(*all)
			*all = append(*all, &result{kernel: name})
		}
		r := round{layout: layout}
		_, err := fmt.Sscan(times, &r.now, &r.opaque)
		check(err)
		(*all)[at].rounds = append((*all)[at].rounds, r)
	}
}

func (all results) print() {
	fmt.Printf("%-24s %10s %10s   now/opaque: median (quartiles), medians of %d layouts\n", "", "now, ns", "opaque, ns", *layouts)
	worst := 0.0
	for _, r := range all {
		ratio := func(r round) float64 { return r.now / r.opaque }
		var medians []float64
		for i := range *layouts {
			own := slices.DeleteFunc(slices.Clone(r.rounds), func(r round) bool { return r.layout != i })
			medians = append(medians, quantile(own, ratio, .5))
		}
		median := quantile(r.rounds, ratio, .5)
		worst = max(worst, median)
		fmt.Printf("%-24s %10.2f %10.2f   %.4f (%.4f to %.4f), %.4f to %.4f\n", r.kernel,
			quantile(r.rounds, func(r round) float64 { return r.now }, .5),
			quantile(r.rounds, func(r round) float64 { return r.opaque }, .5),
			median, quantile(r.rounds, ratio, .25), quantile(r.rounds, ratio, .75),
			slices.Min(medians), slices.Max(medians))
	}
	fmt.Printf("the worst median is %.4f\n", worst)
}

func quantile(rounds []round, of func(round) float64, part float64) float64 {
	var values []float64
	for _, r := range rounds {
		values = append(values, of(r))
	}
	slices.Sort(values)
	return values[int(part*float64(len(values)-1))]
}

// writeModule puts the packages below now/ and opaque/, the latter with the Go
// files that belong to the opaque ones.
func writeModule(dir string) {
	root := strings.TrimSpace(output("", "git", "rev-parse", "--show-toplevel"))
	copyFile(filepath.Join(root, "go.mod"), filepath.Join(dir, "go.mod"))
	now := func(name string) []byte { return readFile(filepath.Join(root, name)) }
	writePackages(filepath.Join(dir, "now"), output(root, "git", "ls-files", "gostubs"), now)
	list, read := output(root, "git", "ls-tree", "-r", "--name-only", *commit, "gostubs"), func(name string) []byte {
		return []byte(output(root, "git", "show", *commit+":"+name))
	}
	if *opaque != "" {
		list, read = output(*opaque, "find", "gostubs", "-type", "f"), func(name string) []byte {
			return readFile(filepath.Join(*opaque, name))
		}
	}
	for _, k := range kernels {
		name := "gostubs/" + k + "/nearcall_amd64.s"
		if !bytes.Contains(read(name), []byte("TEXT image<>")) {
			log.Fatalf("%s is not opaque there", name)
		}
	}
	writePackages(filepath.Join(dir, "opaque"), list, read)
	for _, form := range []string{"now", "opaque"} {
		rename(filepath.Join(dir, form), form)
	}
	copyFile(filepath.Join(root, "tests/fault/speed/testdata/measure/main.go"), filepath.Join(dir, "measure/main.go"))
}

func writePackages(dir, list string, read func(string) []byte) {
	for _, file := range strings.Fields(list) {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/dalek/") || strings.Contains(file, "/testdata/") {
			continue
		}
		writeFile(filepath.Join(dir, strings.TrimPrefix(file, "gostubs/")), read(file))
	}
}

// rename makes the import paths of a form's packages its own.
func rename(dir, form string) {
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		check(err)
		return os.WriteFile(path, bytes.ReplaceAll(text, []byte("nearcall/gostubs/"), []byte("nearcall/"+form+"/")), 0o644)
	})
	check(err)
}

func copyFile(from, to string) { writeFile(to, readFile(from)) }

func readFile(name string) []byte {
	text, err := os.ReadFile(name)
	check(err)
	return text
}

func writeFile(name string, text []byte) {
	check(os.MkdirAll(filepath.Dir(name), 0o755))
	check(os.WriteFile(name, text, 0o644))
}

func output(dir, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	check(err)
	return string(out)
}

func command(dir, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	check(cmd.Run())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
