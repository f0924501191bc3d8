// Package forms shows that every form of call works: C fused with its
// trampoline, called without a frame, with one, aligned, or through an entry in
// Go's register convention.
//
// The tests write a module into a temporary folder: the packages of
// testdata/depth, or those that a table makes, with files that the tool
// generates anew.
package forms

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// carrier is a way to bring the C into a program.
type carrier struct {
	name    string
	archive bool
	flags   []string
}

var carriers = []carrier{
	{name: "module"},
	{name: "archive", archive: true},
	{name: "archive -relocs", archive: true, flags: []string{"-relocs"}},
}

// program builds dir's main with the packages by this carrier. edit, which may
// be nil, gets the first one's generated file or archive in between.
func (c carrier) program(t *testing.T, dir string, env []string, packages []string, edit func(t *testing.T, path string)) string {
	t.Helper()
	return c.programOf(t, dir, packages, func(string) []string { return env }, edit)
}

// programOf is program with another environment for each package.
func (c carrier) programOf(t *testing.T, dir string, packages []string, env func(p string) []string, edit func(t *testing.T, path string)) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "prog")
	var pairs []string
	for i, p := range packages {
		file := filepath.Join(dir, p, "nearcall_amd64.s")
		if c.archive {
			file = filepath.Join(t.TempDir(), "pkg.a")
			harness.MustNearcall(t, dir, env(p), append(append([]string{"archive", "-o", file}, c.flags...), p)...)
			pairs = append(pairs, "example.com/m/"+p+"="+file)
		} else {
			harness.MustNearcall(t, dir, env(p), "build", p)
		}
		if i == 0 && edit != nil {
			edit(t, file)
		}
	}
	goEnv := append([]string{"CGO_ENABLED=0"}, env(packages[0])...)
	if c.archive {
		args := append([]string{out, filepath.Join(dir, "main")}, pairs...)
		harness.Must(t, dir, goEnv, filepath.Join(harness.Root(t), "tests/link-archive.sh"), args...)
	} else {
		harness.Must(t, dir, goEnv, "go", "build", "-o", out, "./main")
	}
	return out
}

// depthModule is a module of the packages of testdata/depth.
func depthModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "depth"))))
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	return dir
}

var depthPackages = []string{"p", "v3"}

// hasAVX2 tells whether package v3 can run here.
func hasAVX2(t *testing.T) bool {
	t.Helper()
	flags := strings.Fields(harness.Read(t, "/proc/cpuinfo"))
	for _, want := range []string{"avx2", "bmi1", "bmi2", "fma", "movbe", "f16c", "abm"} {
		if !slices.Contains(flags, want) {
			t.Logf("this CPU has no %s: calls with AVX are not tested", want)
			return false
		}
	}
	return true
}

var formNote = regexp.MustCompile(`(?m)^\S+: note: (\w+): (.*) \[NC\d{4}\]$`)

// formsOf is what nearcall build -v says of each Go function.
func formsOf(t *testing.T, dir string, env []string, packages ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	r := harness.MustNearcall(t, dir, env, append([]string{"build", "-v"}, packages...)...)
	for _, m := range formNote.FindAllStringSubmatch(r.Stderr, -1) {
		all[m[1]] = m[2]
	}
	return all
}

// editLines puts each line of a file through edit, which says whether to keep it.
func editLines(t *testing.T, path string, edit func(line string) (string, bool)) {
	t.Helper()
	var out []string
	for _, line := range strings.Split(harness.Read(t, path), "\n") {
		if line, keep := edit(line); keep {
			out = append(out, line)
		}
	}
	harness.Check(t, os.WriteFile(path, []byte(strings.Join(out, "\n")), 0o644))
}

// replace edits a file; it is an error if there is nothing to replace.
func replace(t *testing.T, path, old, new string) {
	t.Helper()
	text := harness.Read(t, path)
	if !strings.Contains(text, old) {
		t.Fatalf("%s has no %q", path, old)
	}
	harness.Check(t, os.WriteFile(path, []byte(strings.ReplaceAll(text, old, new)), 0o644))
}
