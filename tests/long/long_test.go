// Package long has the tests of calls that take long: in pieces, with early
// returns, and as system calls.
package long

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// built is the module of testdata/m in a folder of its own, built.
func built(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS("testdata/m")))
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
	dir = t.TempDir()
	harness.Check(t, os.CopyFS(dir, os.DirFS("testdata/m")))
	edit(t, dir, "p/p.go", "//nearcall:blocking\n", "")
	edit(t, dir, "p/known_test.go", "true", "false")
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64", "./p")
	unknown(t, dir)
	t.Log(harness.Must(t, dir, nil, "go", "test", "-count=1", "-v", "-run", "TestChunk|TestYield", "./p"))
}

// hold returns how long a collection takes, and a call alone, in ms.
func hold(t *testing.T, program, way string) (gc, alone float64) {
	t.Helper()
	text := harness.Must(t, filepath.Dir(program), nil, program, way)
	if _, err := fmt.Sscan(text, &gc, &alone); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	t.Logf("%s: a collection takes %.1f ms, a call %.1f ms", way, gc, alone)
	return gc, alone
}

// TestHeldUp: a plain call holds the collector up, the others do not; over a trampoline
// that does not check the stack, chunk and yield do as well.
func TestHeldUp(t *testing.T) {
	dir := built(t)
	build := func(name string) string {
		harness.Must(t, dir, nil, "go", "build", "-o", name, "./hold")
		return filepath.Join(dir, name)
	}
	good := build("good")
	edit(t, dir, "p/nearcall_amd64.s", "TEXT ·nearcallSumStack(SB), 0,", "TEXT ·nearcallSumStack(SB), NOSPLIT,",
		"TEXT ·nearcallWalkStack(SB), 0,", "TEXT ·nearcallWalkStack(SB), NOSPLIT,")
	planted := build("planted")
	for _, c := range []struct {
		program, way string
		held         bool
	}{
		{good, "plain", true}, {good, "chunk", false}, {good, "yield", false}, {good, "blocking", false},
		{planted, "chunk", true}, {planted, "yield", true},
	} {
		// a machine with other work may hold up a collection once, and not three times
		for try := 1; ; try++ {
			gc, alone := hold(t, c.program, c.way)
			if gc > alone/3 == c.held {
				break
			}
			if try == 3 {
				t.Errorf("%s of %s: a collection takes %.1f ms, a call %.1f ms", c.way, filepath.Base(c.program), gc, alone)
				break
			}
		}
	}
}

// TestStress: the short form of make stress-long.
func TestStress(t *testing.T) {
	dir := built(t)
	duration, goroutines := cmp.Or(os.Getenv("NEARCALL_STRESS"), "3s"), cmp.Or(os.Getenv("NEARCALL_STRESS_N"), "100")
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "build", "-o", "stress.bin", "./stress")
		text := harness.Must(t, dir, append(env, "GODEBUG=gccheckmark=1"), filepath.Join(dir, "stress.bin"), "-t", duration, "-n", goroutines)
		t.Log(text)
		if strings.Contains(text, " 0 came back early") {
			t.Error("no call that yields has come back early")
		}
	})
}

// TestStressFinds: a frame that is too small does not go unseen.
func TestStressFinds(t *testing.T) {
	dir := built(t)
	text := harness.Read(t, dir, "p/nearcall_amd64.s")
	at := strings.Index(text, "TEXT ·Spin(SB), 0, $")
	if at < 0 {
		t.Fatal("no entry of Spin")
	}
	var frame int
	_, err := fmt.Sscanf(text[at:], "TEXT ·Spin(SB), 0, $%d-32", &frame)
	harness.Check(t, err)
	end := at + strings.Index(text[at:], "\n\n//")
	entry := strings.NewReplacer(fmt.Sprintf("$%d", frame), "$64", fmt.Sprintf("$-%d", frame), "$-64",
		fmt.Sprintf("$%d", frame-8), "$56", fmt.Sprintf("$-%d", frame-8), "$-56").Replace(text[at:end])
	harness.Write(t, dir, "p/nearcall_amd64.s", text[:at]+entry+text[end:])
	harness.Must(t, dir, nil, "go", "build", "-o", "stress.bin", "./stress")
	for seed := 1; seed <= 5; seed++ {
		r := harness.Run(t, dir, nil, filepath.Join(dir, "stress.bin"), "-t", "4s", "-n", "300", "-seed", fmt.Sprint(seed))
		if r.Status != 0 {
			t.Logf("found at seed %d: %.300s", seed, r.Stdout+r.Stderr)
			return
		}
	}
	t.Error("a frame of 64 bytes for 2,400 went unseen")
}

// TestFault: a fault in a blocking call ends the program, and names the Go caller; in the
// others it is a panic.
func TestFault(t *testing.T) {
	t.Parallel()
	dir := built(t)
	harness.Write(t, dir, "fault/main.go", `package main

import "example.com/m/p"

//go:noinline
func caller() uint64 { return p.Peek(nil) }

func try(f func()) {
	defer func() { println("recovered", recover() != nil) }()
	f()
}

func main() {
	try(func() { p.Walk(nil) })
	try(func() { println(caller()) })
}
`)
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "build", "-o", "fault.bin", "./fault")
		r := harness.Run(t, dir, nil, filepath.Join(dir, "fault.bin"))
		if r.Status != 2 || strings.Count(r.Stderr, "recovered true") != 1 || !strings.Contains(r.Stderr, "main.caller") || !strings.Contains(r.Stderr, "p.Peek") {
			t.Errorf("status %d:\n%s", r.Status, r.Stderr)
		}
	})
}
