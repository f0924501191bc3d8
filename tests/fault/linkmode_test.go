package fault

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// Faults behave the same in programs that are linked otherwise.
func TestLinkModes(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the long form links by all ways")
	}
	dir := moduleOf(t, variant{})
	for name, args := range map[string][]string{
		"PIE":          {"-buildmode=pie"},
		"external":     {"-ldflags=-linkmode=external"},
		"external PIE": {"-buildmode=pie", "-ldflags=-linkmode=external"},
		"race":         {"-race"},
		"trimmed":      {"-trimpath", "-ldflags=-s -w"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "outcome")
			build := append(append([]string{"build"}, args...), "-o", out, "./fault/cmd/outcome")
			r := harness.Run(t, dir, []string{"CGO_ENABLED=1"}, "go", build...)
			if r.Status != 0 && strings.Contains(r.Stderr, "not supported") {
				t.Skipf("not linkable: %s", r.Stderr)
			}
			r.Want(t, 0, "go", build...)
			marks := []string{"AT load", "AT middle", "AT big"}
			load := []string{"big", "1", nilAddress, "1"}
			recovers := append([]string{"-recover"}, load...)
			caught(t, harness.Run(t, "", nil, out, recovers...), recovers, nilDereference, "", "big", false, marks)
			crashed(t, harness.Run(t, "", nil, out, load...), load, "panic: "+nilDereference, "SIGSEGV", "big", false, marks)
		})
	}
}
