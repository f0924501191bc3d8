package conformance

import (
	"fmt"
	"strings"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// defineC writes a C type's definition, if it needs one.
func (t *Type) defineC(w *strings.Builder) {
	if t.Form != Struct && (t.Form != Array || t.Wrap == Direct) {
		return
	}
	fmt.Fprintf(w, "struct %s {", t.tag)
	for i, f := range t.Fields {
		fmt.Fprintf(w, " %s;", f.T.CDecl(fmt.Sprintf("m%d", i)))
	}
	switch {
	case t.Form == Array && t.Wrap == Wrapped:
		fmt.Fprintf(w, " %s;", t.Elem.CDecl(fmt.Sprintf("e[%d]", t.Len)))
	case t.Form == Array:
		for i := range t.Len {
			fmt.Fprintf(w, " %s;", t.Elem.CDecl(fmt.Sprintf("e%d", i)))
		}
	}
	fmt.Fprintf(w, " };\n")
	if t.Typedef {
		fmt.Fprintf(w, "typedef struct %s %s_t;\n", t.tag, t.tag)
	}
}

// cParams are the C parameters, with the log among them.
func (f *Func) cParams() string {
	var list []string
	for i := range f.Params {
		if i == f.LogAt {
			list = append(list, "uint8_t *log_")
		}
		list = append(list, f.cParam(i)...)
	}
	if f.LogAt == len(f.Params) {
		list = append(list, "uint8_t *log_")
	}
	return strings.Join(list, ", ")
}

// cParam are the C parameters that Go's parameter i is.
func (f *Func) cParam(i int) []string {
	p := &f.Params[i]
	name := fmt.Sprintf("p%d", i)
	switch {
	case p.Decl != "":
		return []string{strings.Replace(p.Decl, "%s", name, 1)}
	case p.Pieces == 0 && p.Qual != "":
		return []string{p.T.CDecl(p.Qual + " " + name)}
	case p.Pieces == 0:
		return []string{p.T.CDecl(name)}
	}
	// spelled by chance, but the same each time
	base := pieces[p.T.Go]
	list := []string{strings.Replace(base[(f.Seed+uint64(i))%uint64(len(base))], "%s", name+"_0", 1)}
	for k := 1; k < p.Pieces; k++ {
		length := lengths[(f.Seed>>8+uint64(i+k))%uint64(len(lengths))]
		list = append(list, strings.Replace(length, "%s", fmt.Sprintf("%s_%d", name, k), 1))
	}
	return list
}

// prototype is the C declaration.
func (f *Func) prototype(id int, result *Type) string {
	call := fmt.Sprintf("f%d(%s)", id, f.cParams())
	if result == nil {
		return "void " + call
	}
	return result.CDecl(call)
}

// writeC writes the C function and the types that it uses.
func (f *Func) writeC(w *strings.Builder, id int) {
	all, result := f.tag(id)
	for _, t := range all {
		t.defineC(w)
	}
	fmt.Fprintf(w, "%s\n{\n", f.prototype(id, result))
	var args []Leaf
	at := uint32(0)
	for i := range f.Params {
		for _, l := range f.argLeaves(i) {
			writePut(w, l, at)
			at += l.Logged()
			args = append(args, l)
		}
		if p := f.Params[i]; p.Pieces == 0 {
			fmt.Fprintf(w, "\t_Static_assert(sizeof p%d == %d, \"size\");\n", i, p.T.CSize())
		}
	}
	if result != nil {
		fmt.Fprintf(w, "\t%s;\n\t_Static_assert(sizeof r_ == %d, \"size\");\n", result.CDecl("r_"), result.CSize())
		fmt.Fprintf(w, "\t__builtin_memset(&r_, 0x5a, sizeof r_);\n")
		for _, m := range f.make(args) {
			fmt.Fprintf(w, "\t%s = %s;\n", m.lhs, m.rhs)
		}
		fmt.Fprintf(w, "\treturn r_;\n")
	}
	fmt.Fprintf(w, "}\n\n")
}

// writePut writes the statement that logs a leaf.
func writePut(w *strings.Builder, l Leaf, at uint32) {
	switch n := l.Kind.Size(); {
	case l.Ext != runner.None:
		fmt.Fprintf(w, "\tPUTX(%d, %d, %s, %s);\n", at, n, extensions[l.Ext], l.C)
	case l.Kind == runner.Ptr:
		fmt.Fprintf(w, "\tPUTP(%d, %d, %s);\n", at, n, l.C)
	default:
		fmt.Fprintf(w, "\tPUT(%d, %d, %s);\n", at, n, l.C)
	}
}
