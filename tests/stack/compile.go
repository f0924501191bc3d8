package stack

import (
	"context"
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
)

var (
	compilers = []string{"clang", "gcc"}
	levels    = []string{"-O0", "-O1", "-O2", "-O3", "-Os"}
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

func (c config) String() string { return c.cc + " " + c.level }

// fixedFlags are what nearcall itself compiles with on every machine, but for
// the level; see code_flags in pack/link/compile.c.
var fixedFlags = strings.Fields(`-c -g -ffreestanding -fPIC -fvisibility=hidden -fno-stack-protector
	-fno-math-errno -fasynchronous-unwind-tables -ffunction-sections
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
	args := append(c.machine.compiler(p.config.cc, cpu), p.config.level, "-DPREFIX="+p.name)
	if p.config.framePointer && c.machine.name == "amd64" { // arm64 has it by compiler
		args = append(args, "-fno-omit-frame-pointer")
	}
	args = append(args, c.includes()...)
	args = append(args, "-o", filepath.Join(dir, p.name+".o"), src)
	if err := command(ctx, args...); err != nil {
		return err
	}
	return c.constantInitializers(ctx, filepath.Join(dir, p.name+".o"))
}

// constantInitializers moves what clang -O0 copies lists of initial values
// from: constants that nothing can write to, yet in .data or .bss by their type (from
// -O1 on, clang does this itself). An image has neither, and the stack is
// what is to be tested here.
func (c *Config) constantInitializers(ctx context.Context, object string) error {
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
	return command(ctx, append(append([]string{c.machine.tools + "objcopy"}, args...), object)...)
}

func (c *Config) includes() []string {
	list := []string{"-I" + filepath.Join(c.Root, "tests", "stack", "testdata")}
	if inc := csmithInclude(); inc != "" {
		list = append(list, "-I"+inc)
	}
	return list
}
