package conformance

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed runner/*.go
var runnerFiles embed.FS

const goMod = "module conf\n\ngo 1.23\n"

// writeModule writes the module that tests some functions of a list: the
// runner, the imported types, the stubs with their C, and the callers.
func writeModule(dir string, funcs []*Func, ids []int, cflags string) error {
	var c, stubs, imported, callers, table strings.Builder
	c.WriteString(preamble)
	imported.WriteString(typesSource + "\nvar _ unsafe.Pointer\n")
	stubs.WriteString("package p\n\nimport (\n\t\"conf/types\"\n\t\"unsafe\"\n)\n\n//nearcall:source csrc/f.c\n")
	if cflags != "" {
		fmt.Fprintf(&stubs, "//nearcall:cflags %s\n", cflags)
	}
	stubs.WriteString("\nvar _ unsafe.Pointer\nvar _ types.Opaque\n\n")
	callers.WriteString("package main\n\nimport (\n\t\"conf/p\"\n\t\"conf/runner\"\n\t\"unsafe\"\n)\n\nfunc main() { runner.Main(funcs) }\n\n")
	table.WriteString("var funcs = []runner.Func{\n")
	for _, id := range ids {
		fmt.Fprintf(&c, "// %s\n", funcs[id].declarationTagged(id))
		funcs[id].writeC(&c, id)
		funcs[id].writeStub(&stubs, &imported, id)
		funcs[id].writeCaller(&callers, &table, id)
	}
	table.WriteString("}\n")
	files := map[string]string{
		"go.mod":         goMod,
		"p/csrc/f.c":     c.String(),
		"p/stubs.go":     stubs.String(),
		"types/types.go": strings.Replace(imported.String(), "package types\n", "package types\n\nimport \"unsafe\"\n", 1),
		"main.go":        callers.String() + table.String(),
	}
	names, err := runnerFiles.ReadDir("runner")
	if err != nil {
		return err
	}
	for _, n := range names {
		text, err := runnerFiles.ReadFile("runner/" + n.Name())
		if err != nil {
			return err
		}
		if !strings.HasSuffix(n.Name(), "_test.go") {
			files["runner/"+n.Name()] = string(text)
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// declarationTagged is the Go declaration with the types' final names.
func (f *Func) declarationTagged(id int) string {
	f.tag(id)
	return f.declaration(id)
}
