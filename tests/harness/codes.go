package harness

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// codes is what nearcall explain lists: title by code.
var codes = struct {
	sync.Mutex
	of map[string]map[string]string // by tool
}{of: map[string]map[string]string{}}

// Codes returns the titles of all codes that the tool under test knows.
func Codes(t testing.TB) map[string]string {
	t.Helper()
	codes.Lock()
	defer codes.Unlock()
	tool := Tool(t)
	if codes.of[tool] == nil {
		all := map[string]string{}
		for _, line := range strings.Split(strings.TrimSpace(Must(t, Root(t), nil, tool, "explain")), "\n") {
			code, title, ok := strings.Cut(line, "  ")
			if !ok || all[code] != "" {
				t.Fatalf("nearcall explain: %q", line)
			}
			all[code] = title
		}
		codes.of[tool] = all
	}
	return codes.of[tool]
}

// Page is what nearcall explain says of a code. Way is on one line.
type Page struct{ Title, Example, Way string }

// PageOf returns the page of a code, which has to have all parts.
func PageOf(t testing.TB, code string) Page {
	t.Helper()
	text := Must(t, Root(t), nil, Tool(t), "explain", code)
	head, rest, ok1 := strings.Cut(text, "\n\n")
	why, rest, ok2 := strings.Cut(rest, "\n\nAn example:\n\n")
	example, way, ok3 := strings.Cut(rest, "\nThe way out:\n\n")
	if !ok1 || !ok2 || !ok3 || !strings.HasPrefix(head, code+": ") || why == "" || example == "" || way == "" {
		t.Fatalf("nearcall explain %s:\n%s", code, text)
	}
	lines := strings.Split(example, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "    ")
	}
	return Page{strings.TrimPrefix(head, code+": "), strings.Join(lines, "\n"), strings.Join(strings.Fields(way), " ")}
}

// ownLine is a message of nearcall's or of a C compiler's.
var ownLine = regexp.MustCompile(`^(\S.*?): (error|note): (.*)$`)

// quoting are the codes of messages above which another program's words stand.
var quoting = []string{"NC2001", "NC2003", "NC2004", "NC2005", "NC9003", "NC9004", "NC9008"}

// Uncoded tells what is wrong with the messages in a text: one without a code,
// with a code that has no page, or an error without a hint. Words of other
// programs have no code, and stand above a message that quotes them.
func Uncoded(known map[string]string, stderr string) []string {
	var wrong []string
	quoted := strings.Contains(stderr, " from the C compiler\n") || slices.ContainsFunc(quoting, func(code string) bool {
		return strings.Contains(stderr, "["+code+"]\n")
	})
	waiting := "" // an error whose hint has not come yet
	for _, line := range strings.Split(stderr, "\n") {
		if strings.HasPrefix(line, "\thint: ") {
			waiting = ""
			continue
		}
		m := ownLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		_, code := splitCode(m[3])
		if code == "" && quoted {
			continue
		}
		if waiting != "" {
			wrong = append(wrong, "no hint: "+waiting)
		}
		waiting = ""
		if m[2] == "error" {
			waiting = line
		}
		switch {
		case code == "":
			wrong = append(wrong, "no code: "+line)
		case known[code] == "":
			wrong = append(wrong, fmt.Sprintf("no page for %s: %s", code, line))
		}
	}
	if waiting != "" {
		wrong = append(wrong, "no hint: "+waiting)
	}
	return wrong
}
