package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// stubIn is a Go file with a directive; head stands above the package clause.
func stubIn(head string) string { return head + "package p\n" + goodStub }

// spoken are the packages that count: those with directives, and what is wrong.
func spoken(found []Listed) (lines []string) {
	for _, f := range found {
		if strings.Contains(f.Error, "directory at@v1 outside") { // in words that name the pattern
			f = Listed{Error: "at@v1"}
		}
		if f.Directives || f.Error != "" {
			lines = append(lines, fmt.Sprint(f.Dir, " ", f.Path, " ", f.Error))
		}
	}
	slices.Sort(lines)
	return lines
}

// sameWalk compares what walk finds with what the go command says, and returns it.
func sameWalk(t *testing.T, arch, pattern string) []string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	l := loader{here, arch}
	asked, err := l.ask(pattern)
	if err != nil {
		t.Fatal(err)
	}
	walked, err := l.walk(pattern)
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	got, want := spoken(walked), spoken(asked)
	if !slices.Equal(got, want) {
		t.Errorf("%s for %s: the walk finds\n\t%s\nthe go command\n\t%s", pattern, arch, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	return got
}

// odd is a tree with what patterns pass over, and what builds leave out.
var odd = tree{
	"a/a.go": stubIn(""), "a/deep/b.go": stubIn(""), "a-b/a.go": stubIn(""), "root.go": stubIn(""),
	"_x/a.go": stubIn(""), ".x/a.go": stubIn(""), "a/testdata/t/a.go": stubIn(""), "vendor/v/a.go": stubIn(""),
	"a/vendor/v/a.go": stubIn(""), "vendored/a.go": stubIn(""), "a/deep/vendor/a.go": stubIn(""), "testdata.go/a.go": stubIn(""),
	"nested/go.mod": "module example.com/nested\n\ngo 1.23\n", "nested/a.go": stubIn(""), "nested/deep/a.go": stubIn(""),
	"nomod/go.mod/a.go": stubIn(""), // a folder of that name is no module
	"ignored/a.go":      stubIn("//go:build ignore\n\n"), "old/a.go": stubIn("// +build linux,!arm64\n\n"),
	"windows/a_windows.go": stubIn(""), "arm/a_arm64.go": stubIn(""), "x86/a_linux_amd64.go": stubIn(""), "linux.go/linux.go": stubIn(""),
	"new/a.go": stubIn("//go:build go1.99\n\n"), "now/a.go": stubIn("//go:build go1.23 && !go1.99\n\n"),
	"unix/a.go": stubIn("//go:build unix && gc && !gccgo\n\n"), "nocgo/a.go": stubIn("//go:build !cgo\n\n"), "cgo/a.go": stubIn("//go:build cgo\n\n"),
	"withc/a.go": "package p\nimport \"C\"\n//nearcall:source x.c\n", "v1/a.go": stubIn("//go:build amd64.v1\n\n"), "v4/a.go": stubIn("//go:build amd64.v4\n\n"),
	"experiment/a.go": stubIn("//go:build goexperiment.nosuch\n\n"), "_file/_a.go": stubIn(""), "hidden/_a.go": stubIn(""), "hidden/.a.go": stubIn(""),
	"test/a_test.go": stubIn(""), "two/a.go": stubIn(""), "two/b.go": "package q\n", "broken/a.go": stubIn("") + "func (\n",
	"x y/a.go": stubIn(""), "con/a.go": stubIn(""), "dot./a.go": stubIn(""), "at@v1/a.go": stubIn(""), "tilde~1/a.go": stubIn(""), "über/a.go": stubIn(""),
	"main/a.go": "package main\n" + goodStub, "folder/a.go/b.go": stubIn(""), "made/a.go": generatedMark + "1. DO NOT EDIT.\npackage p\n//nearcall:func f\n",
	"plain/a.go": "package p\n",
}

// TestWalk: without the go command the same packages are found as with it.
func TestWalk(t *testing.T) {
	root := odd.write(t)
	for link, to := range map[string]string{"link": "a", "a/linked.go": "../plain/a.go", "gone/a.go": "nowhere", "far.go": "plain"} {
		os.MkdirAll(filepath.Dir(filepath.Join(root, link)), 0o755)
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	chdir(t, root)
	for _, arch := range []string{"amd64", "arm64"} {
		if got := sameWalk(t, arch, "./..."); len(got) < 20 {
			t.Errorf("found %q", got)
		}
	}
	for _, pattern := range []string{"./a/...", root + "/...", root + "/a/...", "./link/...", "./a/../a/...", "./nomod/..."} {
		sameWalk(t, "amd64", pattern)
	}
	chdir(t, filepath.Join(root, "a", "deep"))
	for _, pattern := range []string{"./...", "../...", "../../a-b/..."} {
		sameWalk(t, "amd64", pattern)
	}
}

// TestWalkWorkspace: of a workspace each module is walked, but none from another.
func TestWalkWorkspace(t *testing.T) {
	root := tree{
		"go.work": "go 1.23\n\nuse (\n\t./one\n\t./one/inner\n\t./two\n)\n", "one/go.mod": "module example.com/one\n\ngo 1.23\n", "one/a.go": stubIn(""),
		"one/p/a.go": stubIn(""), "one/inner/go.mod": "module example.com/inner\n\ngo 1.23\n", "one/inner/p/a.go": stubIn(""),
		"two/go.mod": "module example.com/two\n\ngo 1.23\n", "two/p/a.go": stubIn(""), "three/go.mod": "module example.com/three\n\ngo 1.23\n", "three/a.go": stubIn(""),
	}.write(t)
	t.Setenv("GOWORK", "")
	chdir(t, root)
	for _, pattern := range []string{"./one/...", "./one/inner/...", "./two/...", "./one/p/..."} {
		if got := sameWalk(t, "amd64", pattern); len(got) == 0 {
			t.Errorf("%s: nothing", pattern)
		}
	}
	if _, err := (loader{root, "amd64"}).walk("./three/..."); !errors.Is(err, errAsk) {
		t.Errorf("a module that the workspace has not: %v", err)
	}
}

// TestWalkAsks: what the walk knows nothing of is left to the go command.
func TestWalkAsks(t *testing.T) {
	plain := tree{"a/a.go": stubIn(""), "testdata/a/a.go": stubIn(""), "vendor/v/a.go": stubIn("")}
	tests := []struct{ mod, flags, pattern string }{
		{"", "-tags=x", "./..."},
		{"", "-overlay=x.json", "./..."},
		{"", "-race", "./..."},
		{"\nignore ./a\n", "", "./..."},
		{"\nnonsense\n", "", "./..."},
		{"", "", "example.com/m/..."},
		{"", "", "a/..."},
		{"", "", "..."},
		{"", "", "./a"},
		{"", "", "./.../a/..."},
		{"", "", "./a..."},
		{"", "", "./testdata/..."},
		{"", "", "./vendor/..."},
		{"", "", "./none/..."},
		{"", "", "/..."},
	}
	for _, tt := range tests {
		root := plain.write(t)
		mod := "module example.com/m\n\ngo 1.23\n" + tt.mod
		if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(mod), 0o644); err != nil {
			t.Fatal(err)
		}
		chdir(t, root)
		t.Setenv("GOFLAGS", tt.flags)
		if found, err := (loader{root, "amd64"}).walk(tt.pattern); !errors.Is(err, errAsk) {
			t.Errorf("%q %q %q: %v, %v", tt.mod, tt.flags, tt.pattern, found, err)
		}
	}
}

// TestWalkRandom: trees made of all that names and files can be.
func TestWalkRandom(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	names := []string{"a", "b", "_c", ".d", "testdata", "vendor", "internal", "x.y", "x+y", "cmd", "a.go", "_", "w~a"}
	files := []string{"p.go", "p_linux.go", "p_windows.go", "p_arm64.go", "p_test.go", "_p.go", "linux.go", "p.c", "p_amd64_test.go"}
	heads := []string{"", "//go:build linux\n\n", "//go:build !linux\n\n", "//go:build ignore\n\n", "//go:build (amd64 || arm64) && !purego\n\n",
		"// +build !cgo\n\n", "//go:build cgo\n\n", "//go:build go1.30\n\n", "//go:build amd64.v2\n\n", "/* \n*/ //go:build windows\n\n", "// words\n\n//go:build !amd64\n\n"}
	for range 8 {
		all := tree{"root.go": stubIn("")}
		for range 40 {
			path := ""
			for range r.IntN(4) {
				path = filepath.Join(path, names[r.IntN(len(names))])
			}
			path = filepath.Join(path, files[r.IntN(len(files))])
			all[path] = stubIn(heads[r.IntN(len(heads))])
			if r.IntN(6) == 0 {
				all[filepath.Join(filepath.Dir(path), "go.mod")] = "module example.com/other\n\ngo 1.23\n"
			}
		}
		delete(all, "go.mod")
		for path := range all { // a name is a file's or a folder's
			for dir := filepath.Dir(path); dir != "."; dir = filepath.Dir(dir) {
				delete(all, dir)
			}
		}
		chdir(t, all.write(t))
		sameWalk(t, []string{"amd64", "arm64"}[r.IntN(2)], "./...")
	}
}
