package main

import (
	_ "embed"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

//go:embed digest.go
var digestSource string

//go:embed stale.go.txt
var filesTest string

//go:embed fuzz.go.txt
var fuzzText string

// staleTest is the Go test that nearcall build writes: it looks at the files of
// the package, and needs neither nearcall nor a compiler.
func staleTest(pkg string, taken map[string]bool) string {
	_, rest, _ := strings.Cut(digestSource, "import (\n")
	imports, code, _ := strings.Cut(rest, "\n)\n")
	text := strings.NewReplacer("PACKAGE", pkg, "IMPORTS", strings.TrimSpace(imports), "CODE\n", strings.TrimLeft(code, "\n")).Replace(filesTest)
	return formatted([]byte(renameImports(text, taken)))
}

// renameImports gives those imports of a file other names whose own are taken.
func renameImports(text string, taken map[string]bool) string {
	head, rest, _ := strings.Cut(text, "import (\n")
	imports, body, _ := strings.Cut(rest, "\n)\n")
	lines := strings.Split(imports, "\n")
	for i, line := range lines {
		quoted := strings.TrimSpace(line)
		name := path.Base(strings.Trim(quoted, `"`))
		if taken[name] {
			lines[i] = "\tnearcall_" + name + " " + quoted
			body = regexp.MustCompile(`\b`+name+`\.`).ReplaceAllString(body, "nearcall_"+name+".")
		}
	}
	return head + "import (\n" + strings.Join(lines, "\n") + "\n)\n" + body
}

// formatted is Go source as gofmt has it.
func formatted(text []byte) string {
	if nice, err := format.Source(text); err == nil {
		return string(nice)
	}
	return string(text)
}

// takenInTests are the names that the tests of the package declare which belong
// to a package of that name.
func (r *reader) takenInTests(pkg string) map[string]bool {
	taken := map[string]bool{}
	entries, _ := os.ReadDir(r.realDir)
	for _, e := range entries {
		name := filepath.Join(r.realDir, e.Name())
		if !strings.HasSuffix(name, "_test.go") || isGenerated(name) {
			continue
		}
		f, _ := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if f == nil || f.Name.Name != pkg {
			continue
		}
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				taken[decl.Name.Name] = decl.Recv == nil || taken[decl.Name.Name]
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						taken[spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, id := range spec.Names {
							taken[id.Name] = true
						}
					}
				}
			}
		}
	}
	return taken
}
