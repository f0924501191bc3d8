package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/printer"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Calls that take long hold up whoever wants to stop all goroutines, since C is
// never preempted. There are three ways out, each a directive beside
// //nearcall:func: Go cuts a slice into pieces (chunk); C comes back when
// somebody waits, and Go calls again (yield); Go runs the call as it runs a
// system call (blocking). For the first two, Go code is written here that stands
// behind the declaration and calls C again and again.
//
// Both carry on alike: what a call gives back, the next one takes, in the
// parameter of the same type.

// longWays are the directives, with what a hint says they take.
var longWays = []struct{ name, usage string }{
	{"blocking", "alone"},
	{"chunk", "BYTES, or BYTES and the slices that are cut together"},
	{"yield", "alone"},
}

// maxChunk bounds the pieces of a slice, in bytes.
const maxChunk = 1 << 30

// longCall is what the directives say of one function.
type longCall struct {
	way    string // or ""
	pos    token.Pos
	bytes  int64
	slices []word
}

// takeLong takes in the directives about long calls beside a //nearcall:func.
func (r *reader) takeLong(of map[string][]directive, fd *ast.FuncDecl, onFunc bool) (long longCall) {
	for _, w := range longWays {
		for i, d := range of[w.name] {
			switch {
			case !onFunc:
				r.addAt(directiveLoose, d.pos, "add //nearcall:func beside it", "//nearcall:%s without //nearcall:func", w.name)
			case i > 0:
				r.addAt(directiveTwice, d.pos, "remove one of them", "second //nearcall:%s on the same function", w.name)
			case w.name != "chunk" && strings.TrimSpace(d.args) != "":
				r.addAt(directiveArguments, d.pos, "write //nearcall:"+w.name+" "+w.usage, "//nearcall:%s takes no argument", w.name)
			case long.way != "":
				r.addAt(longTwoWays, d.pos, "choose one: chunk where a slice can be cut, yield where C can come back, blocking else",
					"func %s has //nearcall:%s and //nearcall:%s", fd.Name.Name, long.way, w.name)
			default:
				long = longCall{way: w.name, pos: d.pos}
				if w.name == "chunk" {
					r.chunkArguments(d, &long)
				}
			}
		}
	}
	return long
}

// chunkArguments takes in BYTES and the names of slices.
func (r *reader) chunkArguments(d directive, long *longCall) {
	const hint = "write //nearcall:chunk BYTES, such as //nearcall:chunk 16384"
	words := r.words(d, "BYTES, such as 16384")
	if len(words) == 0 {
		return
	}
	n, err := strconv.ParseInt(words[0].text, 10, 64)
	if err != nil || n < 1 || n > maxChunk {
		r.addAt(directiveArguments, words[0].pos, hint, "%q is not a number of bytes from 1 to %d", words[0].text, maxChunk)
	}
	long.bytes, long.slices = n, words[1:]
}

// carrying is how one call goes on where another has stopped.
type carrying struct {
	sig   *types.Signature
	to    []int // the parameter that takes each result
	more  bool  // one result more says whether there is more to do
	cut   []int // the parameters that are cut, of which the first counts
	count int64 // elements of a piece
}

// completeLong finds out whether a function can be called in the way that was
// asked for, and writes the Go code that does it.
func (r *reader) completeLong(fd *ast.FuncDecl, fn *Func, long longCall) {
	sig := r.info.Defs[fd.Name].Type().(*types.Signature)
	c := carrying{sig: sig, more: long.way == "yield"}
	switch long.way {
	case "blocking":
		fn.Blocking = true
		for _, v := range fn.Results {
			if holdsPointers(v.Type) {
				r.addAt(blockingResult, fd.Name.Pos(), "write it where a parameter points, or return an offset",
					"func %s is blocking, and its result %s holds a pointer", fn.Name, v.Type.Go)
			}
		}
		return
	case "chunk":
		if !r.checkCut(fd, fn, long, &c) || !r.checkCarried(fd, long, &c) {
			return
		}
	case "yield":
		if !r.checkMore(fd, long, &c) || !r.checkCarried(fd, long, &c) {
			return
		}
		fn.Yield = true
	default:
		return
	}
	if r.pkg.Scope().Lookup("len") != nil {
		r.addAt(longForm, long.pos, "give it another name", "the package has a len of its own, and the loop of func %s needs Go's", fn.Name)
		return
	}
	fn.Loop = r.loop(fd, fn.Name, long, &c)
}

