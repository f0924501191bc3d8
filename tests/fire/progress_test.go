package fire

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// A compiler that takes its time.
const slowCompiler = `#!/bin/bash
case " $* " in *" -c "*) sleep 3 ;; esac
exec %s "$@"
`

// TestProgress: a build that takes more than two seconds says on a terminal what
// it is at, in one line that is gone at the end; nowhere else it says anything.
func TestProgress(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("script"); err != nil {
		t.Skip("there is no script(1) to make a terminal with")
	}
	real, err := exec.LookPath("clang")
	harness.Check(t, err)
	bin := t.TempDir()
	harness.Write(t, bin, "clang", fmt.Sprintf(slowCompiler, real))
	harness.Check(t, os.Chmod(filepath.Join(bin, "clang"), 0o755))
	const compiling, erased = "\rcompiling 1/", "\r\x1b[K"
	for _, c := range []struct {
		name, term, command string
		shown               bool
	}{
		{"terminal", "xterm", "check p", true},
		{"dumb terminal", "dumb", "check p", false},
		{"told every stage", "xterm", "build -v p", false},
		{"no terminal", "xterm", "check p 2>&1 | cat", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := newModule(t, versions[0])
			env := []string{"TERM=" + c.term, "PATH=" + bin + ":" + os.Getenv("PATH")}
			r := harness.Run(t, dir, env, "script", "-qec", harness.Tool(t)+" "+c.command, "/dev/null")
			if shown := strings.Contains(r.Stdout, compiling); shown != c.shown {
				t.Errorf("a line is shown: %v, want %v; all there is: %q", shown, c.shown, r.Stdout)
			}
			if c.shown && !strings.HasSuffix(r.Stdout, erased) {
				t.Errorf("the line is not erased: %q", r.Stdout)
			}
		})
	}
}
