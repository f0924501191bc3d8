// Instructions counts, under qemu-user, how many instructions a call takes on arm64: in Go, in Go assembly, in C that
// its trampoline holds, and in C that its trampoline calls; and kernels, called from Go and by an ordinary program of
// C. No time is taken: an emulator's says nothing.
//
//	go run ./bench/instructions [-w PAGE]
//
// What a program does besides falls out: each runs twice, with more calls the second time. It ends with status 1 if
// a figure is above what docs/results.md promises. -w puts the tables into that page.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// What must hold: of Go assembly's, and of a native call's.
const (
	mostFused  = 1.0
	mostCalled = 1.6
	mostKernel = 1.03
)

const out = "build/instructions"

var native = []string{"clang", "--target=aarch64-linux-gnu", "-O3", "-static", "-w", "-march=armv8-a", "-idirafter", "/usr/include",
	"-o", out + "/native", "bench/instructions/testdata/native/native.c",
	"csrc/sum/sum.c", "csrc/utf8/utf8.c", "csrc/vector/vector.c", "csrc/xxh3/xxh3.c", "csrc/xxh3/long.c", "-Icsrc", "-lm"}

func main() {
	page := flag.String("w", "", "the `page` to put the tables into")
	flag.Parse()
	build()
	text, ok := calls()
	more, well := kernels()
	text += "\n" + more
	fmt.Print(text)
	if *page != "" {
		write(*page, text)
	}
	if !ok || !well {
		fmt.Fprintln(os.Stderr, "instructions: a figure is above its bound")
		os.Exit(1)
	}
}

func build() {
	src := filepath.Join(out, "src")
	check(os.RemoveAll(src))
	check(os.MkdirAll(out, 0o755))
	check(os.CopyFS(src, os.DirFS("bench/instructions/testdata")))
	root, err := os.Getwd()
	check(err)
	must("", nil, "gcc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", out+"/count.so", "bench/instructions/plugin/count.c")
	must("", nil, native[0], native[1:]...)
	must(src, nil, "go", "mod", "edit", "-replace", "github.com/nearcall/nearcall="+root)
	must(src, []string{"NEARCALL_CSRC=" + root + "/csrc"}, root+"/build/nearcall", "build", "-arch", "arm64", "near")
	must(src, []string{"GOARCH=arm64", "CGO_ENABLED=0", "GOWORK=off"}, "go", "build", "-o", root+"/"+out+"/program", ".")
}

var counted = regexp.MustCompile(`instructions (\d+)\n`)

// executed is how many instructions a program takes for n calls.
func executed(program, way string, n int) float64 {
	cmd := exec.Command("qemu-aarch64", "-plugin", out+"/count.so", program, way, strconv.Itoa(n))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		check(fmt.Errorf("%v: %w\n%s", cmd.Args, err, stderr.String()))
	}
	m := counted.FindStringSubmatch(stderr.String())
	if m == nil {
		check(fmt.Errorf("%v counts nothing:\n%s", cmd.Args, stderr.String()))
	}
	count, err := strconv.ParseFloat(m[1], 64)
	check(err)
	return count
}

// each is the instructions of one call and its turn of the loop: the least of three tries, since a runtime's threads now
// and then do something of their own.
func each(program, way string, n int) float64 {
	least := 0.0
	for try := range 3 {
		x := (executed(out+"/"+program, way, 3*n) - executed(out+"/"+program, way, n)) / float64(2*n)
		if try == 0 || x < least {
			least = x
		}
	}
	return least
}

func calls() (text string, ok bool) {
	const n = 2_000_000
	ok = true
	text = "| arguments | Go | GoAsm | Nearcall, fused | of GoAsm | Nearcall, called | of GoAsm |\n|---|---|---|---|---|---|---|\n"
	for _, k := range [][2]string{{"1", "int1"}, {"2", "int2"}, {"4", "int4"}, {"8", "int8"}, {"F", "float4"}} {
		count := map[string]float64{}
		for _, way := range []string{"go", "asm", "leaf", "called"} {
			count[way] = each("program", way+k[0], n)
		}
		fused, called := count["leaf"]/count["asm"], count["called"]/count["asm"]
		text += fmt.Sprintf("| %s | %.1f | %.1f | %.1f | %.2f | %.1f | %.2f |\n", k[1], count["go"], count["asm"], count["leaf"], fused,
			count["called"], called)
		// what the runtime does besides is no part of a call
		ok = ok && fused < mostFused+0.01 && called < mostCalled+0.01
	}
	return text, ok
}

func kernels() (text string, ok bool) {
	ok = true
	text = "| kernel | native | Nearcall | of native |\n|---|---|---|---|\n"
	for _, k := range [][2]string{{"sum", "sum, 4 KiB"}, {"xxh3", "xxh3, 4 KiB"}, {"utf8", "utf8, 4 KiB"}, {"dot", "dot, 4 KiB"}} {
		c, near := each("native", k[0], 50_000), each("program", k[0], 50_000)
		text += fmt.Sprintf("| %s | %.0f | %.0f | %.3f |\n", k[1], c, near, near/c)
		ok = ok && near/c <= mostKernel
	}
	return text, ok
}

const begin, end = "<!-- begin: written by make bench-instructions -->\n", "<!-- end: bench-instructions -->\n"

func write(page, text string) {
	old, err := os.ReadFile(page)
	check(err)
	before, rest, found := strings.Cut(string(old), begin)
	_, after, ends := strings.Cut(rest, end)
	if !found || !ends {
		check(fmt.Errorf("%s has no place for the tables", page))
	}
	check(os.WriteFile(page, []byte(before+begin+"\n"+text+"\n"+end+after), 0o644))
}

func must(dir string, env []string, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if text, err := cmd.CombinedOutput(); err != nil {
		check(fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, text))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "instructions:", err)
		os.Exit(2)
	}
}
