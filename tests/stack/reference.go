package stack

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// What functions give is compared with what the same C gives in an ordinary
// program: painted, linked with the programs as the machine's gcc compiles
// them, instead of loading an image. Compared are the result, the integers
// among the global variables, and what pointers point to, where that has no
// padding.

var (
	plainGlobal = regexp.MustCompile(`(?m)^(?:const |volatile )*u?int\d+_t (g_\d+)(?:\[\d+\])* =`)
	aggregate   = regexp.MustCompile(`\b(struct|union)\b`)
	resultType  = regexp.MustCompile(`\) (\S+)$`)
)

// result is the letter of a function's result for painted; '-' where there is
// none that can be compared: a pointer may point into the stack.
func (e *entry) result() byte {
	m := resultType.FindStringSubmatch(e.goDecl)
	for _, t := range goTypes {
		if m != nil && t.name == m[1] {
			return t.kind
		}
	}
	return '-'
}

// compares tells painted to look at all that a program's pointers point to.
func (p *program) compares() int {
	if aggregate.MatchString(p.text) {
		return 0
	}
	return 1
}

// buildReference links the ordinary program of some programs.
func (c *Config) buildReference(ctx context.Context, dir, objects string, programs []*program) (string, error) {
	file := filepath.Join(dir, "reference")
	var table strings.Builder
	table.WriteString("#include <stddef.h>\n")
	list := "const struct { const char *name; void *function; } references[] = {\n"
	line := append(slices.Clone(c.machine.cc), "-o", file, "-DREFERENCE", c.paintedSource(), file+"_table.c")
	for _, p := range programs {
		object := filepath.Join(objects, p.name+".reference.o")
		line = append(line, object)
		for _, e := range p.entries {
			fmt.Fprintf(&table, "extern char %s[];\n", e.c)
			list += fmt.Sprintf("\t{%q, %s},\n", e.c, e.c)
		}
		if _, err := os.Stat(object); err == nil {
			continue
		}
		cc := slices.Concat([]string{c.machine.tools + "gcc", "-c", c.machine.reference, "-w", "-DPREFIX=" + p.name}, c.includes(),
			[]string{"-o", object, filepath.Join(objects, p.name+".c")})
		if err := command(ctx, cc...); err != nil {
			return "", err
		}
	}
	table.WriteString(list + "\t{NULL, NULL}};\n")
	if err := os.WriteFile(file+"_table.c", []byte(table.String()), 0o644); err != nil {
		return "", err
	}
	return file, command(ctx, line...)
}

// refer runs the ordinary program over the calls of jobs and gives its runs.
func (c *Config) refer(ctx context.Context, dir, objects string, programs []*program, jobs []byte) (map[string][]run, error) {
	if c.machine.reference == "" {
		return nil, nil
	}
	file, err := c.buildReference(ctx, dir, objects, programs)
	if err != nil {
		return nil, err
	}
	var calls bytes.Buffer
	for _, line := range bytes.SplitAfter(jobs, []byte("\n")) {
		if word, _, _ := bytes.Cut(line, []byte(" ")); !slices.Contains([]string{"image", "node", "edge"}, string(word)) {
			calls.Write(line)
		}
	}
	return c.painted(ctx, file, calls.Bytes())
}

func command(ctx context.Context, line ...string) error {
	if out, err := exec.CommandContext(ctx, line[0], line[1:]...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %v\n%s", strings.Join(line, " "), err, out)
	}
	return nil
}
