// Package repro shows that the same inputs give the same bytes, that the
// generated file says where it comes from, and that it computes what the C says.
package repro

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

var (
	kernels   = []string{"gostubs/increment", "gostubs/sum", "gostubs/xxh3"}
	compilers = []string{"clang", "gcc"}
)

// kernelTree is a copy of the kernels, with nothing generated yet, in a folder
// of this name.
func kernelTree(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	harness.CopyTree(t, dir, append([]string{"go.mod", "csrc"}, kernels...)...)
	return dir
}

// generated returns the generated files of the kernels by name, and removes them.
func generated(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, kernel := range kernels {
		files, err := filepath.Glob(filepath.Join(dir, kernel, "nearcall*"))
		harness.Check(t, err)
		for _, file := range files {
			all[filepath.Join(kernel, filepath.Base(file))] = harness.Read(t, file)
			harness.Check(t, os.Remove(file))
		}
	}
	return all
}

// TestSameBytes: wherever the tree is and however its folders are named, the
// bytes are the same.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for _, compiler := range compilers {
		t.Run(compiler, func(t *testing.T) {
			t.Parallel()
			env := []string{"CC=" + compiler}
			dir := kernelTree(t, "tree")
			build := func(cwd string, args ...string) {
				t.Helper()
				harness.MustNearcall(t, cwd, env, append([]string{"build", "-arch", "amd64,arm64"}, args...)...)
			}
			build(dir, kernels...)
			harness.Must(t, dir, nil, "go", "vet", "./...")
			want := generated(t, dir)
			if len(want) < 3*len(kernels) { // assembly, Go and a test; more with fallbacks
				t.Fatalf("%d generated files: %v", len(want), slices.Sorted(maps.Keys(want)))
			}
			for _, kernel := range kernels {
				if want[kernel+"/nearcall_arm64.s"] == "" {
					t.Errorf("%s has no file for arm64", kernel)
				}
			}
			if n := strings.Count(want["gostubs/xxh3/nearcall_amd64.s"], "\n// flags: -march="); n != 3 {
				t.Fatalf("a package with three levels was to be among them, xxh3 has %d", n)
			}

			link := filepath.Join(t.TempDir(), "link")
			harness.Check(t, os.Symlink(dir, link))
			other := kernelTree(t, "another place, with blanks")
			for _, c := range []struct {
				name string
				in   string
				run  func()
			}{
				{"the same again", dir, func() { build(dir, kernels...) }},
				{"over its own output", dir, func() { build(dir, kernels...); build(dir, kernels...) }},
				{"one by one, another order", dir, func() { build(dir, kernels[2]); build(dir, kernels[0], kernels[1]) }},
				{"from the folder above the packages", dir, func() { build(filepath.Join(dir, "gostubs"), "increment", "sum", "xxh3") }},
				{"from the package's folder", dir, func() {
					for _, k := range kernels {
						build(filepath.Join(dir, k), ".")
					}
				}},
				{"from a sibling", dir, func() {
					build(filepath.Join(dir, "csrc"), "../gostubs/increment", "../gostubs/sum/", ".././gostubs/xxh3")
				}},
				{"absolute", dir, func() { build("/", join(dir, kernels)...) }},
				{"through a symbolic link", dir, func() { build("/", join(link, kernels)...) }},
				{"in a symbolic link", dir, func() { build(link, kernels...) }},
				{"a copy elsewhere", other, func() { build(other, kernels...) }},
				{"a copy elsewhere, absolute", other, func() { build(dir, join(other, kernels)...) }},
			} {
				c.run()
				got := generated(t, c.in)
				t.Logf("%s: %d files", c.name, len(got))
				sameFiles(t, c.name, want, got)
			}
		})
	}
}

func join(dir string, names []string) (out []string) {
	for _, name := range names {
		out = append(out, filepath.Join(dir, name))
	}
	return out
}

// sameFiles reports the first line that differs in each file.
func sameFiles(t *testing.T, title string, want, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		a, b := strings.Split(want[name], "\n"), strings.Split(got[name], "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Errorf("%s: %s:%d:\n\t%s\nbefore:\n\t%s", title, name, i+1, b[i], a[i])
				break
			}
		}
		if len(a) != len(b) {
			t.Errorf("%s: %s has %d lines, before %d", title, name, len(b), len(a))
		}
	}
}

