package refuse

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// message is a line of nearcall build -json.
type message struct {
	File     *string
	Line     *int
	Column   *int
	Severity string
	Code     string
	Message  string
	Hint     *string
	Detail   *string
	Related  []struct {
		File    *string
		Line    *int
		Column  *int
		Message string
	}
}

// brief is a message without what the compiler's version decides.
func (m message) brief() string {
	at := ""
	if m.File != nil {
		at = *m.File
	}
	if m.Line != nil {
		at += fmt.Sprintf(":%d", *m.Line)
	}
	if m.Column != nil {
		at += fmt.Sprintf(":%d", *m.Column)
	}
	return fmt.Sprintf("%s %s %s", at, m.Severity, m.Code)
}

func parseMessages(t *testing.T, stdout string) []message {
	t.Helper()
	var all []message
	lines := bufio.NewScanner(strings.NewReader(stdout))
	for lines.Scan() {
		var m message
		d := json.NewDecoder(strings.NewReader(lines.Text()))
		d.DisallowUnknownFields()
		if err := d.Decode(&m); err != nil || d.More() {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		all = append(all, m)
	}
	return all
}

// manyKinds is a module with something of each kind: two packages, an error of
// Go's, declarations that differ, warnings and errors of the compiler, a note.
const manyKinds = `-- a/a.go --
package a

//nearcall:source csrc/a.c

//nearcall:func f
func F(x uint32) uint64
-- a/csrc/a.c --
unsigned long f(unsigned long x)
{
	if (x = 1)
		return 2;
	return x;
}
-- b/b.go --
package b

//nearcall:source csrc/b.c

//nearcall:func f
func F(x uint64) uint64

func G()
-- b/csrc/b.c --
unsigned long f(unsigned long x) { return x + y; }
-- c/c.go --
package c

//nearcall:source csrc/c.c

//nearcall:func f
func F(p *byte)
-- c/csrc/c.c --
void g(void *);
__attribute__((noinline)) void g(void *p) { __asm__("" : : "r"(p) : "memory"); }
void f(unsigned char *p) { _Alignas(64) char b[64]; b[0] = (char)*p; g(b); *p = (unsigned char)b[1]; }
`

var manyKindsWant = []string{
	"a/csrc/a.c:3:8 warning NC2003", "a/a.go:6:6 error NC3002", "b/b.go:8:6 error NC1206",
	"b/csrc/b.c:1:47 error NC2002", "b/b.go:3:1 error NC2001", "c/c.go:6:6 note NC8013", "c/csrc/c.c:3 note NC8003",
}

// TestJSON: one object a line, whatever the message is, and nothing else on standard output.
func TestJSON(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, manyKinds)
	r := harness.Nearcall(t, dir, nil, "build", "-json", "./...")
	all := parseMessages(t, r.Stdout)
	var got []string
	for _, m := range all {
		got = append(got, m.brief())
		if harness.Codes(t)[m.Code] == "" || m.Message == "" || strings.Contains(m.Message, "\n") || m.Severity != "note" && m.Hint == nil {
			t.Errorf("%+v", m)
		}
	}
	for _, want := range manyKindsWant {
		if !slices.Contains(got, want) {
			t.Errorf("missing: %s", want)
		}
	}
	if r.Status != 1 || len(got) != len(manyKindsWant) || strings.Contains(r.Stderr, "error: ") {
		t.Errorf("status %d, %d messages\n%s%s", r.Status, len(got), strings.Join(got, "\n"), r.Stderr)
	}
	at := slices.IndexFunc(all, func(m message) bool { return m.Code == "NC3002" })
	if at < 0 || len(all[at].Related) != 1 || *all[at].Related[0].File != "a/csrc/a.c" || *all[at].Related[0].Line != 1 ||
		all[at].Detail == nil || !strings.Contains(*all[at].Detail, "\tC:  unsigned long f(unsigned long x)") {
		t.Errorf("no other place: %+v", all)
	}
	good := harness.Module(t, good)
	if r := harness.MustNearcall(t, good, nil, "check", "-json", "."); r.Stdout+r.Stderr != "" {
		t.Errorf("%s%s", r.Stdout, r.Stderr)
	}
}

