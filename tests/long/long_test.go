// Package long has the tests of calls that take long: in pieces, with early
// returns, and as system calls.
package long

import (
	"os"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// copied is the module of testdata/m in a folder of its own.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS("testdata/m")))
	return dir
}

// built is the same, built.
func built(t *testing.T) string {
	t.Helper()
	dir := copied(t)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./p")
	return dir
}

// edit changes a generated file: a mistake, planted.
func edit(t *testing.T, dir, name string, pairs ...string) {
	t.Helper()
	text := harness.Read(t, dir, name)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q in %s", pairs[i], name)
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	harness.Write(t, dir, name, text)
}

// TestCalls: results, and that C has come back early, on each version of Go.
func TestCalls(t *testing.T) {
	t.Parallel()
	dir := built(t)
	if r := harness.Run(t, dir, nil, "gofmt", "-l", "p"); r.Stdout != "" {
		t.Errorf("gofmt -l: %s", r.Stdout)
	}
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "vet", "./...")
		t.Log(harness.Must(t, dir, env, "go", "test", "-count=1", "-v", "./p"))
	})
}

// TestModes: the runtime's functions can be named however the program is linked.
func TestModes(t *testing.T) {
	t.Parallel()
	dir := built(t)
	modes := []string{"-buildmode=pie", "-race", "-gcflags=all=-N -l", "-ldflags=-linkmode=external"}
	if testing.Short() {
		modes = modes[:2]
	}
	harness.EachGo(t, func(t *testing.T, env []string) {
		for _, mode := range modes {
			harness.Must(t, dir, append(env, "CGO_ENABLED=1"), "go", "test", "-count=1", mode, "./p")
		}
		for _, goos := range []string{"darwin", "windows", "freebsd", "openbsd"} {
			harness.Must(t, dir, append(env, "GOOS="+goos, "CGO_ENABLED=0"), "go", "build", "-o", os.DevNull, "./stress")
		}
	})
}

// TestOneP: with one P, a blocking call lets others run, and is no deadlock.
func TestOneP(t *testing.T) {
	t.Parallel()
	dir := built(t)
	harness.Must(t, dir, []string{"GOMAXPROCS=1"}, "go", "test", "-count=1", "./p")
}

// unknown makes this Go one that the package was not tested with.
func unknown(t *testing.T, dir string) {
	t.Helper()
	edit(t, dir, "p/nearcall_amd64.go", "go1.23 && !go1.28", "!amd64")
	edit(t, dir, "p/nearcall_stack_amd64.go", "(!go1.23 || go1.28)", "amd64")
}

// TestUnknownGo: there, yield says no and results stay right; a blocking call is
// an error of the compiler that says what to do.
func TestUnknownGo(t *testing.T) {
	t.Parallel()
	dir := built(t)
	unknown(t, dir)
	r := harness.Run(t, dir, nil, "go", "build", "./p")
	if r.Status == 0 || !strings.Contains(r.Stderr, "nearcall_blocking_calls_were_not_tested_with_this_Go") {
		t.Errorf("status %d: %s", r.Status, r.Stderr)
	}
	if text := harness.Read(t, dir, "p/nearcall_stack_amd64.go"); !strings.Contains(text, "The way out: ") {
		t.Error(text)
	}
	dir = copied(t)
	edit(t, dir, "p/p.go", "//nearcall:blocking\n", "")
	edit(t, dir, "p/long.go", "//nearcall:blocking\n", "")
	edit(t, dir, "p/known_test.go", "true", "false")
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./p")
	unknown(t, dir)
	t.Log(harness.Must(t, dir, nil, "go", "test", "-count=1", "-v", "-run", "TestChunk|TestYield", "./p"))
}
