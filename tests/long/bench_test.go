package long

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestBench: the benchmark of make bench-longcalls measures all ways, and writes where it should.
func TestBench(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS(filepath.Join(harness.Root(t), "bench", "longcalls"))))
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./near")
	harness.Must(t, dir, nil, "go", "vet", "./...")
	harness.Must(t, dir, []string{"CGO_ENABLED=1"}, "go", "build", "-o", "longcalls", ".")
	args := []string{"-rounds", "1", "-slot", "200ms", "-n", "1000000", "-page", "page.md"}
	harness.Write(t, dir, "page.md", "no place\n")
	if r := harness.Run(t, dir, nil, filepath.Join(dir, "longcalls"), args...); r.Status != 1 {
		t.Errorf("status %d: %s", r.Status, r.Stderr)
	}
	const begin, end = "<!-- begin: written by make bench-longcalls -->\n", "<!-- end: written by make bench-longcalls -->\n"
	harness.Write(t, dir, "page.md", "before\n"+begin+"old\n"+end+"after\n")
	harness.Must(t, dir, nil, filepath.Join(dir, "longcalls"), args...)
	const tail, count, number = `[\d.]+, [\d.]+, [\d.]+`, `[1-9]\d*`, `\d*\.?\d*[1-9][\d.]*`
	rows := "" // stops may be none in so short a time
	for _, way := range []string{"pure Go", "plain", "chunk, 4 KiB", "yield, every 4 KiB", "blocking", "cgo"} {
		rows += `\| ` + way + ` \| ` + tail + ` \| \d+ \| ` + tail + ` \| ` + count + ` \| ` + count + ` \| ` + count + ` \| ` + number + ` \|\n`
	}
	page := harness.Read(t, dir, "page.md")
	if !regexp.MustCompile(`(?s)^before\n` + begin + `\n- go: .*\n` + rows + `\n.*Blocking takes .*\n\n` + end + `after\n$`).MatchString(page) {
		t.Error(page)
	}
}
