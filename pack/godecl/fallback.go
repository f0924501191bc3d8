package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/printer"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fallback is a declaration for which Go code stands in where there is no
// machine code.
type fallback struct {
	decl    *ast.FuncDecl
	doc     string // without directives
	goName  string
	built   constraint.Expr // when the declaration is built
	imports []Import        // of its types
	fuzzed  bool            // random bytes make arguments for it
}

// otherArchitectures are some that no machine code is for.
var otherArchitectures = []string{"386", "arm", "loong64", "mips64", "ppc64le", "riscv64", "s390x", "wasm"}

// takeFallback takes in //nearcall:fallback beside a //nearcall:func.
func (r *reader) takeFallback(f *ast.File, fd *ast.FuncDecl, directives []directive) {
	if len(directives) == 0 {
		return
	}
	d := directives[0]
	words := r.words(d, "goName")
	switch {
	case len(directives) > 1:
		r.addAt(directiveTwice, directives[1].pos, "remove one of them", "second //nearcall:fallback on func %s", fd.Name.Name)
		return
	case len(words) == 0:
		return
	case len(words) > 1:
		r.addAt(directiveArguments, words[1].pos, "write //nearcall:fallback goName and nothing after it", "//nearcall:fallback takes one Go function")
		return
	}
	fb := fallback{decl: fd, doc: plainDoc(fd.Doc), goName: words[0].text}
	if r.checkFallback(words[0], fd) && r.checkConstraint(d, f, &fb) {
		r.fallbacks = append(r.fallbacks, fb)
	}
}

// completeFallback adds what is known of a function when its types have been looked at.
func (r *reader) completeFallback(fd *ast.FuncDecl, fn Func) {
	for i := range r.fallbacks {
		if fb := &r.fallbacks[i]; fb.decl == fd {
			fb.imports = fn.AssertImports
			fb.fuzzed = !slices.ContainsFunc(fn.Params, func(v Var) bool { return !fuzzable(v.Type, 0) })
		}
	}
}

// checkFallback reports a name that is no Go function of the same type.
func (r *reader) checkFallback(w word, fd *ast.FuncDecl) bool {
	declared, ok := r.info.Defs[fd.Name].(*types.Func)
	stands, isFunc := r.pkg.Scope().Lookup(w.text).(*types.Func)
	if !ok || r.partial {
		return false
	}
	if !isFunc {
		r.addAt(badFallback, w.pos, "declare it in a file without build constraint: a test compares the two",
			"there is no Go function %s", w.text)
		return false
	}
	if !types.Identical(stands.Type(), declared.Type()) {
		r.addAt(badFallback, w.pos, "give both the same parameters and results",
			"%s is %s, and %s is %s", w.text, types.TypeString(stands.Type(), types.RelativeTo(r.pkg)), fd.Name.Name,
			types.TypeString(declared.Type(), types.RelativeTo(r.pkg)))
		return false
	}
	for _, file := range r.files {
		for _, decl := range file.Decls {
			if other, ok := decl.(*ast.FuncDecl); ok && other.Recv == nil && other.Name.Name == w.text {
				if other.Body == nil {
					r.addAt(badFallback, w.pos, "name a function that is written in Go", "%s has no body", w.text)
				}
				return other.Body != nil
			}
		}
	}
	return false
}

// checkConstraint reports a declaration that would be there where no machine
// code is: two of a name, or one without a body.
func (r *reader) checkConstraint(d directive, f *ast.File, fb *fallback) bool {
	name := r.fset.Position(f.Package).Filename
	expr := builtWhen(f, name, r.cfg.arch)
	stem, _, _ := strings.Cut(filepath.Base(name), ".")
	inName := strings.HasSuffix(stem, "_"+r.cfg.arch)
	if inName && expr != "" {
		expr = r.cfg.arch + " && (" + expr + ")"
	} else if inName {
		expr = r.cfg.arch
	}
	if parsed, err := constraint.Parse("//go:build " + expr); err == nil && onlyWithMachineCode(parsed) {
		fb.built = parsed
		return true
	}
	line := "//go:build " + r.cfg.arch + " && !purego"
	if inName {
		line = "//go:build !purego"
	}
	r.addAt(badFallback, d.pos, "write "+line+" at the top of the file, and "+fb.goName+" into another one",
		"func %s is declared where %s is to stand in, too", fb.decl.Name.Name, fb.goName)
	return false
}

// onlyWithMachineCode reports whether a file is left out with the tag purego and
// on other architectures, whatever other tags there are.
func onlyWithMachineCode(e constraint.Expr) bool {
	for _, others := range []bool{false, true} {
		for _, arch := range append([]string{"amd64", "arm64"}, otherArchitectures...) {
			for _, purego := range []bool{false, true} {
				there := e.Eval(func(tag string) bool {
					switch {
					case tag == "purego":
						return purego
					case tag == "amd64" || tag == "arm64" || slices.Contains(otherArchitectures, tag):
						return tag == arch
					case tag == "linux" || strings.HasPrefix(tag, "go1."):
						return true
					}
					return others
				})
				if there && (purego || slices.Contains(otherArchitectures, arch)) {
					return false
				}
			}
		}
	}
	return true
}

