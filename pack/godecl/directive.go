package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// directive is one //nearcall: comment.
type directive struct {
	name    string
	pos     token.Pos
	args    string // what follows the name
	argsPos token.Pos
}

// word is one argument of a directive, at its own place.
type word struct {
	text string
	pos  token.Pos
}

// handlers are the directives that may stand anywhere in a file, each with
// what it does to the package.
var handlers = map[string]func(*reader, directive){
	"source":   (*reader).sourceDirective,
	"archive":  (*reader).archiveDirective,
	"libm":     (*reader).libmDirective,
	"cflags":   (*reader).cflagsDirective,
	"cpu":      (*reader).cpuDirective,
	"depth":    (*reader).depthDirective,
	"calls":    (*reader).callsDirective,
	"trap":     (*reader).trapDirective,
	"writable": (*reader).writableDirective,
}

// directiveNames are all directives, in the order in which hints list them.
// func, fallback, blocking, chunk and yield belong to a declaration: see funcs.go.
var directiveNames = []string{"func", "fallback", "blocking", "chunk", "yield", "source", "archive", "libm", "cflags", "cpu", "depth", "calls", "trap", "writable"}

const directivePrefix = "//nearcall:"

// lookalike finds comments that may be directives to their writer's eye.
var lookalike = regexp.MustCompile(`(?i)^//([ \t]*)nearcall[ \t]*:([a-z]*)(.*)`)

// readFile takes in the directives of a file, and its functions.
func (r *reader) readFile(f *ast.File) {
	docOf := map[*ast.Comment]*ast.FuncDecl{}
	for _, decl := range f.Decls {
		if fd, ok := decl.(*ast.FuncDecl); ok && fd.Doc != nil {
			for _, c := range fd.Doc.List {
				docOf[c] = fd
			}
		}
	}
	ofFunc := map[*ast.FuncDecl][]directive{}
	for _, group := range f.Comments {
		for _, c := range group.List {
			d, ok := r.parseDirective(c)
			if !ok {
				continue
			}
			fd := docOf[c]
			if handle := handlers[d.name]; handle != nil && !isOfFunc(d, fd) {
				handle(r, d)
			} else if fd != nil {
				ofFunc[fd] = append(ofFunc[fd], d)
			} else {
				r.addAt(directiveLoose, d.pos, "put it directly above a function declaration without a body, with no empty line between",
					"//nearcall:%s is not attached to a function declaration", d.name)
			}
		}
	}
	r.readFuncs(f, ofFunc)
}

// parseDirective takes a comment apart if it is a known directive. It reports
// those that were meant to be one.
func (r *reader) parseDirective(c *ast.Comment) (directive, bool) {
	text, ok := strings.CutPrefix(c.Text, directivePrefix)
	if !ok {
		r.checkLookalike(c)
		return directive{}, false
	}
	name := text
	if end := strings.IndexAny(text, " \t"); end >= 0 {
		name = text[:end]
	}
	if !slices.Contains(directiveNames, name) {
		near := nearestDirective(name)
		r.meant[near] = true
		r.addAt(directiveUnknown, c.Pos(), unknownHint(near), "unknown directive %s%s", directivePrefix, name)
		return directive{}, false
	}
	r.meant[name] = true
	argsAt := len(directivePrefix) + len(name)
	return directive{name, c.Pos(), text[len(name):], c.Pos() + token.Pos(argsAt)}, true
}

// checkLookalike reports a comment that differs from a directive in spaces or
// capitals. Prose that only begins with "nearcall:" is left alone.
func (r *reader) checkLookalike(c *ast.Comment) {
	m := lookalike.FindStringSubmatch(c.Text)
	if m == nil {
		return
	}
	space, name, rest := m[1], strings.ToLower(m[2]), m[3]
	near := nearestDirective(name)
	if near == "" && (space != "" || name == "") {
		return
	}
	if near == "" {
		near = name
	}
	r.meant[near] = true
	r.addAt(directiveMisspelt, c.Pos(), fmt.Sprintf("write %s%s%s, in small letters and without spaces before the colon or around the name",
		directivePrefix, near, strings.TrimRight(rest, " \t")), "misspelt directive")
}

// nearestDirective is the directive that name is at most two letters away
// from, or "".
func nearestDirective(name string) string {
	best, bestDistance := "", 3
	for _, known := range directiveNames {
		d := editDistance(strings.ToLower(name), known)
		if d < bestDistance && d < len(known)-1 {
			best, bestDistance = known, d
		}
	}
	return best
}

