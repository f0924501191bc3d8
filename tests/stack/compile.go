package stack

import (
	"context"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var (
	compilers = []string{"clang", "gcc"}
	levels    = []string{"-O0", "-O1", "-O2", "-O3", "-Os"}
	// cpus is per batch: a Go package has one level.
	cpus = []string{"x86-64-v1", "x86-64-v1", "x86-64-v3", "x86-64-v1", "x86-64-v4", "x86-64-v1"}
	// cpuNeeds is what tells in /proc/cpuinfo that a level can run here.
	cpuNeeds = map[string]string{"x86-64-v3": " avx2 ", "x86-64-v4": " avx512vl "}
)

// config is how a program is compiled.
type config struct {
	cc, level    string
	framePointer bool
	noinline     bool
	globals      bool
}

func configOf(i int) config {
	return config{
		cc:           compilers[i%2],
		level:        levels[i/2%5],
		framePointer: i/10%3 == 1,
		noinline:     i/30%2 == 1,
		globals:      i%4 != 3 && i%7 != 0,
	}
}

// cpuOf is the level of a batch, or the first if this machine cannot run it.
func cpuOf(batch int) string {
	cpu := cpus[batch%len(cpus)]
	info, err := os.ReadFile("/proc/cpuinfo")
	if need := cpuNeeds[cpu]; need != "" && (err != nil || !strings.Contains(string(info), need)) {
		return cpus[0]
	}
	return cpu
}

func (c config) String() string { return c.cc + " " + c.level }

// fixedFlags are what nearcall itself compiles with, but for the level; see
// code_flags in pack/compile.c.
var fixedFlags = strings.Fields(`-c -g -ffreestanding -fPIC -fvisibility=hidden -fno-stack-protector
	-fcf-protection=none -fno-math-errno -fasynchronous-unwind-tables -ffunction-sections
	-fdata-sections -U_FORTIFY_SOURCE -w -Wno-incompatible-pointer-types -Wno-int-conversion`)

// compile writes the program's C file and object into dir.
func (c *Config) compile(ctx context.Context, dir string, p *program, cpu string) error {
	if p.globals != nil {
		if err := c.layOut(ctx, dir, p); err != nil {
			return err
		}
	}
	src := filepath.Join(dir, p.name+".c")
	if err := os.WriteFile(src, []byte(p.text), 0o644); err != nil {
		return err
	}
	if cpu == "x86-64-v1" {
		cpu = "x86-64" // as gcc 12 and clang 14 call it
	}
	args := append([]string{p.config.level, "-march=" + cpu, "-DPREFIX=" + p.name}, fixedFlags...)
	if p.config.framePointer {
		args = append(args, "-fno-omit-frame-pointer")
	}
	args = append(args, c.includes()...)
	args = append(args, "-o", filepath.Join(dir, p.name+".o"), src)
	out, err := exec.CommandContext(ctx, p.config.cc, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %v\n%s", p.config.cc, strings.Join(args, " "), err, out)
	}
	return constantInitializers(filepath.Join(dir, p.name+".o"))
}

// constantInitializers moves what clang -O0 copies lists of initial values
// from: constants that nothing can write to, yet in .data or .bss by their type (from
// -O1 on, clang does this itself). An image has neither, and the stack is
// what is to be tested here.
func constantInitializers(object string) error {
	f, err := elf.Open(object)
	if err != nil {
		return err
	}
	args := []string{}
	for _, s := range f.Sections {
		if section, name, ok := strings.Cut(s.Name, "..Lconstinit"); ok && (section == ".data" || section == ".bss") {
			args = append(args, "--rename-section", s.Name+"=.rodata..Lconstinit"+name+",alloc,load,readonly,data,contents")
		}
	}
	f.Close()
	if len(args) == 0 {
		return nil
	}
	if out, err := exec.Command("objcopy", append(args, object)...).CombinedOutput(); err != nil {
		return fmt.Errorf("objcopy: %v\n%s", err, out)
	}
	return nil
}

func (c *Config) includes() []string {
	list := []string{"-I" + filepath.Join(c.Root, "tests", "stack", "testdata")}
	if inc := csmithInclude(); inc != "" {
		list = append(list, "-I"+inc)
	}
	return list
}
