package conformance

import (
	"fmt"
	"strings"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// The limits of shrinking: candidates tried at once, steps, calls of each.
const (
	shrinkBatch  = 60
	shrinkSteps  = 200
	shrinkRounds = 24
)

// Shrink makes a failing function smaller while it fails in the same way, and
// returns the last one with what was said of it. All candidates of a step are
// built together; the first that fails is taken.
func (t *Tool) Shrink(f *Func, c Config, last Outcome) (*Func, Outcome, error) {
	tool := *t
	tool.Rounds, tool.Hasty = shrinkRounds, last.Verdict == Refused
step:
	for range shrinkSteps {
		all := f.smaller()
		for len(all) > 0 {
			n := min(shrinkBatch, len(all))
			outcomes, _, err := tool.Evaluate(all[:n], c, false)
			if err != nil {
				return f, last, err
			}
			for i, o := range outcomes {
				if o.Verdict == last.Verdict {
					f, last = all[i], o
					continue step
				}
			}
			all = all[n:]
		}
		break
	}
	// by itself, to be sure of the words
	outcomes, _, err := tool.Evaluate([]*Func{f}, c, true)
	if err == nil && outcomes[0].Verdict == last.Verdict {
		last = outcomes[0]
	} else {
		last.Detail = "(only beside other functions)\n" + last.Detail
	}
	return f, last, err
}

// smaller are functions that are a little less than f, the greatest steps
// first.
func (f *Func) smaller() []*Func {
	var list []*Func
	try := func(change func(g *Func)) {
		g := f.clone()
		change(g)
		if g.sound() {
			list = append(list, g)
		}
	}
	n := len(f.Params)
	for size := n / 2; size >= 1; size /= 2 {
		for from := 0; from+size <= n; from += size {
			try(func(g *Func) { g.cut(from, from+size) })
		}
	}
	if len(f.Results) > 0 {
		try(func(g *Func) { g.Results = nil })
	}
	for i := range f.Results {
		if len(f.Results) > 1 {
			try(func(g *Func) { g.Results = []*Type{g.Results[i].standalone()} })
			try(func(g *Func) { g.Results = append(g.Results[:i:i], g.Results[i+1:]...) })
		}
	}
	for i, p := range f.Params {
		for _, t := range p.T.simpler() {
			try(func(g *Func) { g.Params[i] = Param{T: t.standalone(), GoName: p.GoName} })
		}
	}
	for i, r := range f.Results {
		for _, t := range r.simpler() {
			if len(f.Results) == 1 {
				t = t.standalone()
			}
			try(func(g *Func) { g.Results[i] = t })
		}
	}
	for _, p := range plainer {
		if g := f.clone(); p(g) && g.sound() {
			list = append(list, g)
		}
	}
	return list
}

// cut removes parameters.
func (f *Func) cut(from, to int) {
	f.Params = append(f.Params[:from:from], f.Params[to:]...)
	if f.LogAt > from {
		f.LogAt = max(from, f.LogAt-(to-from))
	}
}

// plainer are changes of a function's form; each reports whether it changed.
var plainer = []func(*Func) bool{
	func(f *Func) bool { return set(&f.LogAt, len(f.Params)) },
	func(f *Func) bool { return set(&f.Unnamed, false) },
	func(f *Func) bool { return set(&f.Named, false) },
	func(f *Func) bool { return set(&f.Escape, false) },
	func(f *Func) bool { return set(&f.LogGo, logTypes[0]) },
	func(f *Func) bool {
		changed := false
		for i := range f.Params {
			changed = set(&f.Params[i].GoName, fmt.Sprintf("p%d", i)) || changed
		}
		return changed
	},
	func(f *Func) bool {
		changed := false
		for i := range f.Params {
			changed = set(&f.Params[i].Qual, "") || changed
		}
		return changed
	},
	func(f *Func) bool {
		changed := false
		for i := range f.Params {
			changed = set(&f.Params[i].Pieces, 0) || changed
		}
		return changed
	},
	func(f *Func) bool {
		changed := false
		for i := range f.Params {
			changed = set(&f.Params[i].Decl, "") || changed
		}
		return changed
	},
}

func set[T comparable](p *T, v T) bool {
	changed := *p != v
	*p = v
	return changed
}

// standalone is the type as C can pass it.
func (t *Type) standalone() *Type {
	if t.Form == Array && t.Wrap == Direct {
		t = t.clone()
		t.Wrap = Wrapped
	}
	return t
}

// plain is the plainest spelling of a kind.
func plain(k runner.Kind) *Type {
	for _, s := range spellings {
		if s.kind == k {
			return &Type{Form: Scalar, Kind: k, Ext: s.ext, Go: s.goes[0], C: s.named[0]}
		}
	}
	return &Type{Form: Scalar, Kind: runner.Ptr, Go: pointers[0].goes, C: pointers[0].c}
}

// simpler are types that are a little less than t.
func (t *Type) simpler() []*Type {
	var list []*Type
	try := func(change func(c *Type) bool) {
		c := t.clone()
		if change(c) {
			list = append(list, c)
		}
	}
	try(func(c *Type) bool { return set(&c.Name, Anonymous) })
	switch t.Form {
	case Scalar:
		return append(list, t.simplerScalar()...)
	case Complex:
		list = append(list, plain(t.Kind))
		if c := complexes[0]; t.Kind == c.kind {
			try(func(x *Type) bool { x.Parts = false; return set(&x.Go, c.goes[0]) || set(&x.C, c.c[0]) })
		} else {
			c = complexes[1]
			try(func(x *Type) bool { x.Parts = false; return set(&x.Go, c.goes[0]) || set(&x.C, c.c[0]) })
		}
	case Int128:
		list = append(list, plain(runner.I64))
		try(func(x *Type) bool { return set(&x.Go, int128s.goes[0]) || set(&x.C, int128s.c[0]) })
	case Header:
		list = append(list, plain(runner.Ptr))
	case Array:
		list = append(list, t.Elem)
		try(func(x *Type) bool { return set(&x.Len, 1) })
		try(func(x *Type) bool { return t.Len > 2 && set(&x.Len, t.Len-1) })
		try(func(x *Type) bool { return t.Wrap == Split && set(&x.Wrap, Wrapped) })
		for _, e := range t.Elem.simpler() {
			try(func(x *Type) bool { x.Elem = e; return true })
		}
	case Struct:
		list = append(list, t.simplerStruct()...)
	}
	return list
}

// simplerScalar goes to 64 bits, and to the plainest spelling.
func (t *Type) simplerScalar() []*Type {
	var list []*Type
	if t.Kind.Integer() && t.Kind != runner.I64 || t.Kind == runner.Ptr || t.Kind == runner.Bool {
		list = append(list, plain(runner.I64))
	}
	if t.Kind == runner.F32 {
		list = append(list, plain(runner.F64))
	}
	if p := plain(t.Kind); p.C != t.C || p.Go != t.Go {
		list = append(list, p)
	}
	return list
}

func (t *Type) simplerStruct() []*Type {
	var list []*Type
	add := func(change func(c *Type) bool) {
		c := t.clone()
		if change(c) {
			list = append(list, c)
		}
	}
	for i := range t.Fields {
		add(func(c *Type) bool { *c = *c.Fields[i].T; return true })
	}
	for i := range t.Fields {
		add(func(c *Type) bool {
			c.Fields = append(c.Fields[:i:i], c.Fields[i+1:]...)
			return len(c.Fields) > 0
		})
	}
	add(func(c *Type) bool { return set(&c.Pads, false) })
	add(func(c *Type) bool { return set(&c.Typedef, false) })
	for i := range t.Fields {
		add(func(c *Type) bool { return set(&c.Fields[i].Bytes, false) })
		add(func(c *Type) bool { c.Fields[i].Bytes = false; return set(&c.Fields[i].Blank, false) })
		add(func(c *Type) bool { return set(&c.Fields[i].Embedded, false) })
		for _, e := range t.Fields[i].T.simpler() {
			add(func(c *Type) bool { c.Fields[i].T = e; return true })
		}
	}
	return list
}

// Show is the function in both languages.
func (f *Func) Show() string {
	var w strings.Builder
	all, result := f.tag(0)
	for _, t := range all {
		if t.Name != Anonymous {
			fmt.Fprintf(&w, "\ttype %s %s\n", t.GoType(false), t.underlying(false))
		}
	}
	attributes := "//go:noescape "
	if f.Escape {
		attributes = ""
	}
	fmt.Fprintf(&w, "\t%s%s\n", attributes, f.declaration(0))
	var c strings.Builder
	for _, t := range all {
		t.defineC(&c)
	}
	fmt.Fprintf(&c, "%s;\n", f.prototype(0, result))
	w.WriteString("\t" + strings.ReplaceAll(strings.TrimSuffix(c.String(), "\n"), "\n", "\n\t") + "\n")
	return w.String()
}
