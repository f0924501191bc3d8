package main

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// This file tells what is no error, and not what was meant.

// note adds to what is worth knowing.
func (r *reader) note(c code, at Pos, hint, format string, args ...any) {
	r.out.Notes = append(r.out.Notes, Diagnostic{at, c, fmt.Sprintf(format, args...), hint})
}

// noteEscapes tells, once, of the functions with pointer arguments that are not
// declared to leave these where they are.
func (r *reader) noteEscapes() {
	var names []string
	var first Pos
	for _, fn := range r.out.Funcs {
		if r.noescape[fn.Name] || !slices.ContainsFunc(fn.Params, func(v Var) bool { return holdsPointer(v.Type) }) {
			continue
		}
		if len(names) == 0 {
			first = fn.Pos
		}
		names = append(names, fn.Name)
	}
	switch len(names) {
	case 0:
	case 1:
		r.note(pointersEscape, first, "write //go:noescape above it: C keeps no pointers",
			"%s has no //go:noescape: what its arguments point to is allocated for each call", names[0])
	default:
		r.note(pointersEscape, first, "write //go:noescape above each: C keeps no pointers",
			"%s have no //go:noescape: what their arguments point to is allocated for each call", strings.Join(names, ", "))
	}
}

// isNoescape reports whether //go:noescape stands above the declaration.
func isNoescape(fd *ast.FuncDecl) bool {
	return fd.Doc != nil && slices.ContainsFunc(fd.Doc.List, func(c *ast.Comment) bool {
		return strings.TrimRight(c.Text, " \t") == "//go:noescape"
	})
}

// holdsPointer reports whether a value of the type has pointers in it.
func holdsPointer(t *Type) bool {
	if t == nil {
		return false
	}
	switch t.Kind {
	case "pointer", "unsafe_pointer", "slice", "string":
		return true
	case "array":
		return holdsPointer(t.Elem)
	}
	return t.Fields != nil && slices.ContainsFunc(*t.Fields, func(f Var) bool { return holdsPointer(f.Type) })
}

// noteBeside tells of C files that the go command will take for the package's own.
func (r *reader) noteBeside() {
	entries, _ := os.ReadDir(r.realDir) // it has been read before
	r.noteFolder(r.realDir, ".c")
	for _, e := range entries {
		path := filepath.Join(r.realDir, e.Name())
		named := r.matched[e.Name()]
		if len(r.out.Funcs) == 0 || named || e.IsDir() || filepath.Ext(path) == ".s" || !r.goBuildSees(path) {
			continue
		}
		r.note(besideGo, Pos{File: r.file(path)}, "move it to a subfolder, such as csrc/, or write //go:build ignore at its top",
			"go build refuses the package for this file when cgo is on, and passes over it when cgo is off")
	}
}
