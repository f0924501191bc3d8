package refuse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// pathWithout is a PATH on which every program is but some.
func pathWithout(t *testing.T, programs ...string) string {
	dir := t.TempDir()
	for _, from := range filepath.SplitList(os.Getenv("PATH")) {
		entries, _ := os.ReadDir(from) // PATH may name what is not there
		for _, e := range entries {
			err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(dir, e.Name()))
			if err != nil && !os.IsExist(err) {
				t.Fatal(err)
			}
		}
	}
	for _, program := range programs {
		harness.Check(t, os.Remove(filepath.Join(dir, program)))
	}
	return "PATH=" + dir
}

// TestMissingTools: status 3, what is missing, and what to install.
func TestMissingTools(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, missing string
		env           []string
		args, want    []string
	}{
		{"clang", "clang", nil, []string{"build", "."}, []string{"clang is not installed", "hint: ", "apt install clang"}},
		{"clang for check", "clang", nil, []string{"check", "."}, []string{"apt install clang"}},
		{"ld", "ld", nil, []string{"build", "."}, []string{"ld is not installed", "apt install binutils"}},
		{"go", "go", nil, []string{"build", "."}, []string{"hint: install Go 1.23 or newer", "apt install golang"}},
		{"gcc by CC", "gcc", []string{"CC=gcc"}, []string{"build", "."}, []string{"gcc is not installed", "apt install gcc"}},
		{"objcopy", "objcopy", nil, []string{"archive", "-relocs", "-o", "p.a", "."}, []string{"objcopy is not installed", "apt install binutils"}},
		{"unknown CC", "", []string{"CC=mycc -m64"}, []string{"build", "."}, []string{"mycc is not installed", "hint: "}},
		{"CC that fails", "", []string{"CC=false"}, []string{"build", "."}, []string{"false"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := harness.Module(t, good)
			env := c.env
			if c.missing != "" {
				env = append(env, pathWithout(t, c.missing))
			}
			before := harness.Snapshot(t, dir)
			r := harness.Nearcall(t, dir, env, c.args...)
			t.Logf("status %d, stderr:\n%s", r.Status, r.Stderr)
			if r.Status != 3 {
				t.Errorf("status %d, want 3", r.Status)
			}
			for _, want := range c.want {
				if !strings.Contains(r.Stderr, want) {
					t.Errorf("no %q in stderr", want)
				}
			}
			harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
		})
	}
}

// TestUsage: a command line that is wrong is status 2 and shows the right one.
func TestUsage(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, good)
	before := harness.Snapshot(t, dir)
	for _, line := range []string{
		"", "frobnicate", "build -o a.a .", "build -relocs .", "check -relocs .", "archive .", "archive -o p.a . .", "-build .",
		"build -arch", "build -arch mips .", "check -arch amd64,mips .", "check -arch amd64, .",
	} {
		r := harness.Nearcall(t, dir, nil, strings.Fields(line)...)
		if r.Status != 2 || !strings.Contains(r.Stderr, "usage: nearcall build") || r.Stdout != "" {
			t.Errorf("nearcall %s: status %d, stdout %q, stderr:\n%s", line, r.Status, r.Stdout, r.Stderr)
		}
	}
	for _, line := range []string{"version", "help", "-h", "--help"} {
		r := harness.MustNearcall(t, dir, nil, line)
		if !strings.HasPrefix(r.Stdout, "nearcall ") && !strings.HasPrefix(r.Stdout, "usage: nearcall ") || r.Stderr != "" {
			t.Errorf("nearcall %s: stdout %q, stderr %q", line, r.Stdout, r.Stderr)
		}
	}
	harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
}

// TestFolders: arguments that are no package's folder.
func TestFolders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, arg string }{
		{"not there", "absent"}, {"a file", "p.go"}, {"no Go file", "csrc"}, {"empty", "empty"},
	} {
		dir := harness.Module(t, good)
		harness.Check(t, os.Mkdir(filepath.Join(dir, "empty"), 0o755))
		before := harness.Snapshot(t, dir)
		r := harness.Nearcall(t, dir, nil, "build", c.arg)
		t.Logf("%s: status %d: %s", c.name, r.Status, r.Stderr)
		if r.Status != 1 || !strings.Contains(r.Stderr, c.arg) || !strings.Contains(r.Stderr, "\thint: ") {
			t.Errorf("%s: status %d, want 1, with the name and a hint:\n%s", c.name, r.Status, r.Stderr)
		}
		harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
	}
}

