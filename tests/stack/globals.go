package stack

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// globals are the global variables of a program. An image has no writable
// data, so they are moved out: a linked file holds what they start with,
// painted loads it at an address known beforehand, and the program's text
// says where each one is. To the compiler that is memory like any that Go
// would pass: it knows nothing of what is in there.
type globals struct {
	slot    int
	defs    string // the definitions, and all before them
	file    string
	watched string // lines of painted: the integers among them
}

const globalsBase, globalsSize = 0x2000_0000, 0x40_0000

func (g *globals) address() int { return globalsBase + g.slot*globalsSize }

var globalDef = regexp.MustCompile(`(?m)^static ([^=\n]*\bg_\d+(?:\[\d+\])*)( = .*)?;.*$`)

// moveGlobals turns the definitions of a program into declarations; nil if
// there are none.
func moveGlobals(text string) (string, *globals) {
	all := globalDef.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return text, nil
	}
	end := all[len(all)-1][1]
	head := strings.ReplaceAll(text[:end], "static long __undefined;", "")
	defs := globalDef.ReplaceAllString(head, "$1$2;")
	decls := globalDef.ReplaceAllString(head, "extern $1;")
	return decls + "\n#include \"PLACES\"\n" + text[end:], &globals{defs: defs}
}

// layOut compiles and links the variables' values and writes down their
// places as macros. The macro's name in its own text is not replaced again: it
// is the declaration's, asked for its type.
func (c *Config) layOut(ctx context.Context, dir string, p *program) error {
	base := filepath.Join(dir, p.name+"_data")
	p.globals.file = base + ".bin"
	if err := os.WriteFile(base+".c", []byte(p.globals.defs), 0o644); err != nil {
		return err
	}
	script := fmt.Sprintf("SECTIONS { . = %d; .all : { *(.data* .bss* .rodata* COMMON) } /DISCARD/ : { *(*) } }\n", p.globals.address())
	if err := os.WriteFile(base+".ld", []byte(script), 0o644); err != nil {
		return err
	}
	tool := func(name string) string { return c.machine.tools + name }
	cc := append([]string{tool("gcc"), "-c", "-w", "-O0", "-fno-pic", "-mcmodel=large", "-DPREFIX=" + p.name}, c.includes()...)
	var table []byte
	for _, step := range [][]string{
		append(cc, "-o", base+".o", base+".c"),
		{tool("ld"), "-T", base + ".ld", "-o", base + ".elf", base + ".o"},
		{tool("objcopy"), "-O", "binary", base + ".elf", p.globals.file},
		{tool("nm"), "-S", base + ".elf"},
	} {
		out, err := exec.CommandContext(ctx, step[0], step[1:]...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %v\n%s", strings.Join(step, " "), err, out)
		}
		table = out
	}
	plain := map[string]bool{}
	for _, m := range plainGlobal.FindAllStringSubmatch(p.globals.defs, -1) {
		plain[m[1]] = true
	}
	var places strings.Builder
	for _, line := range strings.Split(string(table), "\n") {
		if f := strings.Fields(line); len(f) == 4 && strings.HasPrefix(f[3], "g_") {
			fmt.Fprintf(&places, "#define %s (*(__typeof__(%s) *)0x%sUL)\n", f[3], f[3], strings.TrimLeft(f[0], "0"))
			if plain[f[3]] {
				p.globals.watched += fmt.Sprintf("watch 0x%s 0x%s\n", f[0], f[1])
			}
		}
	}
	p.text = strings.Replace(p.text, "#include \"PLACES\"\n", places.String(), 1)
	return nil
}
