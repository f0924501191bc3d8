package refuse

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// several is a module of packages, some of them none of nearcall's business.
func several(t *testing.T) string {
	dir := harness.Module(t, `-- plain/plain.go --
package plain

const Name = "nearcall:func"
-- cmd/main.go --
package main

func main() {}
`)
	for _, folder := range []string{".", "a", "a/deep", "b"} {
		for _, f := range harness.Split(good) {
			harness.Write(t, dir, filepath.Join(folder, f.Name), f.Text)
		}
	}
	return dir
}

// written lists the folders that have a generated file, and removes those files.
func written(t *testing.T, dir string) string {
	var all []string
	for _, folder := range []string{".", "a", "a/deep", "b", "plain", "cmd"} {
		if os.Remove(filepath.Join(dir, folder, "nearcall_amd64.s")) == nil {
			all = append(all, folder)
		}
	}
	return strings.Join(all, " ")
}

// sum is the last line about several packages that are built.
func sum(folders string) string {
	n := len(strings.Fields(folders))
	if n < 2 {
		return ""
	}
	return fmt.Sprintf("nearcall: %d packages: %d built\n", n, n)
}

// TestPackages: folders, patterns and import paths, and none at all.
func TestPackages(t *testing.T) {
	t.Parallel()
	dir := several(t)
	for _, c := range []struct{ from, args, want string }{
		{".", "", "."},
		{"a/deep", "", "a/deep"},
		{".", "./...", ". a a/deep b"},
		{"a", "./...", "a a/deep"},
		{"b", "../a/...", "a a/deep"},
		{"b", "example.com/m/a", "a"},
		{".", "example.com/m/a/... b", "a a/deep b"},
		{".", "a ./a example.com/m/a ./a/...", "a a/deep"},
		{".", "-arch amd64,amd64 ./b/...", "b"},
	} {
		args := append([]string{"build"}, strings.Fields(c.args)...)
		r := harness.MustNearcall(t, filepath.Join(dir, c.from), nil, args...)
		if got := written(t, dir); got != c.want || r.Stdout+r.Stderr != sum(c.want) {
			t.Errorf("nearcall %v in %s: writes into %q, want %q; says %s%s", args, c.from, got, c.want, r.Stdout, r.Stderr)
		}
	}
	harness.MustNearcall(t, filepath.Join(dir, "plain"), nil, "archive", "-o", "p.a", "example.com/m/b")
	if r := harness.MustNearcall(t, dir, nil, "stack"); !strings.Contains(r.Stdout, "p.F: ") {
		t.Errorf("stack says %q", r.Stdout)
	}
	harness.MustNearcall(t, dir, nil, "check", "./...")
	if got := written(t, dir); got != "" {
		t.Errorf("check and stack write into %s", got)
	}
}

// TestNoPackages: what stands for no package of ours is refused by its name,
// and does not keep the rest from being done.
func TestNoPackages(t *testing.T) {
	t.Parallel()
	dir := several(t)
	for _, c := range []struct{ args, want, hint string }{
		{"./plain/...", "./plain/...: error: no package with //nearcall: directives matches", "//nearcall:func"},
		{"example.com/m/plain", "plain: error: package has no //nearcall:func declaration", "//nearcall:func"},
		{"absent", "absent: error: no such folder, and as an import path: ", "./..."},
		{"./absent", "absent: error: cannot read the folder", "folder"},
		{"./absent/...", "./absent/...: error: ", "./..."},
		{"example.org/no/...", "example.org/no/...: error: no package matches", "./..."},
		{"plain/...", "plain/...: error: no package matches", "did you mean ./plain/...?"},
		{"example.com/m/absent", "example.com/m/absent: error: no such folder, and as an import path: ", "import path"},
		{"fmt", "fmt: error: package has no //nearcall:func declaration", "//nearcall:func"},
	} {
		r := harness.Nearcall(t, dir, nil, "build", c.args, "b")
		_, hint, _ := strings.Cut(r.Stderr, "\thint: ")
		if r.Status != 1 || !strings.Contains(r.Stderr, c.want) || !strings.Contains(hint, c.hint) {
			t.Errorf("build %s: status %d, want 1, with %q and the hint %q:\n%s", c.args, r.Status, c.want, c.hint, r.Stderr)
		}
		if got := written(t, dir); got != "b" {
			t.Errorf("build %s b: writes into %q", c.args, got)
		}
	}
	r := harness.Nearcall(t, dir, nil, "archive", "-o", "p.a", "./a/...")
	_, err := os.Stat(filepath.Join(dir, "p.a"))
	if r.Status != 1 || err == nil || !strings.Contains(r.Stderr, "2 packages match") {
		t.Errorf("an archive of two packages: status %d, %s", r.Status, r.Stderr)
	}
	r = harness.Run(t, dir, []string{pathWithout(t, "go")}, harness.Tool(t), "build", "./...")
	if r.Status != 3 || !strings.Contains(r.Stderr, "hint: install Go") {
		t.Errorf("without Go: status %d, %s", r.Status, r.Stderr)
	}
}

// TestFoldersAskNobody: folders need no look at patterns, which would cost as
// much again as reading a package.
func TestFoldersAskNobody(t *testing.T) {
	t.Parallel()
	dir, bin := several(t), t.TempDir()
	log := filepath.Join(bin, "log")
	harness.Write(t, bin, "go", "#!/bin/sh\necho \"$*\" >>'"+log+"'\nPATH=${PATH#*:} exec go \"$@\"\n")
	harness.Check(t, os.Chmod(filepath.Join(bin, "go"), 0o755))
	env := []string{"PATH=" + bin + ":" + os.Getenv("PATH")}
	asked := func(args ...string) int {
		os.Remove(log)
		harness.MustNearcall(t, dir, env, args...)
		lines := strings.Split(harness.Read(t, log), "\n")
		return len(slices.DeleteFunc(lines, func(s string) bool { return !strings.HasPrefix(s, "list ") }))
	}
	if folder, pattern := asked("check", "b"), asked("check", "./b/..."); folder == 0 || pattern <= folder {
		t.Errorf("the go command lists %d times for a folder, %d for a pattern", folder, pattern)
	}
}