// TestCheckWritesNothing: a good package passes check and stack, and stays as it is.
func TestCheckWritesNothing(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, good)
	before := harness.Snapshot(t, dir)
	if r := harness.MustNearcall(t, dir, nil, "check", "."); r.Stdout+r.Stderr != "" {
		t.Errorf("check says %q %q", r.Stdout, r.Stderr)
	}
	if r := harness.MustNearcall(t, dir, nil, "stack", "."); !strings.Contains(r.Stdout, "f") || r.Stderr != "" {
		t.Errorf("stack says %q %q", r.Stdout, r.Stderr)
	}
	harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
}

// TestOthersGoOn: a refused package does not keep a good one from being built.
func TestOthersGoOn(t *testing.T) {
	t.Parallel()
	bad := stub("func F() int32", "int n; // WANT n is writable global data\nint f(void) { return n++; }", "")
	for _, order := range [][]string{{"good", "bad"}, {"bad", "good"}} {
		dir := harness.Module(t, "")
		for folder, text := range map[string]string{"good": good, "bad": bad} {
			for _, f := range harness.Split(text) {
				harness.Write(t, dir, filepath.Join(folder, f.Name), f.Text)
			}
		}
		before := harness.Snapshot(t, filepath.Join(dir, "bad"))
		r := harness.Nearcall(t, dir, nil, append([]string{"build"}, order...)...)
		if r.Status != 1 {
			t.Errorf("build %v: status %d, want 1", order, r.Status)
		}
		wants := harness.Wants(bad)
		for i := range wants {
			wants[i].File = "bad/" + wants[i].File
		}
		harness.CompareDiags(t, wants, harness.ParseDiags(r.Stderr))
		harness.SameSnapshot(t, before, harness.Snapshot(t, filepath.Join(dir, "bad")))
		if _, err := os.Stat(filepath.Join(dir, "good/nearcall_amd64.s")); err != nil {
			t.Errorf("build %v: the good package was not written: %v", order, err)
		}
	}
}

// TestAllAtOnce: one run shows the problems of all stages.
func TestAllAtOnce(t *testing.T) {
	t.Parallel()
	refuseAll(t, []refusal{
		{name: "from declaration to proof", files: many},
		{name: "two C files that do not compile", files: `-- p.go --
package p

//nearcall:source csrc/a.c csrc/b.c csrc/c.c
// WANT^ csrc/a.c does not compile
// WANT^^ csrc/b.c does not compile

//nearcall:func c
func C(x uint64) uint64

//nearcall:func d
func D(x uint64) uint64 { return x } // WANT func D has a body
-- csrc/a.c --
int a = no; // WANT/CC use of undeclared identifier 'no'
-- csrc/b.c --
int b = nor; // WANT/CC use of undeclared identifier 'nor'
-- csrc/c.c --
unsigned long c(unsigned long x) { return x; }
`},
	})
}

const many = `-- a.go --
package p

//nearcall:source csrc/*.c

//nearcall:func good
func Good(x uint64) uint64

//nearcall:func size
func Size(x int64) int64 // WANT Size: parameter x
// WANT^ Size: result

//nearcall:func absent
func Absent() // WANT Absent: no C function absent
-- b.go --
package p

//nearcall:fun good
// WANT^ unknown directive //nearcall:fun

//nearcall:func recursive
func Recursive(n uint64) uint64

//nearcall:func writes
func Writes() int32

//nearcall:func good
func Table(m map[string]int) uint64 // WANT Table: parameter m

//nearcall:func grows
func Grows(n uint64) byte

//nearcall:func undefined
func Undefined(x *byte) uint64
-- csrc/a.c --
#include <stdint.h>
uint64_t good(uint64_t x) { return x; }
int size(int x) { return x; }
static int counter; // WANT counter is writable global data
int writes(void) { return ++counter; }
-- csrc/b.c --
#include <stdint.h>
unsigned long length(const char *);
uint64_t recursive(uint64_t n)
{
	return n < 2 ? n : recursive(n / 2) * recursive(n / 3); // WANT recursive is recursive
}
unsigned char grows(uint64_t n)
{
	volatile unsigned char a[n]; // WANT grows
	a[0] = 1;
	return a[n / 2];
}
uint64_t undefined(const char *s)
{
	return length(s); // WANT undefined needs length
}
`