// TestSameArchive: the archive carrier as well.
func TestSameArchive(t *testing.T) {
	t.Parallel()
	for _, flags := range [][]string{nil, {"-relocs"}} {
		sums := map[string]bool{}
		for _, name := range []string{"tree", "another place"} {
			dir := kernelTree(t, name)
			for range 2 {
				out := filepath.Join(t.TempDir(), "xxh3.a")
				harness.MustNearcall(t, dir, nil, append(append([]string{"archive", "-o", out}, flags...), "gostubs/xxh3")...)
				sums[fmt.Sprintf("%x", sha256.Sum256([]byte(harness.Read(t, out))))] = true
			}
		}
		t.Logf("archive %v: %v", flags, slices.Sorted(maps.Keys(sums)))
		if len(sums) != 1 {
			t.Errorf("archive %v: %d different files", flags, len(sums))
		}
	}
}

var hashLine = regexp.MustCompile(`(?m)^// sha256 ([0-9a-f]{64}) (.+)$`)

// TestProvenance: the block at the top is true.
func TestProvenance(t *testing.T) {
	t.Parallel()
	for _, compiler := range compilers {
		dir := kernelTree(t, "tree")
		harness.MustNearcall(t, dir, []string{"CC=" + compiler}, append([]string{"build"}, kernels...)...)
		for _, kernel := range kernels {
			text := harness.Read(t, dir, kernel, "nearcall_amd64.s")
			for _, want := range []string{
				"// Code generated by nearcall " + version(t) + ". DO NOT EDIT.\n",
				"// compiler: " + firstLine(t, compiler) + "\n",
				"// linker: " + firstLine(t, "ld") + "\n",
				"-O3", // the flag of the package itself
			} {
				if !strings.Contains(text, want) {
					t.Errorf("CC=%s %s: no %q", compiler, kernel, want)
				}
			}
			checkHashes(t, filepath.Join(dir, kernel), text, "../../csrc/"+filepath.Base(kernel)+"/"+filepath.Base(kernel)+".c")
			if strings.Contains(text, dir) || strings.Contains(text, harness.Root(t)) {
				t.Errorf("CC=%s %s: names a folder of this machine", compiler, kernel)
			}
		}
	}
}

// checkHashes computes the hashes of a provenance block anew.
func checkHashes(t *testing.T, dir, text string, wanted ...string) {
	t.Helper()
	var names []string
	for _, m := range hashLine.FindAllStringSubmatch(text, -1) {
		path := strings.Replace(m[2], "$NEARCALL", harness.Root(t), 1)
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(harness.Read(t, path)))); sum != m[1] {
			t.Errorf("%s has hash %s, not %s", m[2], sum, m[1])
		}
		names = append(names, m[2])
	}
	t.Logf("%s: %d hashes", dir, len(names))
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			t.Errorf("%s: no hash of %s, but of %v", dir, name, names)
		}
	}
}

// version is the tool's, without the commit.
func version(t *testing.T) string {
	t.Helper()
	words := strings.Fields(harness.MustNearcall(t, "", nil, "version").Stdout)
	if len(words) < 2 || words[0] != "nearcall" {
		t.Fatalf("nearcall version says %q", words)
	}
	return words[1]
}

func firstLine(t *testing.T, program string) string {
	t.Helper()
	line, _, _ := strings.Cut(harness.Must(t, "", nil, program, "--version"), "\n")
	return line
}

// TestChangedHeader: a header of the package is an input like the source.
func TestChangedHeader(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:cflags -I include

//nearcall:func f
func F(x uint64) uint64
-- csrc/f.c --
#include "f.h"
#include "nearcall.h"
size_t f(size_t x) { return x * FACTOR; }
-- include/f.h --
#define FACTOR 3
`)
	harness.MustNearcall(t, dir, nil, "build", ".")
	before := harness.Read(t, dir, "nearcall_amd64.s")
	checkHashes(t, dir, before, "csrc/f.c", "include/f.h", "$NEARCALL/csrc/nearcall.h")
	harness.Write(t, dir, "include/f.h", "#define FACTOR 5\n")
	harness.MustNearcall(t, dir, nil, "build", ".")
	after := harness.Read(t, dir, "nearcall_amd64.s")
	checkHashes(t, dir, after, "include/f.h")
	if before == after {
		t.Error("another header gave the same file")
	}
}
