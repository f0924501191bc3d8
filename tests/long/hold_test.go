package long

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// unchecked plants trampolines that do not check the stack: no place where Go stops a goroutine.
func unchecked(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"Grind", "Walk"} {
		entry := "TEXT ·nearcall" + name + "Stack(SB), "
		edit(t, dir, "p/nearcall_amd64.s", entry+"0,", entry+"NOSPLIT,")
	}
}

// TestHeldUp: a plain call holds collections and timers up, the others do not; over a
// trampoline that does not check the stack, chunk and yield do as well.
func TestHeldUp(t *testing.T) {
	dir := built(t)
	build := func(name string) string {
		harness.Must(t, dir, nil, "go", "build", "-o", name, "./hold")
		return filepath.Join(dir, name)
	}
	good := build("good")
	unchecked(t, dir)
	planted := build("planted")
	for _, c := range []struct {
		program, way  string
		status, procs int
	}{
		{good, "go", 0, 2}, {good, "plain", 1, 2}, {good, "chunk", 0, 2}, {good, "yield", 0, 2}, {good, "blocking", 0, 2},
		{planted, "chunk", 1, 1}, {planted, "yield", 1, 1}, {planted, "blocking", 0, 1},
	} {
		for _, procs := range []string{"2", "1"}[:c.procs] {
			t.Run(filepath.Base(c.program)+"/"+c.way+"/"+procs, func(t *testing.T) {
				r := harness.Run(t, dir, []string{"GOMAXPROCS=" + procs}, c.program, c.way)
				if t.Log(strings.TrimSpace(r.Stdout)); r.Status != c.status {
					t.Errorf("status %d, want %d: %s", r.Status, c.status, r.Stderr)
				}
			})
		}
	}
}
