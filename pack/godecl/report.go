package main

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
)

// report collects the problems of a package: all of them, not only the first.
type report struct {
	dir   string // as given and cleaned
	fset  *token.FileSet
	diags []Diagnostic
}

// pos is where p really is in the package's folder: //line comments are about
// some other file, and the directive is in this one.
func (r *report) pos(p token.Pos) Pos {
	at := r.fset.PositionFor(p, false)
	return Pos{r.file(at.Filename), at.Line, at.Column}
}

// file is the name under which people know a file of the package.
func (r *report) file(name string) string {
	return filepath.Join(r.dir, filepath.Base(name))
}

// whole is the place of a problem that no single line has.
func (r *report) whole() Pos { return Pos{File: r.dir} }

// add reports a problem. The hint says what to do.
func (r *report) add(c code, at Pos, hint, format string, args ...any) {
	r.diags = append(r.diags, Diagnostic{at, c, fmt.Sprintf(format, args...), hint})
}

// addAt is add for a place in a parsed file.
func (r *report) addAt(c code, p token.Pos, hint, format string, args ...any) {
	r.add(c, r.pos(p), hint, format, args...)
}

// onLine reports whether the line of at has a problem already; another stage's
// complaint about it would say the same in other words.
func (r *report) onLine(at Pos) bool {
	return slices.ContainsFunc(r.diags, func(d Diagnostic) bool {
		return d.File == at.File && d.Line == at.Line
	})
}

// comparePos orders by file, line and column.
func comparePos(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

// sorted returns the problems in the order of their places, each once.
func (r *report) sorted() []Diagnostic {
	slices.SortStableFunc(r.diags, func(a, b Diagnostic) int { return comparePos(a.Pos, b.Pos) })
	return append([]Diagnostic{}, slices.Compact(r.diags)...)
}
