package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// maxArgs is the compiler's own limit for a frame.
const maxArgs = 1 << 30

// declRules say which declarations //nearcall:func may not stand on. %s is the
// function's name.
var declRules = []struct {
	broken        func(*ast.FuncDecl) bool
	code          code
	message, hint string
}{
	{func(fd *ast.FuncDecl) bool { return fd.Body != nil },
		hasBody, "func %s has a body", "remove the body: the C function takes its place"},
	{func(fd *ast.FuncDecl) bool { return fd.Recv != nil },
		method, "func %s is a method", "declare a plain function and call it from the method"},
	{func(fd *ast.FuncDecl) bool { return fd.Type.TypeParams != nil },
		generic, "func %s is generic", "declare one function for each type: C has one function for each"},
	{isVariadic,
		variadic, "func %s is variadic", "take a slice instead: that is what Go passes for ...T"},
	{func(fd *ast.FuncDecl) bool { return slices.Contains([]string{"init", "main", "_"}, fd.Name.Name) },
		specialName, "func %s cannot be a C function", "give it a name that Go code can call"},
}

// isVariadic reports whether the last parameter is ...T.
func isVariadic(fd *ast.FuncDecl) bool {
	list := fd.Type.Params.List
	if len(list) == 0 {
		return false
	}
	_, ok := list[len(list)-1].Type.(*ast.Ellipsis)
	return ok
}

// readFuncs takes in the functions of a file; directives holds what stands in
// their doc comments.
func (r *reader) readFuncs(f *ast.File, directives map[*ast.FuncDecl][]directive) {
	for _, decl := range f.Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok {
			r.readFunc(f, fd, directives[fd])
		}
	}
}

// readFunc takes in one function.
func (r *reader) readFunc(f *ast.File, fd *ast.FuncDecl, directives []directive) {
	of := map[string][]directive{}
	for _, d := range directives {
		of[d.name] = append(of[d.name], d)
	}
	funcs := of["func"]
	before := len(r.diags)
	long := r.takeLong(of, fd, len(funcs) > 0)
	if len(funcs) == 0 {
		for _, d := range of["fallback"] {
			r.addAt(directiveLoose, d.pos, "add //nearcall:func beside it", "//nearcall:fallback without //nearcall:func")
		}
		r.checkBodyless(f, fd)
		return
	}
	for _, d := range funcs[1:] {
		r.addAt(directiveTwice, d.pos, "a Go function has one C function behind it: remove one of them",
			"second //nearcall:func on func %s", fd.Name.Name)
	}
	r.checkDecl(fd)
	r.noescape[fd.Name.Name] = isNoescape(fd)
	cName, signature := r.parseFuncArgs(funcs[0], fd.Name.Name)
	level, byLevel := r.funcLevel(of["cpu"])
	r.takeFallback(f, fd, of["fallback"])
	if len(r.diags) > before {
		return
	}
	r.addFunc(fd, Func{
		CName:     cName,
		Signature: signature,
		Build:     buildConstraint(f),
		Built:     builtWhen(f, r.fset.File(f.Package).Name(), r.cfg.arch),
		CPU:       level,
		ByLevel:   byLevel,
	}, long)
}

// checkBodyless reports a function without a body that nothing will give one:
// no directive, no hand-written assembly, no other package by linkname.
func (r *reader) checkBodyless(f *ast.File, fd *ast.FuncDecl) {
	name := fd.Name.Name
	if fd.Body != nil || r.partial || len(r.out.AsmFiles) > 0 || isLinknamed(f, name) {
		return
	}
	r.addAt(noBody, fd.Name.Pos(), "write //nearcall:func C_NAME directly above it, or give it a body",
		"func %s has no body and no //nearcall:func directive", name)
}

// isLinknamed reports whether a //go:linkname in the file is about name.
func isLinknamed(f *ast.File, name string) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			fields := strings.Fields(c.Text)
			if len(fields) > 1 && fields[0] == "//go:linkname" && fields[1] == name {
				return true
			}
		}
	}
	return false
}