// TestJSONOddNames: names that are no UTF-8, or need quoting, are JSON all the same.
func TestJSONOddNames(t *testing.T) {
	t.Parallel()
	for _, arg := range []string{"./a\"b\\c", "./t\tb", "./\xff\xc3\x28\xed\xa0\x80", "./ü€😀"} {
		r := harness.Nearcall(t, harness.Module(t, good), nil, "check", "-json", arg)
		all := parseMessages(t, r.Stdout)
		want := strings.TrimPrefix(strings.ToValidUTF8(strings.ReplaceAll(strings.ReplaceAll(arg, "\xff\xc3\x28", "�\ufffd("), "\xed\xa0\x80", "���"), "�"), "./")
		if len(all) != 1 || all[0].File == nil || *all[0].File != want {
			t.Errorf("%q: %s", arg, r.Stdout)
		}
	}
}

// required is what SARIF 2.1.0's schema requires of the objects that are written, by where they are.
var required = map[string][]string{
	"":                        {"version", "runs"},
	"/runs":                   {"tool"},
	"/runs/tool":              {"driver"},
	"/runs/tool/driver":       {"name"},
	"/runs/tool/driver/rules": {"id"},
	"/runs/tool/driver/rules/shortDescription":                         {"text"},
	"/runs/tool/driver/rules/fullDescription":                          {"text"},
	"/runs/tool/driver/rules/help":                                     {"text"},
	"/runs/invocations":                                                {"executionSuccessful"},
	"/runs/results":                                                    {"message", "ruleId", "level"},
	"/runs/results/message":                                            {"text"},
	"/runs/results/locations":                                          {"physicalLocation"},
	"/runs/results/locations/physicalLocation":                         {"artifactLocation"},
	"/runs/results/locations/physicalLocation/artifactLocation":        {"uri"},
	"/runs/results/locations/physicalLocation/region":                  {"startLine"},
	"/runs/results/relatedLocations":                                   {"physicalLocation", "message"},
	"/runs/results/relatedLocations/message":                           {"text"},
	"/runs/results/relatedLocations/physicalLocation":                  {"artifactLocation"},
	"/runs/results/relatedLocations/physicalLocation/artifactLocation": {"uri"},
	"/runs/results/relatedLocations/physicalLocation/region":           {"startLine"},
}

// invalid lists what is wrong with a SARIF value at a place: members that are
// missing, and objects where the schema that this file knows has none.
func invalid(at string, v any) []string {
	var wrong []string
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			wrong = append(wrong, invalid(at, e)...)
		}
	case map[string]any:
		if required[at] == nil {
			wrong = append(wrong, "unknown object "+at)
		}
		for _, name := range required[at] {
			if v[name] == nil || v[name] == "" {
				wrong = append(wrong, at+" has no "+name)
			}
		}
		for name, e := range v {
			wrong = append(wrong, invalid(at+"/"+name, e)...)
		}
	}
	return wrong
}

// checkSARIF returns what is wrong with a file, and its results in brief.
func checkSARIF(text string) (wrong, results []string) {
	var whole any
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		return []string{err.Error()}, nil
	}
	wrong = invalid("", whole)
	var f struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil || f.Version != "2.1.0" || len(f.Runs) != 1 {
		return append(wrong, fmt.Sprintf("%v, version %q, %d runs", err, f.Version, len(f.Runs))), nil
	}
	for _, r := range f.Runs[0].Results {
		rules := f.Runs[0].Tool.Driver.Rules
		if r.RuleIndex < 0 || r.RuleIndex >= len(rules) || rules[r.RuleIndex].ID != r.RuleID {
			wrong = append(wrong, fmt.Sprintf("rule %d is not %s", r.RuleIndex, r.RuleID))
		}
		if !slices.Contains([]string{"none", "note", "warning", "error"}, r.Level) {
			wrong = append(wrong, "level "+r.Level)
		}
		at := ""
		for _, l := range r.Locations {
			p := l.PhysicalLocation
			if u, err := url.Parse(p.ArtifactLocation.URI); err != nil || u.IsAbs() && u.Scheme != "file" {
				wrong = append(wrong, "URI "+p.ArtifactLocation.URI)
			}
			at = p.ArtifactLocation.URI
			if p.Region.StartLine > 0 {
				at += fmt.Sprintf(":%d", p.Region.StartLine)
			}
			if p.Region.StartColumn > 0 {
				at += fmt.Sprintf(":%d", p.Region.StartColumn)
			}
		}
		results = append(results, fmt.Sprintf("%s %s %s", at, r.Level, r.RuleID))
	}
	return wrong, results
}

