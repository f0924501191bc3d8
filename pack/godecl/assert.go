package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/printer"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"
)

// importNames gives each import path one name in the whole package: assertions
// of declarations in several files stand in one.
type importNames struct {
	byPath map[string]string
	taken  map[string]bool
}

// assertion returns a Go declaration that compiles only as long as fd has the type
// that it has now, in the words of fd, and the imports that it needs.
func (r *reader) assertion(fd *ast.FuncDecl) (string, []Import) {
	imports := []Import{}
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			n.Doc, n.Comment = nil, nil
		case *ast.SelectorExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.Ident:
			if imp, ok := r.qualify(n); ok {
				imports = append(imports, imp)
			}
		}
		return true
	}
	// Nobody looks at the declaration's type after this.
	ast.Inspect(fd.Type, visit)
	var buf bytes.Buffer
	buf.WriteString("var _ ")
	printer.Fprint(&buf, token.NewFileSet(), fd.Type) // a bytes.Buffer takes everything
	buf.WriteString(" = " + fd.Name.Name)
	if text, err := format.Source(buf.Bytes()); err == nil {
		return string(text), imports
	}
	return buf.String(), imports
}

// qualify rewrites an identifier that an import of its file explains, an import
// with a dot too, so that it means the same in any file with that import.
func (r *reader) qualify(id *ast.Ident) (imp Import, ok bool) {
	switch obj := r.info.Uses[id].(type) {
	case nil:
		return imp, false
	case *types.PkgName:
		imp = r.importOf(obj.Imported(), obj.Name())
		id.Name = r.importNames.byPath[imp.Path]
		return imp, true
	default:
		if obj.Pkg() == nil || obj.Pkg() == r.pkg || obj.Parent() != obj.Pkg().Scope() {
			return imp, false
		}
		imp = r.importOf(obj.Pkg(), obj.Pkg().Name())
		id.Name = r.importNames.byPath[imp.Path] + "." + id.Name
		return imp, true
	}
}

// importOf is the import of a package, by the name that is wanted or one like it.
func (r *reader) importOf(pkg *types.Package, want string) Import {
	names := &r.importNames
	if names.byPath == nil {
		names.byPath = map[string]string{"unsafe": "unsafe"}
		names.taken = map[string]bool{"unsafe": true}
	}
	name, known := names.byPath[pkg.Path()]
	for i := 2; !known; i++ {
		if name == "" {
			name = want
		} else {
			name = want + strconv.Itoa(i)
		}
		known = !names.taken[name] && types.Universe.Lookup(name) == nil && r.pkg.Scope().Lookup(name) == nil
	}
	names.byPath[pkg.Path()], names.taken[name] = name, true
	imp := Import{Path: pkg.Path()}
	if name != pkg.Name() {
		imp.Name = name
	}
	return imp
}

// builtWhen is the build constraint of a file, that of its name included. The
// package is read for linux: no other system can be in the name.
func builtWhen(f *ast.File, name, arch string) string {
	expr := buildConstraint(f)
	stem, _, _ := strings.Cut(filepath.Base(name), ".")
	_, suffix, _ := strings.Cut(strings.TrimSuffix(stem, "_"+arch), "_")
	if suffix != "linux" && !strings.HasSuffix(suffix, "_linux") {
		return expr
	}
	if expr == "" {
		return "linux"
	}
	return "linux && (" + expr + ")"
}