// holdsPointers reports whether the collector looks into values of a type.
func holdsPointers(t *Type) bool {
	switch t.Kind {
	case "string", "slice", "pointer", "unsafe_pointer", "map", "chan", "func", "interface":
		return true
	case "array":
		return holdsPointers(t.Elem)
	case "struct":
		return t.Recursive || slices.ContainsFunc(*t.Fields, func(f Var) bool { return holdsPointers(f.Type) })
	}
	return false
}

// elementSize is the size of what a slice or string is made of; ok if it is one.
func elementSize(t *Type) (size int64, ok bool) {
	switch t.Kind {
	case "string":
		return 1, true
	case "slice":
		return t.Elem.Size, true
	}
	return 0, false
}

// checkCut finds the slices to cut: those that are named, or the only one.
func (r *reader) checkCut(fd *ast.FuncDecl, fn *Func, long longCall, c *carrying) bool {
	var all []int
	for i, p := range fn.Params {
		if _, ok := elementSize(p.Type); ok {
			all = append(all, i)
		}
	}
	for _, w := range long.slices {
		i := slices.IndexFunc(all, func(i int) bool { return c.sig.Params().At(i).Name() == w.text })
		if i < 0 || slices.Contains(c.cut, all[i]) {
			r.addAt(longForm, w.pos, "name parameters that are slices or strings, each once", "%q is no slice of func %s, or is there twice", w.text, fn.Name)
			return false
		}
		c.cut = append(c.cut, all[i])
	}
	switch {
	case len(all) == 0:
		r.addAt(longForm, long.pos, "take a slice; or write //nearcall:yield or //nearcall:blocking", "func %s has no slice to cut", fn.Name)
		return false
	case len(all) > 1 && len(c.cut) == 0:
		name := c.sig.Params().At(all[0]).Name()
		r.addAt(longForm, long.pos, fmt.Sprintf("name those that are cut together, at the same elements: //nearcall:chunk %d %s ...", long.bytes, name),
			"func %s has several slices", fn.Name)
		return false
	case len(c.cut) == 0:
		c.cut = all
	}
	size, _ := elementSize(fn.Params[c.cut[0]].Type)
	if size == 0 || size > long.bytes {
		r.addAt(longForm, long.pos, "give at least the size of one", "an element of %s has %d bytes, and a piece %d", fn.Params[c.cut[0]].Name, size, long.bytes)
		return false
	}
	c.count = long.bytes / size
	return true
}

// checkMore reports a function that does not say whether it has come to its end.
func (r *reader) checkMore(fd *ast.FuncDecl, long longCall, c *carrying) bool {
	n := c.sig.Results().Len()
	if n > 0 && types.Identical(c.sig.Results().At(n-1).Type(), types.Typ[types.Bool]) {
		return true
	}
	r.addAt(longForm, long.pos, "let the last result be a bool that is true when C came back before its end: (at int, more bool)",
		"func %s does not tell whether there is more to do", fd.Name.Name)
	return false
}

// checkCarried finds the parameter that each result goes on in: that of its type.
// Where there are several of a type, they are as many on both sides, in order.
func (r *reader) checkCarried(fd *ast.FuncDecl, long longCall, c *carrying) bool {
	results, params := c.sig.Results(), c.sig.Params()
	n := results.Len()
	if c.more {
		n--
	}
	c.to = make([]int, n)
	for i := range c.to {
		t := results.At(i).Type()
		var takers, givers []int
		for k := range params.Len() {
			if types.Identical(params.At(k).Type(), t) && !slices.Contains(c.cut, k) {
				takers = append(takers, k)
			}
		}
		for k := range n {
			if types.Identical(results.At(k).Type(), t) {
				givers = append(givers, k)
			}
		}
		if len(takers) != len(givers) {
			r.addAt(longForm, long.pos, "each result is carried on in the parameter of its type: give it a type of its own (type sum uint64), or pass a pointer to the state",
				"func %s has %d results and %d parameters of type %s", fd.Name.Name, len(givers), len(takers), types.TypeString(t, types.RelativeTo(r.pkg)))
			return false
		}
		c.to[i] = takers[slices.Index(givers, i)]
	}
	return true
}

