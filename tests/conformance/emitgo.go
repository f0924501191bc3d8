package conformance

import (
	"fmt"
	"strings"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// GoType spells a type as the functions' package does, or, with imported, as
// the package of imported types does.
func (t *Type) GoType(imported bool) string {
	switch {
	case t.Name == Anonymous:
		return t.underlying(imported)
	case t.Name == Imported && !imported:
		return "types.T" + t.tag
	}
	return "T" + t.tag
}

// underlying spells a type without its name.
func (t *Type) underlying(imported bool) string {
	switch t.Form {
	case Array:
		return fmt.Sprintf("[%d]%s", t.Len, t.Elem.GoType(imported))
	case Struct:
		var fields []string
		for _, f := range t.goFields() {
			fields = append(fields, f.spell(imported))
		}
		return "struct { " + strings.Join(fields, "; ") + " }"
	}
	if imported {
		return strings.ReplaceAll(t.Go, "types.", "")
	}
	return t.Go
}

func (f *goField) spell(imported bool) string {
	switch {
	case f.Field == nil:
		return fmt.Sprintf("_ [%d]byte", f.pad)
	case f.Bytes:
		return fmt.Sprintf("_ [%d]byte", f.T.CSize())
	case f.Blank:
		return "_ " + f.T.GoType(imported)
	case f.Embedded && f.T.Name != Anonymous:
		return f.T.GoType(imported)
	}
	return f.name + " " + f.T.GoType(imported)
}

// goParams are the Go parameters, with the log among them.
func (f *Func) goParams() string {
	var list []string
	add := func(name, typ string) {
		if f.Unnamed {
			list = append(list, typ)
		} else {
			list = append(list, name+" "+typ)
		}
	}
	for i, p := range f.Params {
		if i == f.LogAt {
			add("logp", f.LogGo)
		}
		add(p.GoName, p.T.GoType(false))
	}
	if f.LogAt == len(f.Params) {
		add("logp", f.LogGo)
	}
	return strings.Join(list, ", ")
}

// goResults are the Go results.
func (f *Func) goResults() string {
	var list []string
	for i, r := range f.Results {
		name := ""
		if f.Named {
			name = fmt.Sprintf("res%d ", i)
		}
		list = append(list, name+r.GoType(false))
	}
	if len(list) == 1 && !f.Named {
		return " " + list[0]
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// declaration is the Go stub's.
func (f *Func) declaration(id int) string {
	return fmt.Sprintf("func F%d(%s)%s", id, f.goParams(), f.goResults())
}

// writeTypes writes the named types of one of the two packages.
func writeTypes(w *strings.Builder, all []*Type, where Naming) {
	for _, t := range all {
		if t.Name == where {
			fmt.Fprintf(w, "type T%s %s\n", t.tag, t.underlying(where == Imported))
		}
	}
}

// writeStub writes the Go stub, the structs of its arguments and results, and
// the types, some to the imported package.
func (f *Func) writeStub(w, imported *strings.Builder, id int) {
	all, _ := f.tag(id)
	writeTypes(w, all, Local)
	writeTypes(imported, all, Imported)
	fmt.Fprintf(w, "type A%d struct {\n", id)
	for i, p := range f.Params {
		fmt.Fprintf(w, "\tP%d %s\n", i, p.T.GoType(false))
	}
	fmt.Fprintf(w, "}\ntype R%d struct {\n", id)
	for i, r := range f.Results {
		fmt.Fprintf(w, "\tR%d %s\n", i, r.GoType(false))
	}
	fmt.Fprintf(w, "}\n")
	for i, p := range f.Params {
		fmt.Fprintf(w, "var _ [%d]byte = [unsafe.Sizeof(A%d{}.P%d)]byte{}\n", p.T.CSize(), id, i)
	}
	for i, r := range f.Results {
		fmt.Fprintf(w, "var _ [%d]byte = [unsafe.Sizeof(R%d{}.R%d)]byte{}\n", r.CSize(), id, i)
	}
	fmt.Fprintf(w, "\n//nearcall:func f%d\n", id)
	if !f.Escape {
		fmt.Fprintf(w, "//go:noescape\n")
	}
	fmt.Fprintf(w, "%s\n\n", f.declaration(id))
}

// writeCaller writes the function that calls the stub, and its line of the
// table.
func (f *Func) writeCaller(w, table *strings.Builder, id int) {
	words := (f.logSize() + runner.Guard + 7) / 8
	fmt.Fprintf(w, "func call%d(args, results unsafe.Pointer, log *runner.Log) {\n", id)
	fmt.Fprintf(w, "\ta, r := (*p.A%d)(args), (*p.R%d)(results)\n\t_, _ = a, r\n", id, id)
	fmt.Fprintf(w, "\tvar words [%d]uint64\n\tbuf := unsafe.Slice((*byte)(unsafe.Pointer(&words)), %d)\n\tlog.Start(buf)\n", words, 8*words)
	var args, results []string
	for i := range f.Params {
		if i == f.LogAt {
			args = append(args, f.goLog())
		}
		args = append(args, fmt.Sprintf("a.P%d", i))
	}
	if f.LogAt == len(f.Params) {
		args = append(args, f.goLog())
	}
	for i := range f.Results {
		results = append(results, fmt.Sprintf("r.R%d", i))
	}
	assign := ""
	if len(results) > 0 {
		assign = strings.Join(results, ", ") + " = "
	}
	fmt.Fprintf(w, "\t%sp.F%d(%s)\n\tlog.Take(buf)\n}\n\n", assign, id, strings.Join(args, ", "))
	f.writeRow(table, id)
}

func (f *Func) goLog() string {
	if f.LogGo == "unsafe.Pointer" {
		return "unsafe.Pointer(&buf[0])"
	}
	return "&buf[0]"
}

// writeRow writes the table's line that says what goes in and comes out.
func (f *Func) writeRow(w *strings.Builder, id int) {
	fmt.Fprintf(w, "\t{ID: %d, Call: call%d,\n\t\tNew: func() (a, r unsafe.Pointer) { return unsafe.Pointer(new(p.A%d)), unsafe.Pointer(new(p.R%d)) },\n",
		id, id, id, id)
	var args []Leaf
	fmt.Fprintf(w, "\t\tArgs: []runner.Leaf{\n")
	for i := range f.Params {
		for _, l := range f.argLeaves(i) {
			fmt.Fprintf(w, "{unsafe.Offsetof(p.A%d{}.P%d) + %d, %d, %d},\n", id, i, l.Off, l.Kind, l.Ext)
			args = append(args, l)
		}
	}
	fmt.Fprintf(w, "\t\t},\n\t\tResults: []runner.Result{\n")
	for _, m := range f.make(args) {
		fmt.Fprintf(w, "{unsafe.Offsetof(p.R%d{}.R%d) + %d, %d, %d, %d, %#x, %#x},\n", id, m.which, m.Off, m.Kind, m.Mode, m.Src, m.K, m.K2)
	}
	fmt.Fprintf(w, "\t\t}},\n")
}
