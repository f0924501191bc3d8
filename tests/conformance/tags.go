package conformance

import "fmt"

// tagger gives the types of one function their names: f3_1, f3_2, ...
type tagger struct {
	prefix string
	n      int
	all    []*Type // parts before what they are parts of
}

// visit names t and its parts. What a named type of the imported package is
// made of is there, too.
func (g *tagger) visit(t *Type, imported bool) {
	if imported && t.Name == Local {
		t.Name = Imported
	}
	imported = imported || t.Name == Imported
	if t.Elem != nil {
		g.visit(t.Elem, imported)
	}
	for i := range t.Fields {
		g.visit(t.Fields[i].T, imported)
	}
	g.n++
	t.tag = fmt.Sprintf("%s_%d", g.prefix, g.n)
	g.all = append(g.all, t)
}

// tag names the types of a function and returns them, in the order in which C
// must declare them; the struct of several results is the last.
func (f *Func) tag(id int) (all []*Type, result *Type) {
	g := tagger{prefix: fmt.Sprintf("f%d", id)}
	for i := range f.Params {
		g.visit(f.Params[i].T, false)
	}
	for _, r := range f.Results {
		g.visit(r, false)
	}
	result = f.resultType()
	if len(f.Results) > 1 {
		result.tag = fmt.Sprintf("f%d_r", id)
		return append(g.all, result), result
	}
	return g.all, result
}
