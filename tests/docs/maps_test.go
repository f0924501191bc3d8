package docs

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A folder map is a block of code whose first line is a folder and what it is for:
//
//	pack/       the tool
//	  base/     memory, text, files
//	  main.c    the command line
//
// Deeper lines are inside of the folder above them. A line of another shape goes on with the one before.
var mapEntry = regexp.MustCompile(`^(\s*)([\w.@*-]+(?:/[\w.@*-]+)*/?)(?:\s{2,}|$)`)

// checkMaps finds the lines of folder maps that name nothing, and folders that such a map forgets: where it lists one
// folder inside another, it lists all of them.
func checkMaps(fsys fs.FS, pages map[string]*page) (problems []string) {
	for _, p := range pages {
		for _, b := range p.blocks {
			if isMap(b) {
				problems = append(problems, checkMap(fsys, p, b)...)
			}
		}
	}
	return problems
}

func isMap(b block) bool {
	m := mapEntry.FindStringSubmatch(b.lines[0])
	return m != nil && strings.HasSuffix(m[2], "/") && strings.TrimSpace(b.lines[0]) != m[2]
}

func checkMap(fsys fs.FS, p *page, b block) (problems []string) {
	type level struct {
		indent int
		dir    string
	}
	var open []level
	listed := map[string][]string{}
	for i, line := range b.lines {
		m := mapEntry.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for len(open) > 0 && open[len(open)-1].indent >= len(m[1]) {
			open = open[:len(open)-1]
		}
		name := path.Clean(m[2])
		if len(open) > 0 {
			name = path.Join(open[len(open)-1].dir, m[2])
		}
		if !exists(fsys, name) {
			problems = append(problems, p.problem(b.line+i, "the map has %s, which is not there", name))
			continue
		}
		if strings.HasSuffix(m[2], "/") {
			open = append(open, level{len(m[1]), name})
			listed[path.Dir(name)] = append(listed[path.Dir(name)], name)
		}
	}
	for dir, has := range listed {
		for _, want := range subfolders(fsys, dir) {
			if !slices.Contains(has, want) {
				problems = append(problems, p.problem(b.line, "the map lists folders of %s and forgets %s", dir, want))
			}
		}
	}
	return problems
}

func subfolders(fsys fs.FS, dir string) (names []string) {
	entries, _ := fs.ReadDir(fsys, dir)
	for _, e := range entries {
		if name := path.Join(dir, e.Name()); e.IsDir() && ours(name) {
			names = append(names, name)
		}
	}
	return names
}