// unknownHint says what an unknown directive could have been.
func unknownHint(near string) string {
	if near != "" {
		return "did you mean " + directivePrefix + near + "?"
	}
	return "the directives are " + strings.Join(directiveNames, ", ")
}

// words splits a directive's arguments as the go command splits CGO_CFLAGS:
// at blanks; a word in single or double quotes may hold blanks. It reports a
// quote without an end, and a directive without arguments, and returns none.
func (r *reader) words(d directive, wants string) []word {
	words, open := splitWords(d.args, d.argsPos)
	switch {
	case open.IsValid():
		r.addAt(directiveArguments, open, "end the quoted word with the quote that it began with",
			"unbalanced quotes in %s%s", directivePrefix, d.name)
		return nil
	case len(words) == 0:
		r.addAt(directiveArguments, d.pos, "write "+directivePrefix+d.name+" "+wants,
			"%s%s has no argument", directivePrefix, d.name)
	}
	return words
}

// splitWords does the splitting of words. If a quote is not closed, its place
// is returned as well.
func splitWords(s string, base token.Pos) (words []word, open token.Pos) {
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\t' {
			i++
			continue
		}
		if s[i] == '"' || s[i] == '\'' {
			n := strings.IndexByte(s[i+1:], s[i])
			if n < 0 {
				return words, base + token.Pos(i)
			}
			words = append(words, word{s[i+1 : i+1+n], base + token.Pos(i)})
			i += n + 2
			continue
		}
		n := strings.IndexAny(s[i:], " \t")
		if n < 0 {
			n = len(s) - i
		}
		words = append(words, word{s[i : i+n], base + token.Pos(i)})
		i += n
	}
	return words, token.NoPos
}

// depthDirective takes in //nearcall:depth SYMBOL LIMIT: the writer's promise
// that at most LIMIT calls of a recursive C function are active at once.
func (r *reader) depthDirective(d directive) {
	const hint = "write //nearcall:depth SYMBOL LIMIT, such as //nearcall:depth walk_tree 32"
	w := r.words(d, "SYMBOL LIMIT")
	if len(w) == 0 {
		return
	}
	if len(w) != 2 {
		r.addAt(directiveArguments, d.pos, hint, "//nearcall:depth takes a C function and a number")
		return
	}
	limit, err := strconv.Atoi(w[1].text)
	if err != nil || limit < 1 || limit > maxDepth {
		r.addAt(directiveArguments, w[1].pos, hint, "depth %q is not a number from 1 to %d", w[1].text, maxDepth)
		return
	}
	r.out.Depths = append(r.out.Depths, Depth{r.pos(d.pos), w[0].text, limit})
}

// callsDirective takes in //nearcall:calls SITE TARGET...: the writer's promise
// that what the C function SITE calls through pointers are these C functions.
func (r *reader) callsDirective(d directive) {
	const hint = "write //nearcall:calls SITE TARGET..., such as //nearcall:calls run_all on_start on_end"
	w := r.words(d, "SITE TARGET...")
	if len(w) == 0 {
		return
	}
	if len(w) == 1 {
		r.addAt(directiveArguments, d.pos, hint, "//nearcall:calls takes a C function and those that it may call")
		return
	}
	c := Calls{Pos: r.pos(d.pos), Site: w[0].text}
	for _, target := range w[1:] {
		c.Targets = append(c.Targets, target.text)
	}
	r.out.Calls = append(r.out.Calls, c)
}

// trapDirective takes in //nearcall:trap PATTERN...: functions that are cut to
// a fault. Which there are, the C side knows.
func (r *reader) trapDirective(d directive) {
	for _, w := range r.words(d, "PATTERN, such as core::fmt::*") {
		r.out.Traps = append(r.out.Traps, Trap{r.pos(w.pos), w.text})
	}
}

// maxDepth keeps a promised stack within what goroutines can have.
const maxDepth = 1 << 20

// writableDirective takes in //nearcall:writable NAME...: C variables that C may
// write to, which are data of the Go program then. "*" stands for all.
func (r *reader) writableDirective(d directive) {
	for _, w := range r.words(d, "NAME...") {
		if w.text != "*" && !variableName.MatchString(w.text) {
			r.addAt(directiveArguments, w.pos, "write //nearcall:writable NAME..., such as //nearcall:writable counter table.cache, or *",
				"%q is not a name of a C variable", w.text)
			continue
		}
		r.out.Writable = append(r.out.Writable, Variable{r.pos(w.pos), w.text})
	}
}

// variableName is that of a C variable or of its symbol: "x" of a function f is
// "f.x" or "x.1" there.
var variableName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$.]*$`)
