package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var cIdentifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// cKeywords can be Go function names in snake_case (Double, Switch, ...), and
// never C function names.
var cKeywords = strings.Fields(`
	alignas alignof auto bool break case char const constexpr continue default
	do double else enum extern false float for goto if inline int long nullptr
	register restrict return short signed sizeof static static_assert struct
	switch thread_local true typedef typeof typeof_unqual union unsigned void
	volatile while`)

func isCKeyword(name string) bool { return slices.Contains(cKeywords, name) }

// snakeCase turns a Go name into the C name that it has by default: SumU64 is
// sum_u64, HTTPServer is http_server. Digits belong to the letters before them.
func snakeCase(name string) string {
	runes := []rune(name)
	var out strings.Builder
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && startsWord(runes, i) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// startsWord reports whether the capital at i > 0 begins a word: after a small
// letter or a digit, or as the last capital of a run that goes on in small
// letters (the S of HTTPServer).
func startsWord(runes []rune, i int) bool {
	prev := runes[i-1]
	if prev == '_' {
		return false
	}
	if !unicode.IsUpper(prev) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// editDistance is the Levenshtein distance of two short ASCII words.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
