package links

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// archiveModes are the ways to link an archive. -race is not among them: an
// archive holds its package compiled once, and not for the race detector.
var archiveModes = []mode{
	{},
	{cgo: true},
	{cgo: true, external: true},
	{pie: true},
	{cgo: true, pie: true},
	{cgo: true, external: true, pie: true},
}

// forms are the two forms of the archive carrier.
var forms = []struct {
	name  string
	flags []string
}{
	{"image", nil},
	{"relocs", []string{"-relocs"}},
}

// pack makes an archive of each package, and returns them as arguments for
// link-archive.sh.
func pack(t *testing.T, dir string, env, flags []string, packages ...string) (pairs []string) {
	t.Helper()
	tmp := t.TempDir()
	before := harness.Snapshot(t, dir)
	for _, p := range packages {
		file := filepath.Join(tmp, filepath.Base(p)+".a")
		harness.MustNearcall(t, dir, env, append(append([]string{"archive", "-o", file}, flags...), p)...)
		path := strings.TrimSpace(harness.Must(t, dir, env, "go", "list", "./"+p))
		pairs = append(pairs, path+"="+file)
	}
	harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
	return pairs
}

// link links a program with archives in the place of packages.
func link(t *testing.T, dir, pkg string, env []string, m mode, pairs []string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "prog")
	env = append(append(m.env(), env...), "LDFLAGS="+m.linkmode()+" "+m.buildmode())
	if m.pie { // the packages around it, too
		env = append(env, "GOFLAGS=-buildvcs=false "+m.buildmode())
	}
	args := append([]string{out, filepath.Join(dir, pkg)}, pairs...)
	harness.Must(t, dir, env, filepath.Join(harness.Root(t), "tests/link-archive.sh"), args...)
	return out
}

// TestArchiveCarrier: both forms × link modes × PIE × cgo × versions of Go.
func TestArchiveCarrier(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		harness.CopyTree(t, dir, append([]string{"go.mod", "csrc"}, kernels...)...)
		writeProgram(t, dir, "prog", "")
		writeProgram(t, dir, "progcgo", "package main\n\nimport (\n\t_ \"net\"\n\t_ \"os/user\"\n)\n")
		for _, form := range forms {
			pairs := pack(t, dir, env, form.flags, kernels...)
			for _, m := range archiveModes {
				t.Run(form.name+" "+m.String(), func(t *testing.T) {
					t.Parallel()
					pkg := map[bool]string{false: "prog", true: "progcgo"}[m.cgo]
					out := link(t, dir, pkg, env, m, pairs)
					runProgram(t, out)
					if form.name == "image" {
						checkStatic(t, out, m)
					} else if interp, _ := dynamic(t, out); !interp && !m.external {
						t.Error("a program of the -relocs form is said to be dynamic")
					}
				})
			}
		}
	})
}

// TestRelocsForm: what only archive -relocs takes: pointers in constants and
// writable data.
func TestRelocsForm(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, relocs)
	for _, c := range []struct{ args, wants []string }{
		{[]string{"build", "words"}, []string{"calls is writable global data"}},
		{[]string{"archive", "-o", filepath.Join(t.TempDir(), "words.a"), "words"}, []string{"names holds pointers", "calls is writable global data"}},
	} {
		r := harness.Nearcall(t, dir, nil, c.args...).Want(t, 1, "nearcall", c.args...)
		for _, want := range c.wants {
			if !strings.Contains(r.Stderr, want) {
				t.Errorf("nearcall %v: no %q in:\n%s", c.args, want, r.Stderr)
			}
		}
	}
	pairs := pack(t, dir, nil, []string{"-relocs"}, "words", "more")
	for _, m := range archiveModes {
		t.Run(m.String(), func(t *testing.T) {
			t.Parallel()
			out := link(t, dir, "main", nil, m, pairs)
			if got := harness.Must(t, "", nil, out); got != "one two three 1 2 3 1001\n" {
				t.Errorf("the program prints %q", got)
			}
			interp, needed := dynamic(t, out)
			t.Logf("PT_INTERP: %t, needed libraries: %v", interp, needed)
		})
	}
}

// Two packages whose C has the same names, local and global.
const relocs = `-- words/words.go --
package words

//nearcall:source csrc/words.c

//nearcall:func word
func Word(i uint64, p *byte, n uint64) uint64

//nearcall:func count
func Count() uint64
-- words/csrc/words.c --
#include <stdint.h>
#include <stddef.h>
const char *const names[] = {"one", "two", "three"};
uint64_t calls;
uint64_t word(uint64_t i, char *p, uint64_t n)
{
	uint64_t k = 0;
	for (; k < n && names[i][k]; k++)
		p[k] = names[i][k];
	return k;
}
uint64_t count(void) { return ++calls; }
-- more/more.go --
package more

//nearcall:source csrc/more.c

//nearcall:func count
func Count() uint64
-- more/csrc/more.c --
#include <stdint.h>
uint64_t calls = 1000;
static uint64_t *const where = &calls;
uint64_t count(void) { return ++*where; }
-- main/main.go --
package main

import (
	"fmt"

	"example.com/m/more"
	"example.com/m/words"
)

func main() {
	for i := range uint64(3) {
		var b [8]byte
		fmt.Printf("%s ", b[:words.Word(i, &b[0], 8)])
	}
	fmt.Println(words.Count(), words.Count(), words.Count(), more.Count())
}
`
