package inject

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestPlanted: a program that does right is found to, and every mistake is found.
func TestPlanted(t *testing.T) {
	so := library(t)
	program := filepath.Join(t.TempDir(), "planted")
	harness.Must(t, harness.Root(t), nil, "gcc", "-O1", "-Wall", "-o", program, "tests/inject/testdata/planted.c")
	for _, c := range []struct{ mistake, want string }{
		{"", ""},
		{"swallows the error", "it says that all is well, and files are others: new (0 bytes)"},
		{"writes in place", "files are neither those of before nor the new ones: new (0 bytes)"},
		{"leaves its file", "a temporary file is left: new.nearcall-x"},
		{"says nothing", "it does not say what has failed"},
		{"refuses the input", "status 1"},
		{"crashes", "ended by signal: aborted"},
		{"waits for ever", "it hangs"},
		{"leaves a child", "processes are left: [planted]"},
	} {
		t.Run(c.mistake, func(t *testing.T) {
			t.Parallel()
			found := verdictsOn(t, so, program, c.mistake)
			switch {
			case c.want == "" && len(found) > 0:
				t.Errorf("what is right is called wrong: %q", found)
			case c.want != "" && !strings.Contains(strings.Join(found, "\n"), c.want):
				t.Errorf("found %q, want %s", found, c.want)
			}
		})
	}
}

// verdictsOn runs the program with every point that fails, once and from then on.
func verdictsOn(t *testing.T, so, program, mistake string) []string {
	var found []string
	p := newPlace(t)
	p.patience = 5 * time.Second
	before := map[string]string{"in": "what is in\n", "new": "old\n"}
	args := []string{mistake}
	p.reset(t, before)
	want := p.run(t, nil, program, args...)
	if want.status != 0 || want.files["new"] != before["in"] {
		t.Fatalf("status %d, %v", want.status, want.files)
	}
	for _, kind := range []string{"memory", "calls"} {
		p.reset(t, before)
		p.run(t, injection{kind: kind}.env(so, p.log), program, args...)
		points := readPoints(t, p.log)
		if len(points) == 0 {
			t.Fatalf("%s: no points", kind)
		}
		for _, at := range points {
			for _, on := range []bool{false, kind == "memory"} {
				p.reset(t, before)
				i := injection{kind, at.n, on}
				got := p.run(t, i.env(so, p.log), program, args...)
				if wrong := judge(before, want, got, []string{at.call}); wrong != "" {
					found = append(found, wrong)
				}
			}
		}
	}
	return found
}
