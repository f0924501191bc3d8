package main

import (
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMain keeps the go command off the network and away from the settings of
// whoever runs the tests.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"GOFLAGS": "", "GOWORK": "off", "GOPROXY": "off"} {
		os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

// tree is a folder's files by path.
type tree map[string]string

// goodStub completes a package whose test is about something else.
const goodStub = "\n//nearcall:source csrc/a.c\n\n//nearcall:func good\nfunc Good()\n"

// write puts the files into a new module and returns its folder.
func (files tree) write(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	all := tree{"go.mod": "module example.com/m\n\ngo 1.23\n", "csrc/a.c": "void good(void) {}\n"}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read reads the package in dir for amd64.
func read(t *testing.T, dir string) *Package {
	t.Helper()
	return readFor(t, dir, "amd64")
}

func readFor(t *testing.T, dir, arch string) *Package {
	t.Helper()
	pkg, err := readPackage(config{dir: dir, arch: arch, sizes: types.SizesFor("gc", arch)})
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// messages are the diagnostics as FILE:LINE:COL: MESSAGE, with only the base
// name of a file and "." for the folder itself.
func messages(t *testing.T, pkg *Package) []string {
	t.Helper()
	var got []string
	for _, d := range pkg.Diagnostics {
		if d.Hint == "" {
			t.Errorf("no hint with %q", d.Message)
		}
		rel, err := filepath.Rel(pkg.Dir, d.File)
		if err != nil {
			t.Error(err)
		}
		got = append(got, fmt.Sprintf("%s:%d:%d: %s", rel, d.Line, d.Col, d.Message))
	}
	return got
}

// sameMessage compares a message with what is wanted. A "..." at the end stands
// for the go command's own words, which differ between versions.
func sameMessage(got, want string) bool {
	if prefix, ok := strings.CutSuffix(want, "..."); ok {
		return strings.HasPrefix(got, prefix)
	}
	return got == want
}

// checkMessages compares diagnostics with what is wanted.
func checkMessages(t *testing.T, pkg *Package, want ...string) {
	t.Helper()
	got := messages(t, pkg)
	if !slices.EqualFunc(got, want, sameMessage) {
		t.Errorf("diagnostics:\n\t%s\nwant:\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// funcNames are the names of the functions that were taken in.
func funcNames(pkg *Package) string {
	var names []string
	for _, fn := range pkg.Funcs {
		names = append(names, fn.Name)
	}
	return strings.Join(names, " ")
}
