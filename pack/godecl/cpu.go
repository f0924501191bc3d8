package main

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// cpuLevels are the levels of the x86-64 psABI.
var cpuLevels = []string{"x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"}

// cpuFeature matches what may be added to a level: the compiler's -m flags for
// instruction sets, without the -m.
var cpuFeature = regexp.MustCompile(`^(?:sse3|ssse3|sse4\.[12]|sse4a|avx|avx2|avx512[a-z0-9]+|avxvnni|fma|fma4|xop|f16c|bmi|bmi2|lzcnt|` +
	`popcnt|tbm|adx|movbe|movdiri|cx16|sahf|aes|vaes|pclmul|vpclmulqdq|sha|gfni|rdrnd|rdseed|clflushopt|clwb|cldemote)$`)

const cpuFeatureHint = "features are the compiler's -m flags without -m, such as x86-64-v3+aes+sha"

// checkLevel reports whether a word is a level, with features behind it or none.
func (r *reader) checkLevel(w word) bool {
	level, features, more := strings.Cut(w.text, "+")
	if !slices.Contains(cpuLevels, level) {
		r.addAt(w.pos, "the levels are "+strings.Join(cpuLevels, ", ")+"; "+cpuFeatureHint, "unknown CPU level %q", w.text)
		return false
	}
	for more {
		var feature string
		feature, features, more = strings.Cut(features, "+")
		if !cpuFeature.MatchString(feature) {
			r.addAt(w.pos, cpuFeatureHint, "unknown CPU feature %q in %q", feature, w.text)
			return false
		}
	}
	return true
}

// cpuDirective takes in //nearcall:cpu. A level that is named twice counts once.
func (r *reader) cpuDirective(d directive) {
	for _, w := range r.words(d, "x86-64-v1 x86-64-v3") {
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

// funcLevel returns the level that stands beside a //nearcall:func, or "".
func (r *reader) funcLevel(directives []directive) string {
	level := ""
	for i, d := range directives {
		words := r.words(d, "x86-64-v3")
		switch {
		case i > 0:
			r.addAt(d.pos, "remove one of them", "second //nearcall:cpu on the same function")
		case len(words) > 1:
			r.addAt(words[1].pos, "name the one that the function needs", "//nearcall:cpu takes one level beside //nearcall:func")
		case len(words) == 1 && r.checkLevel(words[0]):
			level = words[0].text
		}
	}
	return level
}
