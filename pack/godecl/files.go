package main

import (
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// fileRule is what a directive that names files accepts.
type fileRule struct {
	name       string   // of the directive
	example    string   // of its arguments
	extensions []string // of the files
	wrongHint  string   // for any other extension
}

var sourceRule = fileRule{
	"source", "csrc/NAME.c", []string{".c", ".cc", ".cpp", ".cxx", ".S", ".s"},
	"sources are C, C++ and assembly; headers are found through #include, objects and archives belong in //nearcall:archive",
}

var archiveRule = fileRule{
	"archive", "lib/NAME.a", []string{".a", ".o", ".rlib"},
	"archives are .a, .o or .rlib files; C belongs in //nearcall:source",
}

// sourceDirective takes in //nearcall:source: flags for its files alone may
// stand in front of them.
func (r *reader) sourceDirective(d directive) {
	all := r.words(d, sourceRule.example)
	first, files := leadingFlags(all)
	flags := r.takeFlags(first)
	if len(files) == 0 && len(all) > 0 {
		r.addAt(directiveArguments, d.pos, "write the files behind the flags, or give flags for all in //nearcall:cflags",
			"//nearcall:source names no file behind its flags")
	}
	for _, w := range files {
		if strings.HasPrefix(w.text, "-") {
			r.addAt(directiveArguments, w.pos, "write the flags in front of the files, and a directive for each set of flags",
				"flag %s stands behind a file", w.text)
			r.inputsRefused = true
			return
		}
	}
	r.out.Sources = append(r.out.Sources, r.filesDirective(files, d, sourceRule, flags)...)
}

// archiveDirective takes in //nearcall:archive.
func (r *reader) archiveDirective(d directive) {
	found := r.filesDirective(r.words(d, archiveRule.example), d, archiveRule, []string{})
	r.out.Archives = append(r.out.Archives, found...)
}

// libmDirective takes in //nearcall:libm DIR: where the C sources of a math library lie.
func (r *reader) libmDirective(d directive) {
	for _, w := range r.words(d, "csrc/musl/src/math") {
		if !r.checkDir(w, w.text) {
			r.inputsRefused = true
			continue
		}
		dir := filepath.ToSlash(filepath.Clean(w.text))
		r.out.Libm = append(r.out.Libm, Files{Pos: r.pos(d.pos), Paths: []string{dir}})
	}
}

// filesDirective expands the patterns of a directive. A file that several
// patterns match belongs to the first: linked twice, its symbols would clash.
// But flags are an exception from a pattern without: they win, wherever they stand.
func (r *reader) filesDirective(words []word, d directive, rule fileRule, flags []string) []Files {
	var all []Files
	before := len(r.diags)
	defer func() { r.inputsRefused = r.inputsRefused || len(r.diags) > before }()
	for _, w := range words {
		found := Files{Pos: r.pos(d.pos), Paths: []string{}, Flags: flags}
		for _, path := range r.expand(w) {
			if r.checkPath(w, path, rule) && (!r.matched[filepath.Clean(path)] || r.takeBack(w, path, flags)) {
				r.matched[filepath.Clean(path)] = true
				found.Paths = append(found.Paths, filepath.ToSlash(path))
			}
		}
		all = append(all, found)
	}
	return all
}

// takeBack takes a source away from the pattern that matched it, if that has no
// flags and these are some. Two sets of flags are reported.
func (r *reader) takeBack(w word, path string, flags []string) bool {
	path = filepath.ToSlash(path)
	for i, s := range r.out.Sources {
		at := slices.Index(s.Paths, path)
		switch {
		case at < 0 || len(flags) == 0:
		case len(s.Flags) == 0:
			r.out.Sources[i].Paths = slices.Delete(s.Paths, at, at+1)
			return true
		case !slices.Equal(s.Flags, flags):
			r.addAt(twoFlagSets, w.pos, "it is compiled once: write all of its flags in one directive", "%q has two sets of flags", path)
		}
	}
	return false
}

// globQuote takes the meaning from the special characters of a folder's name.
var globQuote = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

// expand returns the paths that a pattern matches, sorted, relative to the
// package's folder unless the pattern is absolute.
func (r *reader) expand(w word) []string {
	pattern := filepath.FromSlash(w.text)
	absolute := filepath.IsAbs(pattern)
	if !absolute {
		pattern = filepath.Join(globQuote.Replace(r.realDir), pattern)
	}
	paths, err := filepath.Glob(pattern)
	r.notePattern(pattern)
	if err != nil {
		r.addAt(badPattern, w.pos, `close the "[", or write \[ for the character itself`, "malformed pattern %q", w.text)
		return nil
	}
	if len(paths) == 0 {
		r.noMatch(w)
	}
	if !absolute {
		for i, path := range paths {
			if rel, err := filepath.Rel(r.realDir, path); err == nil {
				paths[i] = rel
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// noMatch reports a pattern without files.
func (r *reader) noMatch(w word) {
	hint := "paths start from the package's folder, " + r.dir
	if strings.ContainsAny(w.text, "*?[") {
		r.addAt(noSuchFile, w.pos, hint, "no file matches %q", w.text)
		return
	}
	r.addAt(noSuchFile, w.pos, hint, "no such file: %q", w.text)
}

// checkPath reports whether the path can be used as the rule says.
func (r *reader) checkPath(w word, path string, rule fileRule) bool {
	abs := path
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(r.realDir, path)
	}
	info, err := os.Stat(abs)
	switch {
	case !utf8.ValidString(path):
		r.addAt(unreadable, w.pos, "rename it", "the name of %q is not UTF-8", path)
		return false
	case err != nil:
		r.addAt(unreadable, w.pos, "make the file readable", "cannot read %q: %v", path, plainError(err))
		return false
	case info.IsDir():
		r.addAt(fileKind, w.pos, "name the files in it, for instance "+filepath.ToSlash(filepath.Join(path, "*"+rule.extensions[0])),
			"%q is a folder", path)
		return false
	case !slices.Contains(rule.extensions, filepath.Ext(path)):
		r.addAt(fileKind, w.pos, rule.wrongHint, "%q is not a %s file", path, strings.Join(rule.extensions, ", "))
		return false
	}
	if r.goBuildSees(abs) {
		hint := "go build refuses " + filepath.Ext(path) + " files beside Go files when cgo is on: move it to a subfolder"
		if filepath.Ext(path) == ".s" {
			hint = "the go command takes it for Go's assembly: move it to a subfolder"
		}
		r.addAt(fileBesideGo, w.pos, hint,
			"%q is in the package's own folder", path)
		return false
	}
	return true
}

// goBuildSees reports whether the go command would take the file for a C, C++ or
// assembly file of the package: it is in the folder and no build constraint hides it.
func (r *reader) goBuildSees(abs string) bool {
	dir, name := filepath.Split(abs)
	if filepath.Clean(dir) != r.realDir || !slices.Contains(sourceRule.extensions, filepath.Ext(name)) {
		return false
	}
	ctxt := build.Default
	ctxt.GOOS, ctxt.GOARCH, ctxt.CgoEnabled = "linux", r.cfg.arch, true
	sees, err := ctxt.MatchFile(dir, name)
	return err != nil || sees
}
