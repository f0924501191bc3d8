// Package proof runs inputs with which promises were broken once, a folder of
// testdata each: its run*.sh, started from the root folder, exits with 0 only when
// the tool does right. lib.sh, which they source, lays out the package from p.go and
// the C.
package proof

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// atOnce is how many cases run at the same time.
const atOnce = 2

func TestCases(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*/run*.sh")
	harness.Check(t, err)
	if len(scripts) == 0 {
		t.Fatal("no cases")
	}
	slots := make(chan bool, atOnce)
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".sh")
		name = filepath.Base(filepath.Dir(script)) + strings.TrimPrefix(name, "run")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slots <- true
			defer func() { <-slots }()
			runCase(t, script)
		})
	}
}

func runCase(t *testing.T, script string) {
	if strings.Contains(harness.Read(t, script), "\nstrace ") {
		if _, err := exec.LookPath("strace"); err != nil {
			t.Skip(err)
		}
	}
	env := []string{"NC=" + harness.Tool(t), "TMPDIR=" + t.TempDir()}
	r := harness.Run(t, harness.Root(t), env, "bash", filepath.Join("tests/proof", script))
	if r.Status != 0 {
		t.Errorf("status %d:\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
}
