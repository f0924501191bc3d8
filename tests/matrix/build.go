package main

import (
	"context"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// failure is how a cell went wrong: in which step, and in whose words.
type failure struct {
	step  string // build, run
	words string
}

func (f *failure) Error() string { return f.step + ": " + f.words }

// attempt is one build and run of a cell, with nearcall's C or with Go in its place.
type attempt struct {
	runner  *runner
	cell    cell
	control bool
	out     string // a folder for what is built
}

const commandLimit = 15 * time.Minute

func (a attempt) command(step, dir string, env []string, program string, args ...string) (string, *failure) {
	ctx, cancel := context.WithTimeout(context.Background(), commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(cmd.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), &failure{step, fmt.Sprintf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)}
	}
	return string(out), nil
}

// env is what the go command gets.
func (a attempt) env() []string {
	cgo := map[bool]string{false: "0", true: "1"}[a.cell.way.cgo]
	env := []string{"GOTOOLCHAIN=" + a.cell.release.toolchain, "GOARCH=" + a.cell.arch, "CGO_ENABLED=" + cgo, "CC=" + a.cc(), "GOFLAGS=-buildvcs=false"}
	if a.runner.cache != "" {
		env = append(env, "GOCACHE="+a.runner.cache)
	}
	return append(env, a.cell.variant.env...)
}

func (a attempt) cc() string {
	switch {
	case a.cell.arch == "arm64" && a.cell.variant.clang:
		return "clang --target=aarch64-linux-gnu"
	case a.cell.arch == "arm64":
		return "aarch64-linux-gnu-gcc"
	case a.cell.variant.clang:
		return "clang"
	}
	return "gcc"
}

// goBuild builds a package of the subject.
func (a attempt) goBuild(mode, out, pkg string) *failure {
	v := a.cell.variant
	link := "-linkmode=" + map[bool]string{false: "internal", true: "external"}[a.cell.way.external]
	args := []string{"build", "-buildmode=" + mode, "-o", out, "-ldflags=" + strings.TrimSpace(link+" "+v.ldflags)}
	for _, f := range v.flags {
		args = append(args, strings.ReplaceAll(f, "PROFILE", a.runner.subject.profile()))
	}
	tags := v.tags
	if a.control {
		tags = strings.TrimPrefix(tags+",purego", ",")
	}
	if tags != "" {
		args = append(args, "-tags="+tags)
	}
	_, f := a.command("build", a.runner.subject.folder(v.layout), a.env(), "go", append(args, pkg)...)
	return f
}

// ccBuild builds the C program that calls the library.
func (a attempt) ccBuild(out string, args ...string) *failure {
	cc := strings.Fields(a.cc())
	load := filepath.Join(a.runner.subject.folder(a.cell.variant.layout), "load", "load.c")
	all := slices.Concat(cc[1:], []string{"-g", "-o", out, load}, a.cell.variant.cflags, args, []string{"-lpthread", "-ldl"})
	_, f := a.command("build", a.out, nil, cc[0], all...)
	return f
}

// build returns the command line of the program that checks everything.
func (a attempt) build() ([]string, *failure) {
	prog := filepath.Join(a.out, "prog")
	switch a.cell.way.mode {
	case "c-archive":
		library := filepath.Join(a.out, "lib.a")
		if f := a.goBuild("c-archive", library, "./lib"); f != nil {
			return nil, f
		}
		return []string{prog}, a.ccBuild(prog, "-DLINKED", library)
	case "c-shared":
		library := filepath.Join(a.out, "lib.so")
		if f := a.goBuild("c-shared", library, "./lib"); f != nil {
			return nil, f
		}
		return []string{prog, library}, a.ccBuild(prog)
	case "plugin":
		library := filepath.Join(a.out, "plug.so")
		if f := a.goBuild("plugin", library, "./plug"); f != nil {
			return nil, f
		}
		return []string{prog, library}, a.goBuild("exe", prog, "./loader")
	}
	return []string{prog}, a.goBuild(a.cell.way.mode, prog, "./prog")
}

// settings are the environments that a program runs in, and whether they leave the CPU its higher levels.
var settings = []struct {
	env    string
	levels bool
}{{"", true}, {"GOGC=1", true}, {"GODEBUG=cpu.all=off", false}}

// runAll runs what was built in all settings.
func (a attempt) runAll(program []string) *failure {
	if a.cell.arch == "arm64" {
		program = append([]string{"qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"}, program...)
	}
	coverage := filepath.Join(a.out, "coverage")
	if err := os.MkdirAll(coverage, 0o755); err != nil {
		return &failure{"run", err.Error()}
	}
	for _, s := range settings {
		env := []string{"GOCOVERDIR=" + coverage}
		if s.env != "" {
			env = append(env, s.env)
		}
		out, f := a.command("run", a.out, env, program[0], program[1:]...)
		if f != nil {
			f.words = strings.TrimSpace(s.env + " " + f.words)
			return f
		}
		want := fmt.Sprintf("level %s, native %t\nall good\n", a.level(s.levels), !a.control)
		if !strings.HasSuffix(out, want) {
			return &failure{"run", fmt.Sprintf("%s: it says %q, and should %q", s.env, out, want)}
		}
	}
	return a.looks(program[len(program)-1], coverage)
}

// level is the CPU level that the program is to tell.
func (a attempt) level(all bool) string {
	switch {
	case a.control:
		return "0"
	case a.cell.arch == "arm64":
		return "8"
	case all:
		return a.runner.level
	case a.cell.variant.floor != "":
		return a.cell.variant.floor
	}
	return "1"
}

// looks tells what is wrong with what a good run has left.
func (a attempt) looks(program, coverage string) *failure {
	exe := a.cell.way.mode == "exe" || a.cell.way.mode == "pie"
	if a.cell.variant.covers && exe {
		if files, err := os.ReadDir(coverage); err != nil || len(files) == 0 {
			return &failure{"run", "it has left no coverage data"}
		}
	}
	if a.cell.way.mode == "exe" && !a.cell.way.cgo && !a.cell.way.external {
		f, err := elf.Open(program)
		if err != nil {
			return &failure{"run", err.Error()}
		}
		defer f.Close()
		for _, p := range f.Progs {
			if p.Type == elf.PT_INTERP {
				return &failure{"run", "the program was to be static"}
			}
		}
	}
	return nil
}

// try builds and runs.
func (a attempt) try() *failure {
	if err := os.MkdirAll(a.out, 0o755); err != nil {
		return &failure{"build", err.Error()}
	}
	defer os.RemoveAll(a.out)
	if a.cell.command != nil {
		return a.tryCommand()
	}
	program, f := a.build()
	if f != nil {
		return f
	}
	return a.runAll(program)
}

func (a attempt) tryCommand() *failure {
	c := a.cell.command
	var args []string
	for _, arg := range c.args {
		args = append(args, strings.ReplaceAll(arg, "OUT", filepath.Join(a.out, "prog")))
	}
	if a.control {
		args = slices.Insert(args, 1, "-tags=purego")
	}
	_, f := a.command("build", a.runner.subject.folder(""), append(a.env(), c.env...), "go", args...)
	return f
}