// checkDecl reports why a declaration cannot stand for a C function.
func (r *reader) checkDecl(fd *ast.FuncDecl) {
	for _, rule := range declRules {
		if rule.broken(fd) {
			r.addAt(rule.code, fd.Name.Pos(), rule.hint, rule.message, fd.Name.Name)
		}
	}
}

// cNamePart is the first word of a directive's arguments, up to a blank or "(".
var cNamePart = regexp.MustCompile(`^[ \t]*([^ \t(]*)[ \t]*(.*?)[ \t]*$`)

// parseFuncArgs returns the C name that //nearcall:func gives or implies, and
// the signature after it.
func (r *reader) parseFuncArgs(d directive, goName string) (cName, signature string) {
	m := cNamePart.FindStringSubmatch(d.args)
	cName, signature = m[1], m[2]
	if signature != "" && signature[0] != '(' {
		r.addAt(directiveArguments, d.pos, fmt.Sprintf("write //nearcall:func %s and nothing after it", cName),
			"//nearcall:func takes one C name, not %s", quoteAll(strings.Fields(d.args)))
		return "", ""
	}
	hint := "write the name of the C function: //nearcall:func C_NAME"
	if cName == "" {
		cName = snakeCase(goName)
		hint = fmt.Sprintf("the name is %s in snake_case; write another: //nearcall:func C_NAME", goName)
	}
	switch {
	case !cIdentifier.MatchString(cName):
		r.addAt(badCName, d.pos, hint, "%q is not a C identifier", cName)
	case isCKeyword(cName):
		r.addAt(badCName, d.pos, hint, "%q is a keyword of C", cName)
	}
	return cName, signature
}

// addFunc completes fn with the types of fd and adds it to the package. If a
// type is invalid the type checker has said why, and the function is left out.
func (r *reader) addFunc(fd *ast.FuncDecl, fn Func, long longCall) {
	obj, ok := r.info.Defs[fd.Name].(*types.Func)
	if !ok {
		return
	}
	l := &layouter{sizes: r.cfg.sizes, qual: types.RelativeTo(r.pkg)}
	fn.Params, fn.Results, fn.ArgsSize = l.frame(obj.Type().(*types.Signature))
	if l.invalid {
		return
	}
	r.markNameless(&fn)
	fn.Name, fn.Pos = fd.Name.Name, r.pos(fd.Name.Pos())
	fn.Decl = declLine(fd, obj, l.qual)
	fn.Assert, fn.AssertImports = r.assertion(fd)
	if r.checkFrame(fd, fn) {
		r.completeLong(fd, &fn, long)
		r.out.Funcs = append(r.out.Funcs, fn)
		r.completeFallback(fd, fn)
	}
}

// checkFrame reports arguments that the stack cannot hold.
func (r *reader) checkFrame(fd *ast.FuncDecl, fn Func) bool {
	for _, v := range slices.Concat(fn.Params, fn.Results) {
		// A size that does not fit in an int64 is negative.
		if v.Type.Size < 0 || fn.ArgsSize < 0 || fn.ArgsSize > maxArgs {
			r.addAt(largeArguments, fd.Name.Pos(), "pass a pointer or a slice instead", "the arguments of func %s are too large", fn.Name)
			return false
		}
	}
	return true
}

// declLine prints a declaration on one line. Printed with a file set that does
// not know its lines, go/printer has no reason to break it, save for types
// that it always breaks; those go/types writes.
func declLine(fd *ast.FuncDecl, obj *types.Func, qual types.Qualifier) string {
	bare := *fd
	bare.Doc = nil
	var buf bytes.Buffer
	err := printer.Fprint(&buf, token.NewFileSet(), &bare)
	if err != nil || bytes.ContainsAny(buf.Bytes(), "\n\r") {
		return types.ObjectString(obj, qual)
	}
	return buf.String()
}
