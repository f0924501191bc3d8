package house

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// question is what asks the file system and may get no answer: pack/base/ask.h has the way to do so.
var question = regexp.MustCompile(`(?:^|[^\w.])((?:l|f)?stat|access|realpath|opendir|readdir)\(|\bfopen\([^,]*, "r[be]*"\)`)

// askers may do so themselves.
var askers = map[string]string{
	"pack/base/ask.c":             "is the way",
	"pack/base/files.c":           "takes a file that it cannot compare for another one, and reports what it cannot read",
	"pack/keep/cache.c":           "does without a cache that fails",
	"pack/keep/reads.c":           "asks for the size of what it has open, and reads on",
	"pack/arch/arm64/structure.c": "has a function of its own that is called access",
}

func questions(file, text string) []string {
	var found []string
	for i, line := range strings.Split(text, "\n") {
		if code, _, _ := strings.Cut(line, "//"); question.MatchString(code) {
			found = append(found, fmt.Sprintf("%s:%d: asks the file system by itself: %s", file, i+1, strings.TrimSpace(line)))
		}
	}
	return found
}

// TestAsk: a question that the system cannot answer is never taken for one with the answer no.
func TestAsk(t *testing.T) {
	root := harness.Root(t)
	for _, file := range sources(t, root) {
		found := questions(file, harness.Read(t, root, file))
		if askers[file] != "" && len(found) == 0 {
			t.Errorf("%s does not ask any more", file)
		}
		for _, f := range found {
			if askers[file] == "" {
				t.Error(f)
			}
		}
	}
	for line, want := range map[string]int{
		"if (access(path, F_OK) == 0)": 1, "ok = !stat(path, &st);": 1, `f = fopen(path, "rb");`: 1, "ask_stat(path, &st)": 0,
		`f = fopen(path, "w");`: 0, "// stat(path) would do": 0, "DIR *d = opendir(dir);": 1, "(realpath(a, b))": 1,
	} {
		if got := len(questions("x.c", line)); got != want {
			t.Errorf("%s: %d, want %d", line, got, want)
		}
	}
}
