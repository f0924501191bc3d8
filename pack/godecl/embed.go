package main

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed digest.go
var digestSource string

//go:embed stale.go.txt
var filesTest string

// staleTest is the Go test that nearcall build writes: it looks at the files of
// the package, and needs neither nearcall nor a compiler. Imports whose names
// the package's own tests have taken get others.
func staleTest(pkg string, taken map[string]bool) string {
	_, rest, _ := strings.Cut(digestSource, "import (\n")
	imports, code, _ := strings.Cut(rest, "\n)\n")
	lines := append(strings.Split(imports, "\n"), "\t\"regexp\"", "\t\"testing\"")
	slices.Sort(lines)
	body := strings.Replace(filesTest, "CODE\n", strings.TrimLeft(code, "\n"), 1)
	for i, line := range lines {
		quoted := strings.TrimSpace(line)
		name := path.Base(strings.Trim(quoted, `"`))
		if taken[name] {
			lines[i] = "\tnearcall_" + name + " " + quoted
			body = regexp.MustCompile(`\b`+name+`\.`).ReplaceAllString(body, "nearcall_"+name+".")
		}
	}
	return strings.NewReplacer("PACKAGE", pkg, "IMPORTS", strings.TrimSpace(strings.Join(lines, "\n"))).Replace(body)
}

// takenInTests are the names that the external tests of the package declare.
func (r *reader) takenInTests() map[string]bool {
	taken := map[string]bool{}
	entries, _ := os.ReadDir(r.realDir)
	for _, e := range entries {
		name := filepath.Join(r.realDir, e.Name())
		if !strings.HasSuffix(name, "_test.go") || isGenerated(name) {
			continue
		}
		f, _ := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if f == nil || f.Name.Name != r.out.Name+"_test" {
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
