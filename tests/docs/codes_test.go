package docs

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

var thousands = map[byte]string{
	'1': "The Go side", '2': "C sources and objects", '3': "Go declarations against C prototypes", '4': "Machine code",
	'5': "Generated files", '7': "Verification", '8': "Notes", '9': "Programs, files and folders",
}

// literal keeps Markdown from reading what is C or Go: stars, angle brackets, and the names between underscores.
var literal = strings.NewReplacer("*", "\\*", "<", "&lt;", "[", "\\[", "_", "\\_")

// codesTable is the manual's list of all codes.
func codesTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	last := byte(0)
	for _, code := range slices.Sorted(maps.Keys(harness.Codes(t))) {
		if code[2] != last {
			last = code[2]
			if thousands[last] == "" {
				t.Fatalf("%s has no heading", code)
			}
			fmt.Fprintf(&b, "\n| code | %s | way out |\n|---|---|---|\n", thousands[last])
		}
		p := harness.PageOf(t, code)
		fmt.Fprintf(&b, "| %s | %s | %s |\n", code, literal.Replace(p.Title), literal.Replace(p.Way))
	}
	return b.String()
}

const codesMark = "<!-- from pack/codes, by make codes-page -->\n"

// TestCodes: the manual has the codes as nearcall explain tells them. NEARCALL_CODES_PAGE=1 writes them there.
func TestCodes(t *testing.T) {
	path := filepath.Join(harness.Root(t), "docs", "manual.md")
	text := harness.Read(t, path)
	before, rest, ok := strings.Cut(text, codesMark)
	_, after, ok2 := strings.Cut(rest, codesMark)
	if !ok || !ok2 {
		t.Fatalf("docs/manual.md does not have %q twice", codesMark)
	}
	want := before + codesMark + codesTable(t) + "\n" + codesMark + after
	if text == want {
		return
	}
	if os.Getenv("NEARCALL_CODES_PAGE") != "" {
		harness.Check(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	t.Error("docs/manual.md does not have the codes of pack/codes: make codes-page writes them")
}

var capital = regexp.MustCompile(`[A-Z]`)

// TestCodesOfGo: nearcall-godecl has the numbers under the same names.
func TestCodesOfGo(t *testing.T) {
	root := harness.Root(t)
	table := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^CODE\((\w+), (\d+),`).FindAllStringSubmatch(harness.Read(t, root, "pack/codes/go.h")+harness.Read(t, root, "pack/codes/note.h"), -1) {
		table[m[2]] = m[1]
	}
	seen := 0
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+)\s+code = (\d+)$`).FindAllStringSubmatch(harness.Read(t, root, "pack/godecl/codes.go"), -1) {
		seen++
		if name := strings.ToUpper(capital.ReplaceAllString(m[1], "_$0")); table[m[2]] != name {
			t.Errorf("%s is %s there, and %q in pack/codes", m[2], m[1], table[m[2]])
		}
	}
	if seen < 30 {
		t.Errorf("only %d codes", seen)
	}
}