// TestSARIF: beside the text, and beside -json; of a run without a problem, too.
func TestSARIF(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, manyKinds)
	for _, c := range []struct {
		flags []string
		out   bool
	}{{[]string{"-sarif", "o.sarif"}, false}, {[]string{"-json", "-sarif=o.sarif"}, true}} {
		r := harness.Nearcall(t, dir, nil, append(append([]string{"check"}, c.flags...), "./...")...)
		wrong, got := checkSARIF(harness.Read(t, dir, "o.sarif"))
		for _, w := range wrong {
			t.Error(w)
		}
		for _, want := range manyKindsWant {
			if !strings.Contains(want, " note ") && !slices.Contains(got, want) { // check says no notes about what is written
				t.Errorf("missing: %s in %q", want, got)
			}
		}
		if r.Status != 1 || (r.Stdout != "") != c.out || strings.Contains(r.Stderr, "error: ") == c.out {
			t.Errorf("%q: status %d\n%s%s", c.flags, r.Status, r.Stdout, r.Stderr)
		}
	}
	odd := harness.Module(t, strings.NewReplacer("-- a/csrc/", "-- a/c s%#?/", "source csrc/a.c", `source "c s%#?/a.c"`).Replace(manyKinds))
	harness.Nearcall(t, odd, nil, "check", "-sarif", "o.sarif", "./a")
	wrong, got := checkSARIF(harness.Read(t, odd, "o.sarif"))
	if len(wrong) > 0 || !slices.Contains(got, "a/c%20s%25%23%3F/a.c:3:8 warning NC2003") {
		t.Errorf("%q %q", wrong, got)
	}
	fine := harness.Module(t, good)
	harness.MustNearcall(t, fine, nil, "check", "-sarif", "o.sarif", ".")
	if wrong, got := checkSARIF(harness.Read(t, fine, "o.sarif")); len(wrong)+len(got) > 0 {
		t.Errorf("%q %q", wrong, got)
	}
	r := harness.Nearcall(t, fine, nil, "check", "-sarif", "none/o.sarif", ".")
	if r.Status != 3 || !strings.Contains(r.Stderr, "none/o.sarif") {
		t.Errorf("status %d: %s", r.Status, r.Stderr)
	}
}

// The checks of this test's own: planted mistakes are found.
func TestSARIFPlanted(t *testing.T) {
	const ok = `{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "n", "rules": [{"id": "NC1"}]}},
		"results": [{"ruleId": "NC1", "ruleIndex": 0, "level": "error", "message": {"text": "m"},
		"locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.c"}, "region": {"startLine": 1}}}]}]}]}`
	if wrong, got := checkSARIF(ok); len(wrong) > 0 || len(got) != 1 || got[0] != "a.c:1 error NC1" {
		t.Errorf("%q %q", wrong, got)
	}
	for _, c := range []struct{ old, new string }{
		{`"name": "n"`, `"nom": "n"`}, {`"text": "m"`, `"txt": "m"`}, {`"2.1.0"`, `"2.0.0"`}, {`"ruleIndex": 0`, `"ruleIndex": 1`},
		{`"level": "error"`, `"level": "bad"`}, {`"uri": "a.c"`, `"uri": ""`}, {`"startLine"`, `"line"`}, {`"uri": "a.c"`, `"uri": "http://x/"`},
		{`"id": "NC1"`, `"id": "NC2"`}, {`"runs"`, `"run"`},
	} {
		if wrong, _ := checkSARIF(strings.Replace(ok, c.old, c.new, 1)); len(wrong) == 0 {
			t.Errorf("%s for %s is not found", c.new, c.old)
		}
	}
}

// Examples that need what no text has: an object of others, a system in a
// certain state. All others are tried.
var untried = map[string]string{
	"NC1202": "a type beside the function is Go that the example's shape has no place for",
	"NC2002": "is of -json", "NC2003": "is a warning: TestJSON", "NC2113": "is C++",
}

