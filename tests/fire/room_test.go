package fire

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// bash runs a line in which $0 is the tool.
func bash(t *testing.T, dir, line string) harness.Result {
	t.Helper()
	tmp := t.TempDir()
	r := harness.Run(t, dir, []string{"TMPDIR=" + tmp}, "bash", "-c", line, harness.Tool(t))
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%s: %s is left in TMPDIR", line, left[0].Name())
	}
	return r
}

// TestLostOutput: what cannot be written is an error, and said.
func TestLostOutput(t *testing.T) {
	t.Parallel()
	dir := newModule(t, versions[0])
	for _, line := range []string{
		`"$0" version`, `"$0" help`, `"$0" --help`, `"$0" build -h`, `"$0" stack p`, `"$0" stack -json p`,
	} {
		for _, to := range []string{">/dev/full", ">&-"} {
			r := bash(t, dir, line+to)
			if r.Status != 3 || !strings.Contains(r.Stderr, "cannot write the output: ") {
				t.Errorf("%s%s: status %d, %q", line, to, r.Status, r.Stderr)
			}
		}
	}
	if r := bash(t, dir, `"$0" build -v p 2>/dev/full`); r.Status != 3 {
		t.Errorf("notes to /dev/full: status %d, want 3", r.Status)
	}
}

// TestClosed: a build without standard input, output or error is like any other.
func TestClosed(t *testing.T) {
	t.Parallel()
	dir := newModule(t, versions[0])
	harness.MustNearcall(t, dir, nil, "build", "p")
	want := files(t, filepath.Join(dir, "p"))
	for k := range 8 {
		line := `"$0" build p`
		for i, closing := range []string{" <&-", " >&-", " 2>&-"} {
			if k>>i&1 == 1 {
				line += closing
			}
		}
		for name := range want {
			harness.Check(t, os.Remove(filepath.Join(dir, "p", name)))
		}
		r := bash(t, dir, line)
		got := files(t, filepath.Join(dir, "p"))
		if r.Status != 0 || r.Stderr != "" {
			t.Errorf("%s: status %d, %s", line, r.Status, r.Stderr)
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: another %s", line, name)
			}
		}
	}
	if r := bash(t, dir, `"$0" archive -o p.a p <&- >&- 2>&-`); r.Status != 0 {
		t.Errorf("archive with all closed: status %d", r.Status)
	}
}

// Shell functions, for a mount namespace of their own.
const (
	small    = `small() { mount -t tmpfs -o size=$1 none "$2" || exit 77; }; `
	readOnly = `readonly_() { mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 77; }; `
)

// TestNoRoom: status 3, in words, the package as it was, and nothing left over.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, line string }{
		{"no room in TMPDIR", small + `small 4k $TMPDIR; "$0" build p`},
		{"some room in TMPDIR", small + `small 16k $TMPDIR; "$0" build p`},
		{"with gcc", small + `small 16k $TMPDIR; CC=gcc "$0" build p`},
		{"no room in the package", small + `cp -a p keep; small 48k p; cp -a keep/. p
			head -c 1M /dev/zero >p/fill 2>/dev/null
			"$0" build p; r=$?
			rm p/fill; diff -r keep p || r=78; rm -r keep; exit $r`},
		{"a package that is read-only", readOnly + `readonly_ p; "$0" build p`},
		{"a TMPDIR that is read-only", readOnly + `readonly_ $TMPDIR; "$0" build p`},
		{"an archive without room", small + `mkdir o; small 4k o
			"$0" archive -o o/p.a p; r=$?
			[ -z "$(ls -A o)" ] || r=78; umount o; rmdir o; exit $r`},
		{"a limit of 1 KiB for files", `ulimit -f 1; "$0" build p`},
		{"a limit of 4 KiB for files", `ulimit -f 4; "$0" build p`},
		{"a limit of 2 KiB for files, archive", `ulimit -f 2; "$0" archive -o p.a p`},
		{"a TMPDIR that is not there", `TMPDIR=/not/there "$0" build p`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := newModule(t, versions[0])
			harness.MustNearcall(t, dir, nil, "build", "p")
			versions[1].write(t, dir)
			before := harness.Snapshot(t, dir)
			tmp := t.TempDir()
			line := c.line
			args := []string{"-c", line, harness.Tool(t)}
			program := "bash"
			if strings.Contains(line, "mount ") {
				if r := harness.Run(t, dir, nil, "unshare", "-m", "true"); r.Status != 0 {
					t.Skipf("no mount namespace: %s", r.Stderr)
				}
				program, args = "unshare", append([]string{"-m", "bash"}, args...)
			}
			r := harness.Run(t, dir, []string{"TMPDIR=" + tmp, "GOTMPDIR=" + t.TempDir()}, program, args...)
			if r.Status == 77 {
				t.Skipf("cannot mount: %s", r.Stderr)
			}
			t.Logf("%s", r.Stderr)
			if r.Status != 3 || !strings.Contains(r.Stderr, "nearcall: error: ") {
				t.Errorf("status %d, want 3: %s%s", r.Status, r.Stdout, r.Stderr)
			}
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("%s is left in TMPDIR", left[0].Name())
			}
			after := harness.Snapshot(t, dir)
			delete(before, ".") // folders made on the way change its times
			delete(after, ".")
			harness.SameSnapshot(t, before, after)
			nothingLeft(t, filepath.Join(dir, "p"))
		})
	}
}
