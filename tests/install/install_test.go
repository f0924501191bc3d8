// Package install shows that make install makes a tool that works from any
// place, and that setting up asks for no more than it must.
package install

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// making is held while make runs: two at once would build the same files.
var making sync.Mutex

// makeTool runs make in the repository, as from a shell: without the job
// server of a make that may have started this test.
func makeTool(t *testing.T, args ...string) {
	t.Helper()
	making.Lock()
	defer making.Unlock()
	harness.Must(t, harness.Root(t), []string{"MAKEFLAGS=", "MAKELEVEL="}, "make", append([]string{"-s"}, args...)...)
}

// example is README's example, as one shell script.
func example(t *testing.T) string {
	t.Helper()
	_, text, found := strings.Cut(harness.Read(t, harness.Root(t), "README.md"), "\n## Example\n")
	_, text, begun := strings.Cut(text, "```sh\n")
	script, _, ended := strings.Cut(text, "```\n")
	if !found || !begun || !ended || !strings.Contains(script, "nearcall init") {
		t.Fatalf("README has no example that builds something: %q", script)
	}
	return script
}

// TestInstalled installs the tool, moves the prefix elsewhere, and follows
// README's example with it in a third folder.
func TestInstalled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, moved := filepath.Join(dir, "first"), filepath.Join(dir, "moved to/here")
	makeTool(t, "install", "PREFIX="+first)
	harness.Check(t, os.MkdirAll(filepath.Dir(moved), 0o755))
	harness.Check(t, os.Rename(first, moved))

	third := filepath.Join(dir, "third")
	harness.Check(t, os.Mkdir(third, 0o755))
	env := []string{"TMPDIR=" + third, "PATH=" + filepath.Join(moved, "bin") + ":" + os.Getenv("PATH")}
	r := harness.Run(t, third, env, "sh", "-ec", "command -v nearcall\n"+example(t)).Want(t, 0, "the example")
	if where := filepath.Join(moved, "bin/nearcall") + "\n"; !strings.HasPrefix(r.Stdout, where) {
		t.Errorf("the example ran %q, not %q", r.Stdout, where)
	}
	if !strings.HasSuffix(r.Stderr, "\n6\n") {
		t.Errorf("the example does not print 6:\n%s", r.Stderr)
	}
}

// TestSameBytes: the installed tool and that of the build folder write the
// same, the runtime's own C included.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	prefix := filepath.Join(t.TempDir(), "p")
	makeTool(t, "install", "PREFIX="+prefix)
	dir := harness.Module(t, `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
func F(a, b *byte, n uint64) int32
-- csrc/f.c --
#include "nearcall.h"
int f(void *a, const void *b, size_t n) { __builtin_memmove(a, b, n); return __builtin_memcmp(a, b, n / 2); }
`)
	var texts []string
	for _, tool := range []string{harness.Tool(t), filepath.Join(prefix, "bin/nearcall")} {
		harness.Must(t, dir, nil, tool, "build")
		texts = append(texts, harness.Read(t, dir, "nearcall_amd64.s"))
	}
	if texts[0] != texts[1] || !strings.Contains(texts[0], "rt/memmove.c") {
		t.Errorf("the build folder's tool writes\n%s\nthe installed one\n%s", texts[0], texts[1])
	}
}

// TestDestdirAndUninstall: DESTDIR goes before PREFIX, and uninstall leaves
// nothing but folders that others may share.
func TestDestdirAndUninstall(t *testing.T) {
	t.Parallel()
	dest := t.TempDir()
	others := filepath.Join(dest, "opt/x/share/nearcall-of-others")
	harness.Check(t, os.MkdirAll(others, 0o755))
	makeTool(t, "install", "DESTDIR="+dest, "PREFIX=/opt/x")
	for _, name := range []string{
		"bin/nearcall", "libexec/nearcall/nearcall-godecl", "share/nearcall/csrc/nearcall.h", "share/nearcall/csrc/nearcall_malloc.h", "share/nearcall/csrc/rt/memcpy.c",
	} {
		if _, err := os.Stat(filepath.Join(dest, "opt/x", name)); err != nil {
			t.Error(err)
		}
	}
	makeTool(t, "uninstall", "DESTDIR="+dest, "PREFIX=/opt/x")
	for name, what := range harness.Snapshot(t, dest) {
		ours := strings.HasSuffix(name, "/nearcall") || strings.Contains(name, "/nearcall/")
		if ours || !strings.HasPrefix(what, "d") {
			t.Errorf("uninstall leaves %s", name)
		}
	}
	if _, err := os.Stat(others); err != nil {
		t.Error(err)
	}
}

// TestPartsMissing: a tool without its parts says what it looked for.
func TestPartsMissing(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, "-- p.go --\npackage p\n")
	prefix := filepath.Join(t.TempDir(), "p")
	makeTool(t, "install", "PREFIX="+prefix)
	godecl := filepath.Join(prefix, "libexec/nearcall/nearcall-godecl")
	header := filepath.Join(prefix, "share/nearcall/csrc/nearcall.h")
	ours := []string{"NEARCALL_CSRC=" + filepath.Join(harness.Root(t), "csrc")}
	for _, c := range []struct {
		name, gone string
		env        []string
		want       string
	}{
		{"NEARCALL_CSRC without the header", "", []string{"NEARCALL_CSRC=" + dir}, "NEARCALL_CSRC is " + dir},
		{"nearcall.h", header, nil, header},
		{"nearcall.h, but NEARCALL_CSRC", "", ours, "no //nearcall:func"},
		{"nearcall-godecl", godecl, ours, godecl},
	} {
		if c.gone != "" {
			harness.Check(t, os.Remove(c.gone))
		}
		r := harness.Run(t, dir, c.env, filepath.Join(prefix, "bin/nearcall"), "check", ".")
		if r.Status == 0 || !strings.Contains(r.Stderr, c.want) || !strings.Contains(r.Stderr, "\thint: ") {
			t.Errorf("%s: status %d, no %q with a hint in\n%s", c.name, r.Status, c.want, r.Stderr)
		}
	}
}
