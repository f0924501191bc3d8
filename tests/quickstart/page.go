// Package quickstart reads the commands out of the pages that begin, and runs
// them as they stand there, on a machine that has no clone of this repository.
package quickstart

import (
	"regexp"
	"strings"
)

// block is a fenced one of a page.
type block struct {
	language, text string
	heading        string // above it
}

// fenced are the fenced blocks of a page.
func fenced(page string) (all []block) {
	heading, in := "", false
	for _, line := range strings.SplitAfter(page, "\n") {
		switch {
		case strings.HasPrefix(line, "```") && !in:
			all = append(all, block{language: strings.TrimSpace(line[3:]), heading: heading})
			in = true
		case strings.HasPrefix(line, "```"):
			in = false
		case in:
			all[len(all)-1].text += line
		case strings.HasPrefix(line, "#"):
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return all
}

// step is a block of commands, and what they print; "" is not told.
type step struct{ commands, prints string }

// steps are those of a page, without what stands under one of the headings.
func steps(page string, without ...string) (all []step) {
	last := ""
	for _, b := range fenced(page) {
		skip := false
		for _, h := range without {
			skip = skip || b.heading == h
		}
		switch {
		case skip:
		case b.language == "sh":
			all = append(all, step{commands: b.text})
		case b.language == "text" && last == "sh":
			all[len(all)-1].prints = b.text
		}
		last = b.language
	}
	return all
}

// prints reports whether a text is what a page shows: "..." there stands for any
// characters, on a line of its own for any lines.
func prints(shown, text string) bool {
	pattern := regexp.QuoteMeta("\n" + shown)
	pattern = strings.ReplaceAll(pattern, "\n"+regexp.QuoteMeta("...")+"\n", "\n(?:.*\n)*?")
	pattern = strings.ReplaceAll(pattern, regexp.QuoteMeta("..."), ".*")
	return regexp.MustCompile("^" + pattern + "$").MatchString("\n" + text)
}

// inline are the commands in a page's prose and indented blocks: what begins with
// the name of a program that one types, in code.
func inline(page string) (all []string) {
	command := regexp.MustCompile("`((?:sudo|make|go|nearcall|apt) [^`]*)`|(?m)^    ((?:sudo|make|go|nearcall|apt) .*?)(?: +#.*)?$")
	for _, b := range fenced(page) {
		page = strings.ReplaceAll(page, b.text, "")
	}
	for _, m := range command.FindAllStringSubmatch(page, -1) {
		all = append(all, strings.TrimSpace(m[1]+m[2]))
	}
	return all
}
