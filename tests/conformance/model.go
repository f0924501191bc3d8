// Package conformance is the ABI conformance suite of nearcall: it makes
// random function signatures, writes them down in C and in Go, lets nearcall
// build them, and compares every byte that crosses the border.
//
// model.go has the types and signatures, generate.go makes random ones,
// emitc.go and emitgo.go write them down, build.go builds and runs, shrink.go
// makes failing ones small, suite.go does all of it for many. The package
// runner is what runs inside the generated programs.
package conformance

import (
	"fmt"
	"strings"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// Form is how a type is made.
type Form uint8

// The forms. Header is a string or slice.
const (
	Scalar Form = iota
	Complex
	Int128
	Header
	Array
	Struct
)

// Wrap is how C has an array: as a member of that type, inside a struct, or
// as a struct with a member for each element.
type Wrap uint8

// The ways to have an array.
const (
	Direct Wrap = iota
	Wrapped
	Split
)

// Naming says whether Go has a name for a type, and where.
type Naming uint8

// The places of names: none, the package, another package.
const (
	Anonymous Naming = iota
	Local
	Imported
)

// Type is a type in both languages.
type Type struct {
	Form  Form
	Kind  runner.Kind // of a Scalar, and of the parts of a Complex
	Ext   runner.Ext  // how C widens a Scalar
	Go    string      // spelling, unless Array or Struct
	C     string      // likewise, with %s for the declared name
	Parts bool        // a Complex that is a struct in C
	Words int         // of a Header

	Elem *Type
	Len  int
	Wrap Wrap

	Fields  []Field
	Pads    bool // Go spells out padding that it would have anyway
	Typedef bool // C uses the typedef, not the tag

	Name Naming
	tag  string // unique name, given on emission
}

// Field is a member of a struct.
type Field struct {
	T        *Type
	Blank    bool // _ in Go
	Bytes    bool // with Blank: an array of bytes in Go
	Embedded bool // without a name in Go; T has one
}

// Param is a parameter. A string or slice may be several in C.
type Param struct {
	T      *Type
	Pieces int    // 0: the value as it is
	Qual   string // C qualifier: const, restrict, volatile
	Decl   string // C spelling instead of T's, with %s: an array that decays
	GoName string
}

// Func is a function under test.
type Func struct {
	Params  []Param
	Results []*Type // more than one are one struct in C
	Seed    uint64  // of what the result is made of
	LogAt   int     // the log is the parameter before this one
	LogGo   string  // Go type of the log
	Unnamed bool    // Go parameters have no names
	Named   bool    // Go results have names
	Escape  bool    // without //go:noescape
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

var complexSize = map[runner.Kind]int{runner.F32: 8, runner.F64: 16}

// CSize is sizeof in C, and the size in Go.
func (t *Type) CSize() int {
	switch t.Form {
	case Complex:
		return complexSize[t.Kind]
	case Int128:
		return 16
	case Header:
		return 8 * t.Words
	case Array:
		return t.Len * t.Elem.CSize()
	case Struct:
		return roundUp(t.end(), t.CAlign())
	}
	return int(t.Kind.Size())
}

// CAlign is _Alignof in C.
func (t *Type) CAlign() int {
	switch t.Form {
	case Complex:
		return t.CSize() / 2
	case Int128:
		return 16
	case Header:
		return 8
	case Array:
		return t.Elem.CAlign()
	case Struct:
		align := 1
		for _, f := range t.Fields {
			align = max(align, f.T.CAlign())
		}
		return align
	}
	return int(t.Kind.Size())
}

// Offsets are the offsets of a struct's members.
func (t *Type) Offsets() []int {
	at, list := 0, make([]int, len(t.Fields))
	for i, f := range t.Fields {
		at = roundUp(at, f.T.CAlign())
		list[i] = at
		at += f.T.CSize()
	}
	return list
}

// end is where the last member of a struct ends.
func (t *Type) end() int {
	if len(t.Fields) == 0 {
		return 0
	}
	last := len(t.Fields) - 1
	return t.Offsets()[last] + t.Fields[last].T.CSize()
}

// GoAlign is the alignment in Go. It is less than in C where Go has words or
// blank bytes in the place of something more aligned.
func (t *Type) GoAlign() int {
	switch t.Form {
	case Int128:
		return 8
	case Array:
		return t.Elem.GoAlign()
	case Struct:
		align := 1
		for _, f := range t.Fields {
			if !f.Bytes {
				align = max(align, f.T.GoAlign())
			}
		}
		return align
	}
	return t.CAlign()
}

// goField is a field as Go has it, with paddings where it needs some to have
// the same layout as C.
type goField struct {
	*Field        // nil for padding
	pad    int    // bytes
	name   string // of Field
}

func (t *Type) goFields() []goField {
	var list []goField
	at := 0
	pad := func(to, align int) {
		if to > at && (t.Pads || roundUp(at, align) != to) {
			list = append(list, goField{pad: to - at})
		}
	}
	for i, off := range t.Offsets() {
		f := &t.Fields[i]
		align := f.T.GoAlign()
		if f.Bytes {
			align = 1
		}
		pad(off, align)
		list = append(list, goField{Field: f, name: fmt.Sprintf("A%d", i)})
		at = off + f.T.CSize()
	}
	pad(t.CSize(), t.GoAlign())
	return list
}

// Leaf is a scalar of a value that both languages see.
type Leaf struct {
	runner.Leaf
	C  string // expression
	Go string
}

// Leaves takes a value apart; c and goPath are the expressions for it.
func (t *Type) Leaves(off int, c, goPath string) []Leaf {
	leaf := func(at int, k runner.Kind, e runner.Ext, c, g string) Leaf {
		return Leaf{runner.Leaf{Off: uintptr(off + at), Kind: k, Ext: e}, c, g}
	}
	switch t.Form {
	case Complex:
		half := t.CSize() / 2
		re, im := "__real__ "+c, "__imag__ "+c
		if t.Parts {
			re, im = c+".re", c+".im"
		}
		return []Leaf{leaf(0, t.Kind, 0, re, goPath+" (real)"), leaf(half, t.Kind, 0, im, goPath+" (imag)")}
	case Header:
		return headerLeaves(t, off, goPath, c+".ptr", c+".len", c+".cap")
	case Array:
		var list []Leaf
		for i := range t.Len {
			list = append(list, t.Elem.Leaves(off+i*t.Elem.CSize(), c+fmt.Sprintf(t.index(), i), fmt.Sprintf("%s[%d]", goPath, i))...)
		}
		return list
	case Struct:
		var list []Leaf
		for i, at := range t.Offsets() {
			if !t.Fields[i].Blank {
				list = append(list, t.Fields[i].T.Leaves(off+at, fmt.Sprintf("%s.m%d", c, i), fmt.Sprintf("%s.A%d", goPath, i))...)
			}
		}
		return list
	case Int128:
		return []Leaf{leaf(0, runner.I128, 0, c, goPath)}
	}
	return []Leaf{leaf(0, t.Kind, t.Ext, c, goPath)}
}

// index is the C syntax for an element of an array.
func (t *Type) index() string {
	return [...]string{Direct: "[%d]", Wrapped: ".e[%d]", Split: ".e%d"}[t.Wrap]
}

// headerLeaves are the words of a string or slice.
func headerLeaves(t *Type, off int, goPath string, c ...string) []Leaf {
	kinds := []runner.Kind{runner.Ptr, runner.Len, runner.Cap}
	names := []string{" (pointer)", " (len)", " (cap)"}
	var list []Leaf
	for i := range t.Words {
		list = append(list, Leaf{runner.Leaf{Off: uintptr(off + 8*i), Kind: kinds[i]}, c[i], goPath + names[i]})
	}
	return list
}

// argLeaves are the leaves of parameter i at an offset of 0.
func (f *Func) argLeaves(i int) []Leaf {
	p := &f.Params[i]
	c, g := fmt.Sprintf("p%d", i), fmt.Sprintf("P%d", i)
	if p.Pieces == 0 {
		return p.T.Leaves(0, c, g)
	}
	list := headerLeaves(p.T, 0, g, c+"_0", c+"_1", c+"_2")
	return list[:p.Pieces]
}

// logSize is how many bytes the function logs.
func (f *Func) logSize() int {
	n := 0
	for i := range f.Params {
		for _, l := range f.argLeaves(i) {
			n += int(l.Logged())
		}
	}
	return n
}

// resultType is the C result: none, a type, or the struct of several.
func (f *Func) resultType() *Type {
	switch len(f.Results) {
	case 0:
		return nil
	case 1:
		return f.Results[0]
	}
	t := &Type{Form: Struct, tag: "r"}
	for _, r := range f.Results {
		t.Fields = append(t.Fields, Field{T: r})
	}
	return t
}

// clone copies a function, so that it can be changed.
func (f *Func) clone() *Func {
	g := *f
	g.Params = append([]Param(nil), f.Params...)
	for i := range g.Params {
		g.Params[i].T = g.Params[i].T.clone()
	}
	g.Results = append([]*Type(nil), f.Results...)
	for i := range g.Results {
		g.Results[i] = g.Results[i].clone()
	}
	return &g
}

func (t *Type) clone() *Type {
	c := *t
	if t.Elem != nil {
		c.Elem = t.Elem.clone()
	}
	c.Fields = append([]Field(nil), t.Fields...)
	for i := range c.Fields {
		c.Fields[i].T = c.Fields[i].T.clone()
	}
	return &c
}

// sound reports whether Go and C can agree about a function: several results
// have no padding of Go's own, and no type is empty.
func (f *Func) sound() bool {
	r := f.resultType()
	if len(f.Results) > 1 {
		for _, g := range r.goFields() {
			if g.Field == nil {
				return false
			}
		}
	}
	return f.LogAt <= len(f.Params)
}

// CDecl declares a name in C.
func (t *Type) CDecl(name string) string {
	if t.Form == Array && t.Wrap == Direct {
		return t.Elem.CDecl(fmt.Sprintf("%s[%d]", name, t.Len))
	}
	c := t.C
	if t.Form == Struct || t.Form == Array {
		c = "struct " + t.tag + " %s"
		if t.Typedef {
			c = t.tag + "_t %s"
		}
	}
	return strings.Replace(c, "%s", name, 1)
}
