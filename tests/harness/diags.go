package harness

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Diag is one diagnostic: of nearcall, with a hint, or of the C compiler.
type Diag struct {
	File    string
	Line    int
	Code    string // such as NC3002
	Message string // further lines of it included, without the code
	Hint    string
}

func (d Diag) String() string { return fmt.Sprintf("%s:%d: %s", d.File, d.Line, d.Message) }

// codeAtEnd is where the message's first line has its code.
var codeAtEnd = regexp.MustCompile(` \[(NC\d{4})\]$`)

func splitCode(message string) (string, string) {
	if m := codeAtEnd.FindStringSubmatch(message); m != nil {
		return strings.TrimSuffix(message, m[0]), m[1]
	}
	return message, ""
}

var diagLine = regexp.MustCompile(`^(\S[^:]*):(\d+)(?::\d+)?: (?:fatal )?error: (.*)$`)

// ParseDiags finds the diagnostics in what a tool wrote to standard error.
func ParseDiags(stderr string) []Diag {
	var all []Diag
	for _, line := range strings.Split(stderr, "\n") {
		if m := diagLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[2])
			message, code := splitCode(m[3])
			all = append(all, Diag{File: m[1], Line: n, Code: code, Message: message})
		} else if len(all) > 0 {
			last := &all[len(all)-1]
			if hint, ok := strings.CutPrefix(line, "\thint: "); ok {
				last.Hint = hint
			} else if last.Hint == "" {
				last.Message += "\n" + line
			}
		}
	}
	return all
}

// Want is a diagnostic that a comment in a source text asks for.
type Want struct {
	File string
	Line int
	Text string // part of the message
	ByCC bool   // in the C compiler's own words, so without a hint
	May  bool   // it need not come
}

// at tells whether the diagnostic is where it should be; no file is any place.
func (w Want) at(d Diag) bool {
	return w.File == "" && d.Line > 0 || d.File == w.File && d.Line == w.Line
}

// A marker stands on the line it is about, or with ^ on the line below:
//
//	static int counter; // WANT counter is writable
//	//nearcall:fnc f
//	// WANT^ unknown directive
//	int g(void) { return x; } // WANT/CC undeclared identifier 'x'
//
// MAY in the place of WANT allows what another problem may bring along.
var marker = regexp.MustCompile(`// (WANT|MAY)(\^*)(/CC)? (.*)$`)

// Wants collects the markers of a module's files.
func Wants(text string) []Want {
	var all []Want
	for _, f := range Split(text) {
		for i, line := range strings.Split(f.Text, "\n") {
			if m := marker.FindStringSubmatch(line); m != nil {
				all = append(all, Want{File: f.Name, Line: i + 1 - len(m[2]), ByCC: m[3] != "", May: m[1] == "MAY", Text: m[4]})
			}
		}
	}
	return all
}

// CompareDiags reports wanted diagnostics that are missing, others that are
// there, and those without a hint.
func CompareDiags(t testing.TB, wants []Want, got []Diag) {
	t.Helper()
	used := make([]bool, len(got))
	for _, w := range wants {
		found := false
		for i, d := range got {
			if used[i] || !w.at(d) || !strings.Contains(d.Message, w.Text) {
				continue
			}
			used[i], found = true, true
			if d.Hint == "" && !w.ByCC {
				t.Errorf("no hint with: %s", d)
			}
			if d.Code == "" != w.ByCC {
				t.Errorf("code %q with: %s", d.Code, d)
			}
			break
		}
		if !found && !w.May {
			t.Errorf("missing: %s:%d: ... %s ...", w.File, w.Line, w.Text)
		}
	}
	for i, d := range got {
		if !used[i] {
			t.Errorf("not wanted: %s", d)
		}
	}
}
