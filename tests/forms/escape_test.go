package forms

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// goType writes a type of package p as another package does.
func goType(p string, e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok && id.IsExported() {
		return p + "." + id.Name
	}
	var text bytes.Buffer
	printer.Fprint(&text, token.NewFileSet(), e)
	return text.String()
}

// caller is a program that calls each function with local variables: what is
// passed by pointer, slice or string may stay on its stack if the call lets it.
type caller struct {
	text             strings.Builder
	pointers, slices int // slices and strings
}

func (c *caller) add(p string, f *ast.FuncDecl) {
	var args []string
	fmt.Fprintf(&c.text, "\nfunc call%s(text []byte) {\n", f.Name.Name)
	for _, field := range f.Type.Params.List {
		for range field.Names {
			name := fmt.Sprintf("v%d", len(args))
			switch typ := field.Type.(type) {
			case *ast.StarExpr:
				c.pointers++
				fmt.Fprintf(&c.text, "\tvar %s %s\n", name, goType(p, typ.X))
				args = append(args, "&"+name)
			case *ast.ArrayType:
				c.slices++
				args = append(args, fmt.Sprintf("make(%s, 5)", goType(p, typ)))
			default:
				if goType(p, typ) == "string" {
					c.slices++
					args = append(args, "string(text)")
					continue
				}
				fmt.Fprintf(&c.text, "\tvar %s %s\n", name, goType(p, typ))
				args = append(args, name)
			}
		}
	}
	fmt.Fprintf(&c.text, "\t%s.%s(%s)\n}\n", p, f.Name.Name, strings.Join(args, ", "))
}

// callerOf is a program that calls all functions of package p.
func callerOf(t *testing.T, dir, p string) *caller {
	t.Helper()
	c := &caller{}
	fmt.Fprintf(&c.text, "package main\n\nimport \"example.com/m/%s\"\n\nfunc main() {}\n", p)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, p, p+".go"), nil, 0)
	harness.Check(t, err)
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body == nil {
			c.add(p, f)
		}
	}
	return c
}

// escapes is what the compiler says of the caller's variables: how many stay,
// and which do not.
func (c *caller) escapes(t *testing.T, dir, p string, by carrier) (stay int, leave []string) {
	t.Helper()
	var said string
	harness.Write(t, dir, "caller/main.go", c.text.String())
	if by.archive {
		file, cfg := filepath.Join(t.TempDir(), "p.a"), filepath.Join(t.TempDir(), "importcfg")
		harness.MustNearcall(t, dir, nil, append(append([]string{"archive", "-o", file}, by.flags...), p)...)
		harness.Write(t, filepath.Dir(cfg), "importcfg", "packagefile example.com/m/"+p+"="+file+"\n")
		r := harness.Run(t, dir, nil, "go", "tool", "compile", "-m", "-p", "main", "-importcfg", cfg, "-o", filepath.Join(filepath.Dir(cfg), "main.a"), "caller/main.go")
		said = r.Want(t, 0, "go tool compile").Stdout + r.Stderr
	} else {
		harness.MustNearcall(t, dir, nil, "build", p)
		said = harness.Run(t, dir, nil, "go", "build", "-gcflags=-m", "-o", filepath.Join(t.TempDir(), "prog"), "./caller").Want(t, 0, "go build").Stderr
	}
	for _, line := range strings.Split(said, "\n") {
		switch {
		case strings.Contains(line, "text does not escape"): // the parameter
		case strings.HasSuffix(line, " does not escape"):
			stay++
		case strings.Contains(line, "moved to heap") || strings.HasSuffix(line, " escapes to heap"):
			leave = append(leave, line)
		}
	}
	return stay, leave
}

// TestNothingEscapes: with //go:noescape, no argument of any form of call
// escapes; without, all of them do.
func TestNothingEscapes(t *testing.T) {
	t.Parallel()
	for _, by := range carriers {
		for _, p := range depthPackages {
			t.Run(by.name+" "+p, func(t *testing.T) {
				t.Parallel()
				dir := depthModule(t)
				c := callerOf(t, dir, p)
				stay, leave := c.escapes(t, dir, p, by)
				if stay != c.slices || len(leave) > 0 {
					t.Errorf("%d slices and strings of %d stay, and these escape: %q", stay, c.slices, leave)
				}
				replace(t, filepath.Join(dir, p, p+".go"), "//go:noescape\n", "")
				stay, leave = c.escapes(t, dir, p, by)
				t.Logf("%d pointers, %d slices and strings; without //go:noescape %d escape", c.pointers, c.slices, len(leave))
				if c.pointers == 0 || stay > 0 || len(leave) != c.pointers+c.slices {
					t.Errorf("without //go:noescape %d stay, and these escape: %q", stay, leave)
				}
			})
		}
	}
}