// loop is the Go code behind a declaration, and the declaration of what it calls.
func (r *reader) loop(fd *ast.FuncDecl, name string, long longCall, c *carrying) string {
	path := r.out.Path
	if r.out.Name == "main" {
		path = "main"
	}
	outer, inner := "nearcall"+name, "nearcall"+name+"Stack"
	var out bytes.Buffer
	if long.way == "chunk" {
		fmt.Fprintf(&out, "// %s calls C for %d elements at a time: where it calls, the goroutine can be stopped.\n", outer, c.count)
	} else {
		fmt.Fprintf(&out, "// %s calls C until there is no more to do: where it calls, the goroutine can be stopped.\n", outer)
	}
	fmt.Fprintf(&out, "//\n//go:linkname %s %s.%s\nfunc %s%s {\n", name, path, outer, outer, numbered(fd.Type))
	if long.way == "chunk" {
		c.writeChunks(&out, name, inner)
	} else {
		c.writeYield(&out, inner)
	}
	fmt.Fprintf(&out, "}\n\n//go:noescape\nfunc %s%s\n", inner, strings.TrimPrefix(typeText(fd.Type), "func"))
	text, err := format.Source(out.Bytes())
	if err != nil {
		return out.String()
	}
	return strings.TrimSpace(string(text))
}

func typeText(t *ast.FuncType) string {
	var buf bytes.Buffer
	printer.Fprint(&buf, token.NewFileSet(), t)
	return buf.String()
}

// numbered is a signature with the parameters p0, p1... and nameless results.
func numbered(t *ast.FuncType) string {
	params, results := &ast.FieldList{}, &ast.FieldList{}
	each := func(list *ast.FieldList, add func(ast.Expr)) {
		if list == nil {
			return
		}
		for _, f := range list.List {
			for range max(1, len(f.Names)) {
				add(f.Type)
			}
		}
	}
	each(t.Params, func(e ast.Expr) {
		id := ast.NewIdent("p" + strconv.Itoa(len(params.List)))
		params.List = append(params.List, &ast.Field{Names: []*ast.Ident{id}, Type: e})
	})
	each(t.Results, func(e ast.Expr) { results.List = append(results.List, &ast.Field{Type: e}) })
	return strings.TrimPrefix(typeText(&ast.FuncType{Params: params, Results: results}), "func")
}

// call is a call with the parameters, of which piece changes those that are cut.
func (c *carrying) call(inner string, piece func(string, int) string) string {
	args := make([]string, c.sig.Params().Len())
	for i := range args {
		args[i] = "p" + strconv.Itoa(i)
		if piece != nil && slices.Contains(c.cut, i) {
			args[i] = piece(args[i], i)
		}
	}
	return inner + "(" + strings.Join(args, ", ") + ")"
}

// carried are the parameters that results go on in.
func (c *carrying) carried() []string {
	var names []string
	for _, i := range c.to {
		names = append(names, "p"+strconv.Itoa(i))
	}
	return names
}

func (c *carrying) isString(i int) bool {
	b, ok := c.sig.Params().At(i).Type().Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// writeChunks writes the body that cuts. What is behind a piece is not in its
// capacity; the last piece is what is left, as it is.
func (c *carrying) writeChunks(out *bytes.Buffer, name, inner string) {
	first := "p" + strconv.Itoa(c.cut[0])
	var cuts, rests []string
	for _, i := range c.cut {
		p := "p" + strconv.Itoa(i)
		if i != c.cut[0] {
			fmt.Fprintf(out, "if len(%s) < len(%s) {\npanic(%q)\n}\n", p, first, name+": "+c.sig.Params().At(i).Name()+" is shorter than "+c.sig.Params().At(c.cut[0]).Name())
		}
		cuts = append(cuts, p)
		rests = append(rests, fmt.Sprintf("%s[%d:]", p, c.count))
	}
	piece := c.call(inner, func(p string, i int) string {
		if c.isString(i) {
			return fmt.Sprintf("%s[:%d]", p, c.count)
		}
		return fmt.Sprintf("%s[:%d:%d]", p, c.count, c.count)
	})
	if to := c.carried(); len(to) > 0 {
		piece = strings.Join(to, ", ") + " = " + piece
	}
	fmt.Fprintf(out, "for len(%s) > %d {\n%s\n%s = %s\n}\n", first, c.count, piece, strings.Join(cuts, ", "), strings.Join(rests, ", "))
	if len(c.to) > 0 {
		out.WriteString("return ")
	}
	fmt.Fprintln(out, c.call(inner, nil))
}

// writeYield writes the body that calls again.
func (c *carrying) writeYield(out *bytes.Buffer, inner string) {
	call := "more := " + c.call(inner, nil)
	if to := c.carried(); len(to) > 0 {
		call = "var more bool\n" + strings.Join(to, ", ") + ", more = " + c.call(inner, nil)
	}
	fmt.Fprintf(out, "for {\n%s\nif !more {\nreturn %s\n}\n}\n", call, strings.Join(append(c.carried(), "false"), ", "))
}
