// Package docs tests what the repository says about itself: links, maps of its folders, paths in prose, pictures,
// and which files it calls generated.
package docs

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// page is a file of Markdown, taken apart as far as links need it.
type page struct {
	name    string
	text    string          // with code blanked out, byte by byte
	blocks  []block         // the blocks of code
	anchors map[string]bool // of its headings
}

type block struct {
	line  int // of its first line, from 1
	lines []string
}

var (
	fence   = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	list    = regexp.MustCompile(`^ {0,3}([-*+]|\d+[.)]) `)
	heading = regexp.MustCompile(`^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$`)
	span    = regexp.MustCompile("`+[^`\n]+`+")
	named   = regexp.MustCompile(`<a\s+(?:id|name)="([^"]+)"`)
	link    = regexp.MustCompile(`\]\(\s*<?([^)\s>]*)>?[^)]*\)|(?:href|src|srcset)="([^"]*)"|` +
		`(?m)^ {0,3}\[[^\]]+\]:\s*(\S+)`)
	label   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	scheme  = regexp.MustCompile(`^([a-z][a-z0-9+.-]*:|//)`)
	inProse = regexp.MustCompile(`\b(pack|trampolines|gostubs|bench|tests|docs)/[\w./*-]*\w/?`)
)

// parse reads a page.
func parse(name, text string) *page {
	p := &page{name: name, anchors: map[string]bool{}}
	var out []string
	var open string                               // the fence that is open
	blank, inList, indented := true, false, false // what the line before was
	for i, line := range strings.Split(text, "\n") {
		mark := ""
		if m := fence.FindStringSubmatch(line); m != nil {
			mark = m[1]
		}
		fenced := open != "" || mark != ""
		empty := strings.TrimSpace(line) == ""
		deep := strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
		inList = list.MatchString(line) || inList && (empty || strings.HasPrefix(line, " "))
		isCode := !fenced && !inList && deep && (blank || indented)
		switch {
		case open != "" && mark != "" && strings.HasPrefix(mark, open):
			open = ""
		case open == "" && mark != "":
			open = mark
			p.blocks = append(p.blocks, block{line: i + 2})
		case open != "" || isCode:
			if !fenced && !indented {
				p.blocks = append(p.blocks, block{line: i + 1})
			}
			last := &p.blocks[len(p.blocks)-1]
			last.lines = append(last.lines, line)
		}
		if fenced || isCode {
			out = append(out, blanks(line))
		} else {
			p.addHeading(line)
			out = append(out, line)
		}
		indented = isCode || indented && empty
		blank = empty
	}
	p.text = strings.Join(out, "\n")
	for _, m := range named.FindAllStringSubmatch(p.text, -1) {
		p.anchors[m[1]] = true
	}
	return p
}

// addHeading gives a heading the anchor that GitHub gives it.
func (p *page) addHeading(line string) {
	m := heading.FindStringSubmatch(line)
	if m == nil {
		return
	}
	slug := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, label.ReplaceAllString(m[1], "$1"))
	unique := slug
	for n := 1; p.anchors[unique]; n++ {
		unique = fmt.Sprintf("%s-%d", slug, n)
	}
	p.anchors[unique] = true
}

// line is the line of an offset in the text.
func (p *page) line(at int) int { return 1 + strings.Count(p.text[:at], "\n") }

func (p *page) problem(line int, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: ", p.name, line) + fmt.Sprintf(format, args...)
}

// readPages reads all pages of a tree.
func readPages(fsys fs.FS) (map[string]*page, error) {
	pages := map[string]*page{}
	err := walk(fsys, ".md", func(name string, text []byte) {
		pages[name] = parse(name, string(text))
	})
	return pages, err
}

// walk calls f for each file with the ending that is the repository's own.
func walk(fsys fs.FS, ending string, f func(name string, text []byte)) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && !ours(name):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ending:
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		if err == nil {
			f(name, text)
		}
		return err
	})
}

// ours tells whether a folder is part of the repository: build/ is not, nor what tools keep under a dot.
func ours(dir string) bool {
	base := path.Base(dir)
	return dir == "." || dir != "build" && base != "testdata" && !strings.HasPrefix(base, ".")
}

// checkLinks finds the links and paths of all pages that lead nowhere, and the pages that no link leads to.
func checkLinks(fsys fs.FS, pages map[string]*page) (problems []string) {
	reached := map[string]bool{"README.md": true}
	var follow func(name string)
	next := map[string][]string{}
	for name, p := range pages {
		text := span.ReplaceAllStringFunc(p.text, blanks)
		for _, m := range link.FindAllStringSubmatchIndex(text, -1) {
			target := ""
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 {
					target = text[m[g]:m[g+1]]
				}
			}
			to, why := resolve(fsys, pages, name, target)
			if why != "" {
				problems = append(problems, p.problem(p.line(m[0]), "link to %q: %s", target, why))
			}
			next[name] = append(next[name], to)
		}
		problems = append(problems, p.checkPaths(fsys)...)
	}
	follow = func(name string) {
		for _, to := range next[name] {
			if !reached[to] {
				reached[to] = true
				follow(to)
			}
		}
	}
	follow("README.md")
	for name, p := range pages {
		if !reached[name] {
			problems = append(problems, p.problem(1, "no link leads here from README.md"))
		}
	}
	return problems
}

// checkPaths finds the paths from the root that the text names and that are not there.
func (p *page) checkPaths(fsys fs.FS) (problems []string) {
	text := link.ReplaceAllStringFunc(p.text, blanks)
	for _, m := range inProse.FindAllStringIndex(text, -1) {
		// A part of a longer path or of an address is no path from the root.
		if m[0] > 0 && strings.ContainsRune("/.$-", rune(text[m[0]-1])) {
			continue
		}
		if found := text[m[0]:m[1]]; !exists(fsys, found) {
			problems = append(problems, p.problem(p.line(m[0]), "there is no %s", found))
		}
	}
	return problems
}

// blanks is as long as s, and has its lines.
func blanks(s string) string {
	out := bytes.Repeat([]byte(" "), len(s))
	for i := range s {
		if s[i] == '\n' {
			out[i] = '\n'
		}
	}
	return string(out)
}

// resolve finds what a link in a page leads to: the file, or why there is none. Addresses of the web are not looked up.
func resolve(fsys fs.FS, pages map[string]*page, from, target string) (to, why string) {
	if scheme.MatchString(target) {
		return "", ""
	}
	file, anchor, hasAnchor := strings.Cut(target, "#")
	file, err := url.PathUnescape(file)
	if err != nil {
		return "", err.Error()
	}
	to = from
	if strings.HasPrefix(file, "/") {
		return "", "a link from the root works on GitHub alone"
	} else if file != "" {
		to = path.Join(path.Dir(from), file)
	}
	if !fs.ValidPath(to) {
		return "", "outside of the repository"
	}
	if _, err := fs.Stat(fsys, to); err != nil {
		return "", "no such file"
	}
	switch page := pages[to]; {
	case target == "" || hasAnchor && anchor == "":
		return to, "empty"
	case hasAnchor && page == nil:
		return to, "an anchor in a file that has none"
	case hasAnchor && !page.anchors[anchor]:
		return to, "no such heading"
	}
	return to, ""
}

// exists tells whether a path, or a pattern, names something.
func exists(fsys fs.FS, pattern string) bool {
	found, err := fs.Glob(fsys, path.Clean(pattern))
	return err == nil && len(found) > 0
}
