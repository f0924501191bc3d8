package keep

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestInit: what nearcall init writes builds, passes its tests, is formatted,
// and works without C as well.
func TestInit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mod, arg, run, pkg string }{
		{"", "sum", ".", "sum"},
		{"", "a/deep/Go-Hash2", ".", "gohash2"},
		{"module m\n\ngo 1.23\n", "sub/x-Vec", ".", "xvec"},
		{"module m\n\ngo 1.18\n", ".", ".", "base"},
	} {
		t.Run(c.pkg, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "base")
			if c.mod != "" {
				harness.Write(t, dir, "go.mod", c.mod)
			} else {
				harness.Check(t, os.MkdirAll(dir, 0o755))
			}
			said := harness.MustNearcall(t, dir, nil, "init", c.arg).Stdout
			in := filepath.Join(dir, c.arg)
			env := []string{"PATH=" + filepath.Dir(harness.Tool(t)) + ":" + os.Getenv("PATH"), "CGO_ENABLED=0"}
			_, next, ok := strings.Cut(said, "\nNext: ")
			if !ok {
				t.Fatalf("nearcall init does not tell what is next: %s", said)
			}
			harness.Must(t, dir, env, "sh", "-ec", next)
			for _, args := range []string{"vet", "test -tags purego", "test -run ^$ -bench . -benchtime 10x"} {
				harness.Must(t, in, env, "go", strings.Fields(args)...)
			}
			if out := harness.Must(t, in, nil, "gofmt", "-l", "."); out != "" {
				t.Errorf("gofmt -l: %s", out)
			}
			listed := harness.Must(t, in, env, "go", "test", "-list", ".")
			for _, want := range []string{"TestSum", "FuzzSum", "BenchmarkSum", "TestNearcallFiles", "FuzzNearcall_Sum"} {
				if !strings.Contains(listed, want+"\n") {
					t.Errorf("no %s among\n%s", want, listed)
				}
			}
			if text := harness.Read(t, in, c.pkg+".go"); !strings.Contains(text, "\npackage "+c.pkg+"\n") {
				t.Errorf("the package is named otherwise:\n%s", text)
			}
			harness.MustNearcall(t, in, nil, "verify")

			before := harness.Snapshot(t, dir)
			r := harness.Nearcall(t, dir, nil, "init", c.arg).Want(t, 1, "nearcall init")
			if strings.Count(r.Stderr, "is not overwritten") < 4 {
				t.Errorf("once more, it says %s", r.Stderr)
			}
			harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
		})
	}
}

// TestInitOneFile: one file that is there keeps all from being written.
func TestInitOneFile(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, "-- sum/sum_test.go --\npackage sum\n")
	before := harness.Snapshot(t, dir)
	r := harness.Nearcall(t, dir, nil, "init", "sum").Want(t, 1, "nearcall init")
	if !strings.HasPrefix(r.Stderr, "sum/sum_test.go: error: ") || r.Stdout != "" {
		t.Errorf("says %s%s", r.Stdout, r.Stderr)
	}
	harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
	for _, name := range []string{"42", "func", "main", "Ω", "x-ω"} {
		r := harness.Nearcall(t, dir, nil, "init", name).Want(t, 1, "nearcall init")
		if !strings.Contains(r.Stderr, "makes no name of a Go package") {
			t.Errorf("init %s says %s", name, r.Stderr)
		}
	}
	harness.Nearcall(t, dir, nil, "init").Want(t, 2, "nearcall init")
	harness.Nearcall(t, dir, nil, "init", "a", "b").Want(t, 2, "nearcall init")
	harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
}

// TestInitPinned: a module that pins nearcall builds with that version.
func TestInitPinned(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, "")
	harness.Write(t, dir, "go.mod", "module m\n\ngo 1.24\n\ntool github.com/nearcall/nearcall/cmd/nearcall\n")
	harness.MustNearcall(t, dir, nil, "init", "sum")
	if text := harness.Read(t, dir, "sum/sum.go"); !strings.Contains(text, "\n//go:generate go tool nearcall build\n") {
		t.Errorf("go generate runs another:\n%s", text)
	}
}
