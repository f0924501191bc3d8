package conformance

import (
	"math/rand/v2"
	"slices"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// The limits of what is generated.
const (
	maxParams = 20
	maxDepth  = 3
	maxFields = 8
	maxBytes  = 400 // of a type
	maxLeaves = 200 // of a function
)

// generator makes random functions.
type generator struct{ *rand.Rand }

// Generate makes the functions of a batch.
func Generate(seed uint64, batch, n int) []*Func {
	g := generator{rand.New(rand.NewPCG(seed, uint64(batch)))}
	list := make([]*Func, n)
	for i := range list {
		list[i] = g.function()
	}
	return list
}

func one[T any](g generator, list []T) T { return list[g.IntN(len(list))] }

func (g generator) chance(percent int) bool { return g.IntN(100) < percent }

// small is 0 to n, small ones more often.
func (g generator) small(n int) int { return min(g.IntN(n+1), g.IntN(n+1)) }

func (g generator) function() *Func {
	for {
		f := &Func{Seed: g.Uint64(), LogGo: one(g, logTypes), Unnamed: g.chance(8), Named: g.chance(20), Escape: g.chance(15)}
		n := g.small(maxParams)
		if g.chance(15) {
			n = g.IntN(maxParams + 1)
		}
		// many functions are about one thing
		pick := one(g, []func(generator) *Type{generator.any, generator.any, generator.any, generator.scalar,
			generator.aggregate, generator.float, generator.pairs})
		for range n {
			f.Params = append(f.Params, g.param(pick))
		}
		f.name(g)
		f.LogAt = g.IntN(len(f.Params) + 1)
		f.Results = g.results()
		if f.size() <= maxLeaves && f.sound() {
			return f
		}
	}
}

// size is the number of leaves.
func (f *Func) size() int {
	n := 0
	for i := range f.Params {
		n += len(f.argLeaves(i))
	}
	for _, r := range f.Results {
		n += len(r.Leaves(0, "", ""))
	}
	return n
}

// name gives Go names to the parameters, some odd, each once.
func (f *Func) name(g generator) {
	used := []string{"ret"}
	for i := range f.Params {
		f.Params[i].GoName = "p" + string(rune('a'+i))
		if odd := one(g, oddNames); g.chance(10) && !slices.Contains(used, odd) {
			f.Params[i].GoName = odd
			used = append(used, odd)
		}
	}
}

func (g generator) param(pick func(generator) *Type) Param {
	if g.chance(4) {
		d := one(g, decays)
		return Param{T: &Type{Form: Scalar, Kind: runner.Ptr, Go: d.goes, C: "void *%s"}, Decl: d.c}
	}
	p := Param{T: g.topLevel(pick)}
	if g.chance(15) {
		p.Qual = one(g, []string{"const", "const", "volatile"})
		if p.T.Form == Scalar && p.T.Kind == runner.Ptr && p.T.C != "callback %s" {
			p.Qual = one(g, []string{"const", "restrict", "const restrict"})
		}
	}
	if p.T.Form == Header && g.chance(70) {
		p.Pieces, p.Qual = 2+g.IntN(p.T.Words-1), ""
	}
	return p
}

// topLevel is a type that can be passed by itself: C has no bare arrays there.
func (g generator) topLevel(pick func(generator) *Type) *Type {
	t := pick(g)
	if t.Form == Array && t.Wrap == Direct {
		t.Wrap = Wrapped + Wrap(g.IntN(2))
	}
	return t
}

func (g generator) results() []*Type {
	switch k := g.IntN(100); {
	case k < 10:
		return nil
	case k < 75:
		return []*Type{g.topLevel(one(g, []func(generator) *Type{generator.any, generator.aggregate, generator.pairs}))}
	}
	var list []*Type
	for range 2 + g.small(4) {
		t := g.field(1 + g.IntN(maxDepth))
		if t.Form == Array && t.Wrap == Direct && g.chance(30) {
			t.Wrap = Wrapped
		}
		list = append(list, t)
	}
	return list
}

// any is a type of any form.
func (g generator) any() *Type {
	switch k := g.IntN(100); {
	case k < 45:
		return g.scalar()
	case k < 55:
		return g.complex()
	case k < 60:
		return g.int128()
	case k < 70:
		return g.header()
	}
	return g.aggregate()
}

// named gives a type a Go name now and then.
func (g generator) named(t *Type, percent int) *Type {
	if g.chance(percent) {
		t.Name = Local + Naming(g.IntN(2))
	}
	return t
}

func (g generator) scalar() *Type {
	if g.chance(12) {
		p := one(g, pointers)
		return g.named(&Type{Form: Scalar, Kind: runner.Ptr, Go: p.goes, C: p.c}, 5)
	}
	return g.spelled(one(g, spellings))
}

func (g generator) spelled(s spelling) *Type {
	return g.named(&Type{Form: Scalar, Kind: s.kind, Ext: s.ext, Go: one(g, s.goes), C: one(g, s.named)}, 10)
}

func (g generator) float() *Type {
	if g.chance(25) {
		return g.complex()
	}
	return g.spelled(spellings[1+2*g.IntN(2)])
}

func (g generator) complex() *Type {
	c := one(g, complexes)
	t := &Type{Form: Complex, Kind: c.kind, Go: one(g, c.goes), C: one(g, c.c)}
	if g.chance(20) {
		t.C, t.Parts = one(g, c.in), true
	}
	return g.named(t, 10)
}

func (g generator) int128() *Type {
	return g.named(&Type{Form: Int128, Go: one(g, int128s.goes), C: one(g, int128s.c)}, 10)
}

func (g generator) header() *Type {
	h := one(g, headers)
	t := &Type{Form: Header, Go: h.goes, C: h.c, Words: 3}
	if h.goes == "string" {
		t.Words = 2
	}
	return t
}

// pairs is a struct of 9 to 16 bytes of mixed scalars: two eightbytes.
func (g generator) pairs() *Type {
	for {
		t := g.structOf(2+g.small(4), maxDepth)
		if n := t.CSize(); n > 8 && n <= 16 {
			return t
		}
	}
}

// aggregate is a struct or an array.
func (g generator) aggregate() *Type {
	for {
		t := g.array(1)
		if g.chance(85) {
			t = g.structOf(1+g.small(maxFields-1), 1)
		}
		// the interesting sizes are small
		if n := t.CSize(); n <= 16 || n <= 64 && g.chance(60) || n <= maxBytes && g.chance(8) {
			return t
		}
	}
}

func (g generator) structOf(n, depth int) *Type {
	t := &Type{Form: Struct, Pads: g.chance(20), Typedef: g.chance(40)}
	for range n {
		f := Field{T: g.field(depth + 1)}
		f.Blank = g.chance(7)
		f.Bytes = f.Blank && g.chance(40)
		t.Fields = append(t.Fields, f)
	}
	// no field at all for Go is no type to test
	if t.Fields[0].Blank && len(t.Leaves(0, "", "")) == 0 {
		t.Fields[0].Blank, t.Fields[0].Bytes = false, false
	}
	if g.chance(10) {
		f := &t.Fields[g.IntN(n)]
		if f.T.Form == Struct && f.T.Name != Anonymous && !f.Blank {
			f.Embedded = true
		}
	}
	return g.named(t, 70)
}

// field is a type for a member; depth is how deep it would be nested.
func (g generator) field(depth int) *Type {
	switch k := g.IntN(100); {
	case k < 3:
		return g.int128()
	case k < 9:
		return g.complex()
	case k < 12:
		return g.header()
	case k < 22:
		return g.array(depth)
	case k < 35 && depth <= maxDepth:
		return g.structOf(1+g.small(4), depth)
	case k < 60:
		return g.float()
	}
	return g.scalar()
}

func (g generator) array(depth int) *Type {
	t := &Type{Form: Array, Len: 1 + g.IntN(5)}
	switch k := g.IntN(10); {
	case k < 2 && depth < maxDepth:
		t.Elem = g.structOf(1+g.small(3), depth+1)
	case k < 3 && depth < maxDepth:
		t.Elem = g.array(depth + 1)
	default:
		t.Elem = one(g, []func(generator) *Type{generator.scalar, generator.float})(g)
	}
	if g.chance(15) {
		t.Wrap = Wrapped + Wrap(g.IntN(2))
	}
	return g.named(t, 15)
}
