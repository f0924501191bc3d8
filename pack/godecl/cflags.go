package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// joined are the flags whose value may be a word of its own. They are joined
// with it, so that one flag is one word from here on.
var joined = []string{"-I", "-D", "-U"}

// takesWord are refused flags of that kind: their value is no flag to complain
// about.
var takesWord = strings.Fields(`
	-o -x -l -L -B -F -T -u -z -MF -MT -MQ -include -imacros -isystem -iquote -idirafter -isysroot
	-mllvm -Xclang -Xlinker -Xassembler -Xpreprocessor -target -arch -wrapper -ivfsoverlay`)

// cflagsDirective takes in //nearcall:cflags.
func (r *reader) cflagsDirective(d directive) {
	for _, flag := range r.takeFlags(r.words(d, "-O3 -DNAME=VALUE")) {
		r.out.Cflags = append(r.out.Cflags, Cflag{r.pos(d.pos), flag})
	}
}

// leadingFlags parts the words of a source directive: flags, and behind them
// the files that they are for.
func leadingFlags(words []word) (flags, files []word) {
	i := 0
	for i < len(words) && strings.HasPrefix(words[i].text, "-") {
		if slices.Contains(joined, words[i].text) || slices.Contains(takesWord, words[i].text) {
			i++
		}
		i++
	}
	i = min(i, len(words))
	return words[:i], words[i:]
}

// takeFlags returns the flags among the words, each as one word, without those
// that it reports.
func (r *reader) takeFlags(words []word) []string {
	flags := []string{}
	for i := 0; i < len(words); i++ {
		flag := words[i]
		hasNext := i+1 < len(words)
		switch {
		case slices.Contains(joined, flag.text) && hasNext:
			i++
			flag.text += words[i].text
		case slices.Contains(joined, flag.text):
			r.addAt(flagNoValue, flag.pos, "write "+flag.text+"VALUE", "flag %s has no value", flag.text)
			continue
		case slices.Contains(takesWord, flag.text) && hasNext:
			i++
		}
		if r.checkFlag(flag) {
			flags = append(flags, flag.text)
		}
	}
	return flags
}

// checkFlag reports whether a flag may be given to the compiler.
func (r *reader) checkFlag(flag word) bool {
	rule, known := findFlagRule(flag.text)
	if !known {
		r.addAt(flagUnknown, flag.pos, "allowed are -O, -D, -U, -I, -std=, -W, and the -f and -m flags for optimisation, floating point and instruction sets",
			"flag %s is not on the list of allowed flags", flag.text)
		return false
	}
	if rule.hint != "" {
		r.addAt(flagRefused, flag.pos, rule.hint, "flag %s is refused", flag.text)
		return false
	}
	if dir, ok := strings.CutPrefix(flag.text, "-I"); ok {
		return r.checkDir(flag, dir)
	}
	return true
}

// checkCompiler takes in CC, the compiler's command line. Problems stand at the
// first directive that names C files.
func (r *reader) checkCompiler(cc string) {
	if len(r.out.Sources) == 0 {
		return
	}
	for _, word := range strings.Fields(cc) {
		if _, fine := matchRule(compilerRules, word); fine || !strings.HasPrefix(word, "-") {
			continue
		}
		rule, known := findFlagRule(word)
		if known && rule.hint == "" {
			continue
		}
		hint := cmp.Or(rule.hint, "what changes how the C is translated belongs in //nearcall:cflags")
		r.add(flagRefused, r.out.Sources[0].Pos, hint, "flag %s in CC is refused", word)
	}
}

// findFlagRule returns the first rule that a flag matches.
func findFlagRule(flag string) (rule flagRule, known bool) { return matchRule(flagRules, flag) }

func matchRule(rules []flagRule, flag string) (rule flagRule, known bool) {
	for _, rule := range rules {
		if rule.pattern.MatchString(flag) {
			return rule, true
		}
	}
	return flagRule{}, false
}

// checkDir reports whether a word names a folder. Of -I, the compiler would ignore
// one that is not there, and miss a header later.
func (r *reader) checkDir(flag word, dir string) bool {
	abs := dir
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(r.realDir, dir)
	}
	info, err := os.Stat(abs)
	if err != nil || !info.IsDir() {
		r.addAt(noSuchFile, flag.pos, "paths start from the package's folder, "+r.dir, "no such folder: %q", dir)
		return false
	}
	return true
}
