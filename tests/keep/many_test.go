package keep

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// packages writes n packages, and as many that are none of nearcall's business.
func packages(t *testing.T, n int) *bench {
	b := &bench{t: t, dir: harness.Module(t, "")}
	b.env = []string{"NEARCALL_CACHE=" + t.TempDir()}
	for i := range n {
		name := fmt.Sprintf("p%04d", i)
		b.write(name+"/csrc/f.c", fmt.Sprintf("long f(const long *x) { return *x + %d; }\n", i))
		b.write(name+"/p.go", fmt.Sprintf("package %s\n\n//nearcall:source csrc/f.c\n\n//nearcall:func f\n//go:noescape\nfunc F(x *int64) int64\n", name))
		b.write(fmt.Sprintf("plain%04d/p.go", i), "package plain\n")
	}
	return b
}

// TestMany: packages are built side by side; what is said of them is in their
// order; one that is refused does not hide the others, and a line sums up.
func TestMany(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 24
	}
	b := packages(t, n)
	said := func(status int, want string) string {
		t.Helper()
		start := time.Now()
		r := harness.Nearcall(t, b.dir, b.env, "build", "./...").Want(t, status, "nearcall")
		lines := strings.Split(strings.TrimSpace(r.Stderr), "\n")
		if got := lines[len(lines)-1]; got != want {
			t.Errorf("the last line is %q, want %q", got, want)
		}
		t.Logf("%s: %v", want, time.Since(start).Round(time.Millisecond))
		return r.Stderr
	}
	said(0, fmt.Sprintf("nearcall: %d packages: %d built", n, n))
	for i := range n {
		harness.Read(t, b.dir, fmt.Sprintf("p%04d/nearcall_amd64.s", i))
	}

	// C that warns, C that does not compile, a declaration that does not agree, nothing to do
	b.edit("p0003/csrc/f.c", "{", "{ int unused = 1; if (unused = 2) unused++;")
	b.edit("p0007/csrc/f.c", "{", "{ syntax error")
	b.edit("p0011/p.go", "x *int64", "x *int32")
	b.edit("p0019/csrc/f.c", "{", "{ /* fine */")
	text := said(1, fmt.Sprintf("nearcall: %d packages: 2 built, %d up to date, 2 refused; 1 warning from the C compiler", n, n-4))
	named := slices.Compact(regexp.MustCompile(`(?m)^p\d+`).FindAllString(text, -1))
	if want := []string{"p0003", "p0007", "p0011"}; !slices.Equal(named, want) {
		t.Errorf("said in the order %q, want %q:\n%s", named, want, text)
	}
	if !strings.Contains(harness.Read(t, b.dir, "p0019/nearcall_amd64.s"), "Code generated") {
		t.Error("p0019 is not built")
	}

	b.edit("p0007/csrc/f.c", "{ syntax error", "{")
	b.edit("p0011/p.go", "x *int32", "x *int64")
	text = said(0, fmt.Sprintf("nearcall: %d packages: %d up to date; 1 warning from the C compiler", n, n))
	if !strings.Contains(text, "p0003/csrc/f.c") {
		t.Errorf("the warning is not said again: %s", text)
	}

	best := time.Hour
	for range 5 {
		start := time.Now()
		harness.MustNearcall(t, b.dir, b.env, "build", "./...")
		best = min(best, time.Since(start))
	}
	t.Logf("%d packages, unchanged: %v", n, best)
	if best > 2*time.Second {
		t.Errorf("%d unchanged packages take %v", n, best)
	}
}

// TestSideBySide: as many packages are built at a time as there are processors.
func TestSideBySide(t *testing.T) {
	if runtime.NumCPU() < 2 {
		t.Skip("there is one processor")
	}
	t.Parallel()
	b := packages(t, 2)
	dir := t.TempDir()
	// Each compiler waits until the other one has come.
	script := filepath.Join(dir, "cc")
	text := fmt.Sprintf(`#!/bin/sh
case "$*" in *" -c "*)
	n=$$; : >%[1]s/at.$n
	for i in $(seq 300); do [ "$(ls %[1]s/at.* | wc -l)" -ge 2 ] && exec clang "$@"; sleep 0.1; done
	echo alone >&2; exit 1;;
esac
exec clang "$@"
`, dir)
	harness.Check(t, os.WriteFile(script, []byte(text), 0o755))
	harness.MustNearcall(t, b.dir, append(b.env, "CC=sh "+script), "build", "./...")
}

// TestInterrupted: a signal ends all that goes on, and nothing is left.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	b := packages(t, 8)
	tmp := t.TempDir()
	for _, after := range []time.Duration{0, 50, 300, 600, 1000} {
		cmd := exec.Command(harness.Tool(t), "build", "-a", "./...")
		cmd.Dir, cmd.Env = b.dir, append(append(cmd.Environ(), b.env...), "TMPDIR="+tmp)
		harness.Check(t, cmd.Start())
		time.Sleep(after * time.Millisecond)
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
		left, err := os.ReadDir(tmp)
		harness.Check(t, err)
		if len(left) > 0 {
			t.Errorf("interrupted after %d ms: left %v", after, left)
		}
	}
	harness.MustNearcall(t, b.dir, b.env, "build", "./...")
}