// exampleModule makes a package of an example: directives and functions of Go,
// and everything else C.
func exampleModule(example string) string {
	var goLines, c []string
	source, declared := "//nearcall:source csrc/f.c\n", false
	for _, line := range strings.Split(strings.TrimRight(example, "\n"), "\n") {
		isGo := strings.HasPrefix(line, "//") || strings.HasPrefix(line, "// nearcall:") || strings.HasPrefix(line, "func ") ||
			strings.HasPrefix(line, "type T") || line == "" && len(c) == 0
		if !isGo {
			c = append(c, line)
			continue
		}
		declared = declared || strings.HasPrefix(line, "func ")
		if strings.HasPrefix(line, "//nearcall:source") {
			source = ""
		}
		goLines = append(goLines, line)
	}
	text := strings.Join(c, "\n")
	if text == "" {
		text = "unsigned long f(unsigned long x) { return x; }"
	}
	if !declared {
		goLines = append(goLines, "", "//nearcall:func f", "func F"+goSignature(text))
	}
	return "-- p.go --\npackage p\n\nimport \"unsafe\"\n\n" + source + "\nvar _ unsafe.Pointer\n\n" + strings.Join(goLines, "\n") +
		"\n-- beside.c --\nint beside;\n-- csrc/f.c --\n" + text + "\n"
}

// goSignature declares the f of an example in Go.
func goSignature(c string) string {
	for _, s := range []struct{ c, golang string }{
		{"unsigned long f(unsigned long x)", "(x uint64) uint64"}, {"unsigned long f(void)", "() uint64"}, {"void f(void)", "()"},
		{"void *f(unsigned long x)", "(x uint64) unsafe.Pointer"}, {"void f(unsigned long n)", "(n uint64)"},
		{"void f(unsigned long x)", "(x uint64)"}, {"int f(int x)", "(x int32) int32"}, {"int f(int c)", "(c int32) int32"},
		{"int f(void)", "() int32"}, {"long f(void)", "() int64"}, {"void f(int x)", "(x int32)"}, {"double f(double x)", "(x float64) float64"},
		{"void f(char *s, int n)", "(s *int8, n int32)"}, {"long f(const char *s)", "(s *int8) int64"},
	} {
		if strings.Contains(c, s.c) {
			return s.golang
		}
	}
	return "(x uint64) uint64 // as good as any"
}

// TestExamples: what a page shows as an example provokes the message.
func TestExamples(t *testing.T) {
	t.Parallel()
	tried := 0
	for code := range harness.Codes(t) {
		example := harness.PageOf(t, code).Example
		if strings.HasPrefix(example, "$ ") || strings.Contains(example, "//nearcall:archive") || untried[code] != "" || code[2] == '7' || code[2] == '8' {
			continue
		}
		tried++
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			text := exampleModule(example)
			r := harness.Nearcall(t, harness.Module(t, text), nil, "build", ".")
			if r.Status != 1 || !strings.Contains(r.Stderr, "["+code+"]\n") {
				t.Errorf("status %d\n%s%s", r.Status, text, r.Stderr)
			}
		})
	}
	if tried < 60 {
		t.Errorf("only %d examples", tried)
	}
}

// TestExplain: a code in any spelling, or none.
func TestExplain(t *testing.T) {
	t.Parallel()
	root := harness.Root(t)
	want := harness.Must(t, root, nil, harness.Tool(t), "explain", "NC3002")
	for _, code := range []string{"nc3002", "3002"} {
		if got := harness.Must(t, root, nil, harness.Tool(t), "explain", code); got != want {
			t.Errorf("%s: %s", code, got)
		}
	}
	for _, code := range []string{"NC1", "NC", "", "9999", "3002x", "x3002", "-5"} {
		if r := harness.Run(t, root, nil, harness.Tool(t), "explain", code); r.Status != 2 || r.Stdout != "" {
			t.Errorf("%q: status %d: %s", code, r.Status, r.Stdout)
		}
	}
	for code, title := range harness.Codes(t) {
		text := harness.Must(t, root, nil, harness.Tool(t), "explain", code)
		if !strings.HasPrefix(text, code+": "+title+"\n") {
			t.Errorf("%s", text)
		}
		for _, line := range strings.Split(text, "\n") {
			if len(line) > 80 && !strings.HasPrefix(line, "    ") {
				t.Errorf("%s: a line of %d", code, len(line))
			}
		}
	}
}
