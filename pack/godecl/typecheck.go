package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/types"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// typeCheck checks the package's declarations; function bodies are no concern
// of this stage. Errors are kept for reportTypeErrors.
//
// Imports come from export data, as the compiler writes it. When that is of a
// newer Go than this program, they are read from their sources instead.
func (r *reader) typeCheck() error {
	lookup, err := r.exportLookup()
	if err != nil {
		return err
	}
	if !r.checkTypes(importer.ForCompiler(r.fset, "gc", lookup)) {
		build.Default.GOROOT, build.Default.GOOS, build.Default.GOARCH = r.out.GoRoot, "linux", r.cfg.arch
		build.Default.CgoEnabled = false
		r.typeErrs = nil
		if !r.checkTypes(importer.ForCompiler(r.fset, "source", nil)) {
			return fmt.Errorf("nearcall-godecl was built with %s and cannot read what %s compiles: run make again with that Go in PATH",
				runtime.Version(), r.out.GoVersion)
		}
	}
	return nil
}

// checkTypes is false when the importer cannot read what it finds: over export
// data of a Go that it does not know it panics.
func (r *reader) checkTypes(imp types.Importer) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	conf := types.Config{
		IgnoreFuncBodies: true,
		Importer:         imp,
		Sizes:            r.cfg.sizes,
		Error:            r.keepTypeError,
	}
	r.info.Defs = map[*ast.Ident]types.Object{}
	r.info.Uses = map[*ast.Ident]types.Object{}
	// The error is the first of those that keepTypeError has seen.
	r.pkg, _ = conf.Check(r.out.Path, r.fset, r.files, &r.info)
	return true
}

// keepTypeError collects the type checker's errors.
func (r *reader) keepTypeError(err error) {
	var typeErr types.Error
	if errors.As(err, &typeErr) {
		r.typeErrs = append(r.typeErrs, typeErr)
	}
}

// imports returns the paths that need export data, sorted. What cannot be an
// import path is left to the type checker to refuse.
func (r *reader) imports() []string {
	var paths []string
	for _, f := range r.files {
		for _, imp := range f.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err == nil && path != "" && path != "unsafe" && path != "C" && !strings.Contains(path, "...") {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// exportLookup returns the function through which the importer finds export
// data. The imports are compiled for that, which a package without any is
// spared.
func (r *reader) exportLookup() (importer.Lookup, error) {
	var exports map[string]*packages.Package
	if paths := r.imports(); len(paths) > 0 {
		var err error
		if exports, err = r.cmd.exports(paths); err != nil {
			return nil, err
		}
		r.noteImports(exports)
	}
	return func(path string) (io.ReadCloser, error) {
		p := exports[path]
		switch {
		case p != nil && p.ExportFile != "":
			return os.Open(p.ExportFile)
		case p != nil && len(p.Errors) > 0:
			return nil, errors.New(oneLine(p.Errors[0].Msg))
		}
		return nil, fmt.Errorf("the go command gave no export data for %q", path)
	}, nil
}

// typeErrorHints are found by what the type checker's message begins with.
var typeErrorHints = []struct{ prefix, hint string }{
	{"undefined: ", "declare it in a file that is built for linux, without cgo"},
	{"could not import ", "make it build by itself; if nearcall makes it too, run nearcall build on it first"},
	{"", "this is an error of Go's type checker; go vet shows it too"},
}

// reportTypeErrors reports what the type checker had to say. It is silent
// where its words would repeat a problem that has been reported.
func (r *reader) reportTypeErrors() {
	if r.partial {
		return
	}
	reported := false
	for _, err := range r.typeErrs {
		at := r.pos(err.Pos)
		// Continuation of the error before: "\tother declaration of X".
		if more, ok := strings.CutPrefix(err.Msg, "\t"); ok {
			if reported {
				r.diags[len(r.diags)-1].Hint = fmt.Sprintf("%s: %s:%d:%d", more, at.File, at.Line, at.Col)
			}
			continue
		}
		reported = !isBodyError(err.Msg) || !r.onLine(at)
		if reported {
			r.add(goTypes, at, typeErrorHint(err.Msg), "%s", oneLine(err.Msg))
		}
	}
}

// isBodyError recognises "func init must have a body" and "generic function is
// missing function body".
func isBodyError(msg string) bool {
	return strings.HasSuffix(msg, "must have a body") || strings.HasSuffix(msg, "missing function body")
}

// typeErrorHint is the first hint whose prefix fits; the last fits always.
func typeErrorHint(msg string) string {
	for _, h := range typeErrorHints {
		if strings.HasPrefix(msg, h.prefix) {
			return h.hint
		}
	}
	return ""
}