// negated is the constraint that holds when e does not.
func negated(e constraint.Expr) constraint.Expr {
	switch e := e.(type) {
	case *constraint.AndExpr:
		return &constraint.OrExpr{X: negated(e.X), Y: negated(e.Y)}
	case *constraint.OrExpr:
		return &constraint.AndExpr{X: negated(e.X), Y: negated(e.Y)}
	case *constraint.NotExpr:
		return e.X
	}
	return &constraint.NotExpr{X: e}
}

// plainDoc is a doc comment without directives.
func plainDoc(doc *ast.CommentGroup) string {
	var lines []string
	for _, c := range doc.List {
		if !strings.HasPrefix(c.Text, directivePrefix) && !strings.HasPrefix(c.Text, "//go:") {
			lines = append(lines, c.Text)
		}
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "//" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// fallbackFiles are the files that the declarations with a fallback need.
func (r *reader) fallbackFiles() {
	if len(r.fallbacks) == 0 || len(r.diags) > 0 {
		return
	}
	first := r.fallbacks[0]
	for _, fb := range r.fallbacks {
		if fb.built.String() != first.built.String() {
			r.addAt(badFallback, fb.decl.Pos(), "write them into files with the same //go:build line",
				"%s and %s have a fallback, and are not built under the same conditions", first.decl.Name.Name, fb.decl.Name.Name)
			return
		}
	}
	r.out.Files = append(r.out.Files, GenFile{"nearcall_fallback.go", r.fallbackFile(first.built)},
		GenFile{"nearcall_fuzz_test.go", r.fuzzTest(first.built)})
}

// fallbackFile is the Go file for where there is no machine code.
func (r *reader) fallbackFile(built constraint.Expr) string {
	var out, body bytes.Buffer
	var imports []Import
	for i := range r.fallbacks {
		fb := &r.fallbacks[i]
		imports = append(imports, fb.imports...)
		fmt.Fprintf(&body, "\n%s%s\n", fb.doc, wrapper(fb))
	}
	fmt.Fprintf(&out, "//go:build %s\n\npackage %s\n", negated(built), r.out.Name)
	slices.SortFunc(imports, func(a, b Import) int { return strings.Compare(a.Path+a.Name, b.Path+b.Name) })
	for _, imp := range slices.Compact(imports) {
		fmt.Fprintf(&out, "\nimport %s", strings.TrimSpace(imp.Name+" "+strconv.Quote(imp.Path)))
	}
	if len(imports) > 0 {
		out.WriteByte('\n')
	}
	return formatted(append(out.Bytes(), body.Bytes()...))
}

// wrapper is a function that calls the fallback.
func wrapper(fb *fallback) string {
	typ := *fb.decl.Type
	typ.Params = &ast.FieldList{}
	var args []string
	for _, field := range fb.decl.Type.Params.List {
		named := &ast.Field{Type: field.Type}
		names := field.Names
		if len(names) == 0 {
			names = []*ast.Ident{{Name: "_"}}
		}
		for _, id := range names {
			name := id.Name
			if name == "_" || name == fb.goName {
				name = "p" + strconv.Itoa(len(args))
			}
			named.Names = append(named.Names, &ast.Ident{Name: name})
			args = append(args, name)
		}
		typ.Params.List = append(typ.Params.List, named)
	}
	var text bytes.Buffer
	printer.Fprint(&text, token.NewFileSet(), &ast.FuncDecl{Name: fb.decl.Name, Type: &typ})
	back := ""
	if typ.Results != nil && len(typ.Results.List) > 0 {
		back = "return "
	}
	return fmt.Sprintf("%s { %s%s(%s) }", text.String(), back, fb.goName, strings.Join(args, ", "))
}

// fuzzable reports whether random bytes make arguments for a function. What a
// plain pointer points to has a length that its author alone knows.
func fuzzable(t *Type, depth int) bool {
	if depth > 8 || t.Recursive {
		return false
	}
	switch t.Kind {
	case "unsafe.Pointer":
		return false
	case "pointer":
		return (t.Elem.Kind == "struct" || t.Elem.Kind == "array") && fuzzable(t.Elem, depth+1)
	case "slice", "array":
		return fuzzable(t.Elem, depth+1)
	case "struct":
		return !slices.ContainsFunc(*t.Fields, func(f Var) bool { return !fuzzable(f.Type, depth+1) })
	}
	return true
}

// fuzzTest is the test that compares machine code and fallbacks.
func (r *reader) fuzzTest(built constraint.Expr) string {
	var tests strings.Builder
	for _, fb := range r.fallbacks {
		name := fb.decl.Name.Name
		if !fb.fuzzed {
			fmt.Fprintf(&tests, "\n// %s has a pointer whose length random bytes do not tell: test it by hand.\n", name)
			continue
		}
		fmt.Fprintf(&tests, "\nfunc FuzzNearcall_%s(f *testing.F) { nearcallSame(f, %s, %s) }\n", name, name, fb.goName)
	}
	levels := "\tf(\"\")"
	if len(r.out.CPU) > 1 {
		levels = "\tdefer nearcallUseBest()\n\tfor _, l := range nearcallLevels {\n\t\tif nearcallUse(l.name) {\n\t\t\tf(\" at \" + l.name)\n\t\t}\n\t}"
	}
	text := strings.NewReplacer("CONSTRAINT", built.String(), "PACKAGE", r.out.Name, "LEVELS", levels, "TESTS\n", tests.String()).Replace(fuzzText)
	taken := r.takenInTests(r.out.Name)
	for _, name := range r.pkg.Scope().Names() {
		taken[name] = true
	}
	return formatted([]byte(renameImports(text, taken)))
}
