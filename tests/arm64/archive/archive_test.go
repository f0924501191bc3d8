// Package archive shows that an archive for arm64 works: C without a frame, with one, with a
// large one, and with an argument on the stack, in a program that qemu-user runs.
package archive

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const (
	qemu = "qemu-aarch64"
	gcc  = "aarch64-linux-gnu-gcc"
	libs = "/usr/aarch64-linux-gnu"
)

// ways are those in which the program is linked.
var ways = []struct {
	name string
	env  []string
}{
	{"exe", []string{"CGO_ENABLED=0"}},
	{"PIE", []string{"CGO_ENABLED=0", "LDFLAGS=-buildmode=pie"}},
	{"external", []string{"CGO_ENABLED=1", "CC=" + gcc, "LDFLAGS=-linkmode=external -extld=" + gcc}},
}

// module is a copy of testdata with a go.mod.
func module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS("testdata")))
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	return dir
}

func TestUnderQemu(t *testing.T) {
	for _, program := range []string{qemu, gcc} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: tests/setup.sh tests", program)
		}
	}
	dir := module(t)
	archive := filepath.Join(dir, "p.a")
	harness.MustNearcall(t, dir, nil, "archive", "-arch", "arm64", "-o", archive, "p")
	for _, w := range ways {
		prog := filepath.Join(dir, w.name)
		harness.Must(t, dir, append([]string{"GOARCH=arm64"}, w.env...),
			filepath.Join(harness.Root(t), "tests/link-archive.sh"), prog, "main", "example.com/m/p="+archive)
		out := harness.Must(t, dir, nil, qemu, "-L", libs, prog)
		if want := "285 473 2014\n"; out != want {
			t.Errorf("%s: %q, want %q", w.name, out, want)
		}
	}
}

// What the compiler laid out is no code that Go can run.
func TestRelocs(t *testing.T) {
	dir := module(t)
	r := harness.Nearcall(t, dir, nil, "archive", "-arch", "arm64", "-relocs", "-o", "p.a", "p")
	if r.Status != 1 || !strings.Contains(r.Stderr, "NC5004") || !strings.Contains(r.Stderr, "leave -relocs out") {
		t.Errorf("status %d, %s", r.Status, r.Stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "p.a")); err == nil {
		t.Error("an archive was written")
	}
}
