package docs

import (
	"io/fs"
	"regexp"
	"strings"
)

// figure is a line that nearcall stack prints: "xxh3.Sum64: 56 bytes of stack, proven". Of a function with levels, the
// pages show the one that needs the most, as the generated file does.
var figure = regexp.MustCompile(`^\s*(\w+)\.(\w+)(?: at [\w+-]+)?: (\d+) bytes of stack`)

// checkFigures finds the stack bounds on the pages that are not those of our packages. A bound stands in the generated
// file as well, below the declaration. seen is how many were compared.
func checkFigures(fsys fs.FS, pages map[string]*page) (problems []string, seen int) {
	for _, p := range pages {
		for _, b := range p.blocks {
			for i, line := range b.lines {
				m := figure.FindStringSubmatch(line)
				if m == nil {
					continue
				}
				text, err := fs.ReadFile(fsys, "gostubs/"+m[1]+"/nearcall_amd64.s")
				if err != nil {
					continue // an example's package
				}
				seen++
				_, rest, found := strings.Cut(string(text), "\n// func "+m[2]+"(")
				below, _, _ := strings.Cut(rest, "\nTEXT ")
				if !found || !strings.HasSuffix(below, "; "+m[3]+" bytes of stack") {
					problems = append(problems, p.problem(b.line+i, "%s.%s does not need %s bytes of stack", m[1], m[2], m[3]))
				}
			}
		}
	}
	return problems, seen
}
