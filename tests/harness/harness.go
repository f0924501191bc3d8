// Package harness is what the end-to-end tests share: it writes modules into
// temporary folders, runs build/nearcall on them, and looks at what came out.
//
// NEARCALL in the environment names another binary to test, from the root
// folder on: build/asan/nearcall, for instance.
package harness

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Root is the repository's root folder.
func Root(t testing.TB) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("runtime.Caller does not know this file")
	}
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}

// Tool is the nearcall binary under test.
func Tool(t testing.TB) string {
	t.Helper()
	path := os.Getenv("NEARCALL")
	if filepath.IsAbs(path) {
		return path
	}
	if path != "" {
		return filepath.Join(Root(t), path)
	}
	return filepath.Join(Root(t), "build", "nearcall")
}

// Check ends the test if err is one.
func Check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Result is how a program ended. Status is -1 if a signal ended it.
type Result struct {
	Status         int
	Stdout, Stderr string
}

// Run runs a program to its end. env comes on top of this process's own, with
// nearcall's cache off: what is tested is to happen.
func Run(t testing.TB, dir string, env []string, program string, args ...string) Result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := retry(func() error {
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		cmd.Env = append(append(cmd.Environ(), "NEARCALL_CACHE=off", "GOARCH=amd64"), env...)
		stdout.Reset()
		stderr.Reset()
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		return cmd.Run()
	})
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("cannot run %s (make builds the tool): %v", program, err)
	}
	r := Result{Stdout: stdout.String(), Stderr: stderr.String()}
	if exit != nil {
		r.Status = exit.ExitCode()
	}
	return r
}

// retry tries to start a program for some seconds more if it is not there or
// being written: make replaces the tool while tests may run.
func retry(run func() error) error {
	for try := 0; ; try++ {
		err := run()
		gone := errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ETXTBSY) || errors.Is(err, syscall.EACCES)
		if !gone || try == 40 {
			return err
		}
		time.Sleep(250 * time.Millisecond)
	}
}

// Nearcall runs the tool in a folder, with a temporary folder of its own; that
// anything is left in there is an error, and so is a message without a code, a
// page or a hint.
func Nearcall(t testing.TB, dir string, env []string, args ...string) Result {
	t.Helper()
	tmp := t.TempDir()
	r := Run(t, dir, append([]string{"TMPDIR=" + tmp}, env...), Tool(t), args...)
	left, err := os.ReadDir(tmp)
	Check(t, err)
	for _, e := range left {
		t.Errorf("nearcall %s left %s in TMPDIR", strings.Join(args, " "), e.Name())
	}
	for _, wrong := range Uncoded(Codes(t), r.Stderr) {
		t.Errorf("nearcall %s: %s", strings.Join(args, " "), wrong)
	}
	return r
}

// Must runs a program that has to succeed, and returns its standard output.
func Must(t testing.TB, dir string, env []string, program string, args ...string) string {
	t.Helper()
	r := Run(t, dir, env, program, args...)
	return r.Want(t, 0, filepath.Base(program), args...).Stdout
}

// MustNearcall is Nearcall for what has to succeed.
func MustNearcall(t testing.TB, dir string, env []string, args ...string) Result {
	t.Helper()
	return Nearcall(t, dir, env, args...).Want(t, 0, "nearcall", args...)
}

// Want ends the test if the program ended with another status.
func (r Result) Want(t testing.TB, status int, program string, args ...string) Result {
	t.Helper()
	if r.Status != status {
		t.Fatalf("%s %s: status %d, want %d\n%s%s", program, strings.Join(args, " "), r.Status, status, r.Stdout, r.Stderr)
	}
	return r
}
