package install

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// machine is a folder with setup.sh, and a PATH on which some programs are
// missing and others are played.
type machine struct {
	dir, path, log string
}

// newMachine plays a machine: who runs setup.sh, what it lacks, and the
// version of Go that is wanted. Its apt-get says what it was asked for, and fails.
func newMachine(t *testing.T, uid, goVersion string, without ...string) machine {
	t.Helper()
	dir := t.TempDir()
	m := machine{dir, filepath.Join(dir, "bin"), filepath.Join(dir, "apt.log")}
	harness.Write(t, dir, "tests/setup.sh", harness.Read(t, harness.Root(t), "tests/setup.sh"))
	harness.Write(t, dir, "go.mod", "module m\n\ngo "+goVersion+"\n")
	harness.Write(t, dir, "apt.log", "")
	played := map[string]string{
		"id":        "echo " + uid,
		"apt-get":   "echo \"$*\" >>'" + m.log + "'; exit 1",
		"apt-cache": "exit 0",
	}
	for name, body := range played {
		harness.Write(t, m.path, name, "#!/bin/sh\n"+body+"\n")
		harness.Check(t, os.Chmod(filepath.Join(m.path, name), 0o755))
	}
	for _, from := range filepath.SplitList(os.Getenv("PATH")) {
		entries, _ := os.ReadDir(from) // PATH may name what is not there
		for _, e := range entries {
			err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(m.path, e.Name()))
			if err != nil && !os.IsExist(err) {
				t.Fatal(err)
			}
		}
	}
	for _, name := range without {
		if err := os.Remove(filepath.Join(m.path, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return m
}

// setup runs setup.sh; asked is what apt-get was asked to install.
func (m machine) setup(t *testing.T, args ...string) (r harness.Result, asked string) {
	t.Helper()
	args = append([]string{filepath.Join(m.dir, "tests/setup.sh")}, args...)
	r = harness.Run(t, m.dir, []string{"PATH=" + m.path}, "/bin/sh", args...)
	for _, line := range strings.Split(harness.Read(t, m.log), "\n") {
		if _, packages, ok := strings.Cut(line, "--no-install-recommends "); ok {
			asked += packages
		}
	}
	t.Logf("setup.sh %v: status %d, apt-get install %q\n%s%s", args[1:], r.Status, asked, r.Stdout, r.Stderr)
	return r, asked
}

var forTests = []string{"valgrind", "csmith", "xxhsum", "clang"}

// TestSetupOfTool: what only the tests need is asked for by the tests alone.
func TestSetupOfTool(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "1000", "1.23", forTests...)
	r, _ := m.setup(t, "tool", "build/env.mk")
	if r.Status != 0 || r.Stdout != "" || !strings.Contains(r.Stderr, "clang") {
		t.Errorf("tool: status %d, want 0 and a word about clang", r.Status)
	}
	harness.Read(t, m.dir, "build/env.mk")
	r, asked := m.setup(t, "tests")
	for _, name := range []string{"xxhash", "valgrind", "csmith", "clang"} {
		if !strings.Contains(r.Stderr, name+" (") {
			t.Errorf("tests: no word about %s", name)
		}
	}
	if r.Status != 1 || asked != "" {
		t.Errorf("tests: status %d, want 1; nobody but root installs: %q", r.Status, asked)
	}
}

// TestSetupInstalls: root gets what is missing installed, and is told.
func TestSetupInstalls(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "0", "1.23", append([]string{"ld"}, forTests...)...)
	r, asked := m.setup(t, "tool")
	if asked != "binutils clang" || !strings.Contains(r.Stdout, "installing: binutils (") {
		t.Errorf("tool: asks apt-get for %q, says %q", asked, r.Stdout)
	}
	m = newMachine(t, "0", "1.23", forTests...)
	if _, asked = m.setup(t, "tests"); !strings.Contains(asked, "valgrind") || !strings.Contains(asked, "clang") {
		t.Errorf("tests: asks apt-get for %q", asked)
	}
}

// TestSetupLeavesSources: for want of a new Go, the tool's set says what to
// do, and leaves it to be done.
func TestSetupLeavesSources(t *testing.T) {
	t.Parallel()
	const sources = "/etc/apt/sources.list.d"
	before, _ := os.ReadDir(sources)
	m := newMachine(t, "0", "1.99")
	r, asked := m.setup(t, "tool")
	after, _ := os.ReadDir(sources)
	if r.Status != 1 || !strings.Contains(r.Stderr, "https://go.dev/dl/") || asked != "" {
		t.Errorf("status %d, want 1 and where to get Go", r.Status)
	}
	if len(after) != len(before) {
		t.Errorf("%s had %d files, has %d", sources, len(before), len(after))
	}
}

// TestSetsOfGoals: which goals of the Makefile ask for which set.
func TestSetsOfGoals(t *testing.T) {
	t.Parallel()
	for goals, want := range map[string]string{
		"": "tool", "all": "tool", "install": "tool", "build/nearcall": "tool", "all install": "tool",
		"test": "tests", "demo": "tests", "all demo": "tests", "unit": "tests", "build/unit/path_test": "tests",
		"clean": "", "uninstall": "",
	} {
		m := newMachine(t, "1000", "1.23")
		harness.Write(t, m.dir, "Makefile", harness.Read(t, harness.Root(t), "Makefile"))
		harness.Write(t, m.dir, "tests/setup.sh", "#!/bin/sh\necho \"set $1\"; exit 1\n")
		harness.Check(t, os.Chmod(filepath.Join(m.dir, "tests/setup.sh"), 0o755))
		args := append([]string{"-s", "PREFIX=" + m.dir + "/p"}, strings.Fields(goals)...)
		r := harness.Run(t, m.dir, []string{"MAKEFLAGS=", "MAKELEVEL=", "NEARCALL_READY="}, "make", args...)
		got := ""
		if _, rest, ok := strings.Cut(r.Stdout, "set "); ok {
			got, _, _ = strings.Cut(rest, "\n")
		}
		if got != want {
			t.Errorf("make %s sets up for %q, want %q:\n%s%s", goals, got, want, r.Stdout, r.Stderr)
		}
	}
}
