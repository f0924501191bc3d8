package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Folder is a folder whose list of names has been looked at: all that end in
// Suffix, or all.
type Folder struct {
	Path   string `json:"path"`
	Suffix string `json:"suffix"`
}

// This file collects what has been read, so that the C tool can tell later
// that nothing of it has changed. What the go command read of its own GOROOT
// goes with its version.

// noteReads fills in the files and folders that the result depends on.
func (r *reader) noteReads() {
	r.noteGoFolder(r.realDir)
	for _, path := range r.goEnv {
		if path != "" && path != os.DevNull && path != "off" {
			r.out.Reads = append(r.out.Reads, path)
		}
	}
	for _, l := range r.out.Libm {
		r.noteFolder(filepath.Join(r.realDir, l.Paths[0]), "")
	}
	slices.Sort(r.out.Reads)
	r.out.Reads = slices.Compact(r.out.Reads)
	slices.SortFunc(r.out.Folders, func(a, b Folder) int { return strings.Compare(a.Path, b.Path) })
}

// noteGoFolder notes the Go files of a folder, those that are not built too:
// their constraints may change.
func (r *reader) noteGoFolder(dir string) {
	r.noteFolder(dir, ".go")
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") && !isGenerated(path) {
			r.out.Reads = append(r.out.Reads, path)
		}
	}
}

// noteFolder notes that the names in a folder decide something.
func (r *reader) noteFolder(path, suffix string) {
	f := Folder{path, suffix}
	if !slices.Contains(r.out.Folders, f) {
		r.out.Folders = append(r.out.Folders, f)
	}
}

// noteImports notes the packages that types have come from, but those of Go itself.
func (r *reader) noteImports(all map[string]*packages.Package) {
	for _, p := range all {
		if p.Dir != "" && !strings.HasPrefix(p.Dir, filepath.Join(r.out.GoRoot, "src")+"/") {
			r.noteGoFolder(p.Dir)
		}
	}
}

// notePattern notes the folders in which a pattern with wildcards is matched.
func (r *reader) notePattern(pattern string) {
	for strings.ContainsAny(pattern, `*?[\`) {
		pattern = filepath.Dir(pattern)
		parents, _ := filepath.Glob(pattern)
		for _, dir := range parents {
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				r.noteFolder(dir, "")
			}
		}
	}
}
