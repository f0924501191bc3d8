package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Listed is a package that a pattern stands for: one line of what -list
// prints. What is no package has an error instead.
type Listed struct {
	Pattern int    `json:"pattern"` // which of the arguments, from 0
	Dir     string `json:"dir"`     // relative, if the pattern is or if it lies in the current folder
	Path    string `json:"path"`
	// Directives tells whether a Go file says something to nearcall, or means to.
	Directives bool   `json:"directives"`
	Error      string `json:"error"`
}

// listPatterns prints the packages that each of the patterns stands for.
func listPatterns(cfg config, patterns []string, w io.Writer) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	l := loader{here, cfg.arch}
	enc := json.NewEncoder(w)
	for i, pattern := range patterns {
		all, err := l.list(pattern)
		if err != nil {
			return err
		}
		for _, p := range all {
			p.Pattern = i
			if err := enc.Encode(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// list returns what a pattern stands for: packages, or an error in the go
// command's words. The error is for a go command that does not work. Of DIR/...
// it may leave out packages without directives.
func (l loader) list(pattern string) ([]Listed, error) {
	found, err := l.walk(pattern)
	if errors.Is(err, errAsk) {
		return l.ask(pattern)
	}
	return found, err
}

// ask is list by the go command alone.
//
// It looks with cgo off, as nearcall reads packages, and on: a directive in a
// file with cgo is refused later, not passed over.
func (l loader) ask(pattern string) ([]Listed, error) {
	var found []Listed
	var loads [2]struct {
		pkgs []*packages.Package
		err  error
	}
	var both sync.WaitGroup
	for i := range loads {
		both.Add(1)
		go func() {
			defer both.Done()
			loads[i].pkgs, loads[i].err = l.load(packages.NeedFiles, i == 1, pattern)
		}()
	}
	both.Wait()
	for _, got := range loads {
		if err := got.err; err != nil {
			if _, broken := l.version(); broken != nil {
				return nil, broken
			}
			return []Listed{{Error: oneLine(err.Error())}}, nil
		}
		for _, p := range got.pkgs {
			found = l.add(found, pattern, p)
		}
	}
	if len(found) == 0 {
		found = []Listed{{Error: "no package matches"}}
	}
	return found, nil
}

// add adds a package to those that were found, unless it is among them.
func (l loader) add(found []Listed, pattern string, p *packages.Package) []Listed {
	next := Listed{Path: p.PkgPath}
	if p.Dir != "" {
		next.Dir, next.Directives = l.nameFolder(pattern, p.Dir), speaksToUs(p)
	} else if len(p.Errors) > 0 {
		next.Error = oneLine(p.Errors[0].Msg)
	} else {
		return found
	}
	at := slices.IndexFunc(found, func(f Listed) bool { return f.Path == next.Path })
	if at < 0 {
		return append(found, next)
	}
	found[at].Directives = found[at].Directives || next.Directives
	return found
}

// nameFolder is how people would name the folder.
func (l loader) nameFolder(pattern, dir string) string {
	rel, err := filepath.Rel(l.dir, dir)
	outside := rel == ".." || strings.HasPrefix(rel, "../")
	relative := strings.HasPrefix(pattern, "./") || strings.HasPrefix(pattern, "../")
	if err != nil || outside && !relative {
		return dir
	}
	return rel
}

// speaksToUs reports whether a file of the package has a directive, or what
// was meant to be one.
func speaksToUs(p *packages.Package) bool {
	return slices.ContainsFunc(goFiles(p), func(name string) bool {
		_, found := directiveIn(filepath.Join(p.Dir, name))
		return found
	})
}

// directiveIn returns the text of a file, and whether that has a comment that
// readFile would not leave alone. Most files never say nearcall, and are not parsed.
func directiveIn(path string) (text []byte, found bool) {
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(bytes.ToLower(text), []byte("nearcall")) || bytes.HasPrefix(text, []byte(generatedMark)) {
		return nil, false
	}
	r := &reader{report: &report{fset: token.NewFileSet()}, meant: map[string]bool{}}
	f, _ := parser.ParseFile(r.fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if f == nil {
		return text, false
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			if _, ok := r.parseDirective(c); ok || len(r.diags) > 0 {
				return text, true
			}
		}
	}
	return text, false
}
