package main

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// cpuRules are what //nearcall:cpu may name for an architecture.
type cpuRules struct {
	levels  []string       // the lowest first
	prefix  string         // that all levels of the architecture begin with
	feature *regexp.Regexp // what may be added to a level
	hint    string         // which features there are
	example string
}

// cpuArchs are the rules by GOARCH.
var cpuArchs = map[string]cpuRules{"amd64": amd64CPU, "arm64": arm64CPU}

// isElsewhere reports whether a level is of another architecture than the one
// that the package is read for: one stub may name levels for all.
func (r *reader) isElsewhere(level string) bool {
	for arch, rules := range cpuArchs {
		if arch != r.cfg.arch && strings.HasPrefix(level, rules.prefix) {
			return true
		}
	}
	return false
}

// checkLevel reports whether a word is a level, with features behind it or none.
func (r *reader) checkLevel(w word) bool {
	rules := cpuArchs[r.cfg.arch]
	level, features, more := strings.Cut(w.text, "+")
	if !slices.Contains(rules.levels, level) {
		r.addAt(cpuLevel, w.pos, "the levels are "+strings.Join(rules.levels, ", ")+"; "+rules.hint, "unknown CPU level %q", w.text)
		return false
	}
	for more {
		var feature string
		feature, features, more = strings.Cut(features, "+")
		if !rules.feature.MatchString(feature) {
			r.addAt(cpuLevel, w.pos, rules.hint, "unknown CPU feature %q in %q", feature, w.text)
			return false
		}
	}
	return true
}

// cpuDirective takes in //nearcall:cpu. A level that is named twice counts once.
func (r *reader) cpuDirective(d directive) {
	for _, w := range r.words(d, cpuArchs[r.cfg.arch].example) {
		if r.isElsewhere(w.text) {
			continue
		}
		known := slices.ContainsFunc(r.out.CPU, func(l CPULevel) bool { return l.Level == w.text })
		if r.checkLevel(w) && !known {
			r.out.CPU = append(r.out.CPU, CPULevel{r.pos(d.pos), w.text})
		}
	}
}

// isOfFunc reports whether //nearcall:cpu stands beside a //nearcall:func: then
// it is about that function alone.
func isOfFunc(d directive, fd *ast.FuncDecl) bool {
	return d.name == "cpu" && fd != nil && slices.ContainsFunc(fd.Doc.List, func(c *ast.Comment) bool {
		rest, ok := strings.CutPrefix(c.Text, directivePrefix+"func")
		return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
	})
}

// funcLevel returns what stands beside a //nearcall:func: the level that the
// function may need, or "", and the C functions that are behind it from some
// levels of the package on.
func (r *reader) funcLevel(directives []directive) (level string, byLevel []LevelFunc) {
	plain := false
	for _, d := range directives {
		words := r.words(d, cpuArchs[r.cfg.arch].levels[0])
		switch {
		case len(words) > 0 && r.isElsewhere(words[0].text):
		case len(words) > 2:
			r.addAt(directiveArguments, words[2].pos, "write a //nearcall:cpu for each level",
				"//nearcall:cpu takes a level beside //nearcall:func, and the C function for it")
		case len(words) == 2 && r.checkLevel(words[0]):
			if slices.ContainsFunc(byLevel, func(l LevelFunc) bool { return l.Level == words[0].text }) {
				r.addAt(directiveTwice, words[0].pos, "remove one of them", "two C functions for the level %s", words[0].text)
			} else if !cIdentifier.MatchString(words[1].text) || isCKeyword(words[1].text) {
				r.addAt(badCName, words[1].pos, "name the C function that is called at that level, or nothing",
					"%q is not a name of a C function", words[1].text)
			}
			byLevel = append(byLevel, LevelFunc{r.pos(words[0].pos), words[0].text, words[1].text})
		case len(words) == 1 && plain:
			r.addAt(directiveTwice, d.pos, "remove one of them", "second //nearcall:cpu on the same function")
		case len(words) == 1 && r.checkLevel(words[0]):
			plain = true
			level = words[0].text
		}
	}
	return level, byLevel
}
