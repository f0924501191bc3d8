package inject

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// patience is how long a program may take that takes a fraction of a second otherwise.
const patience = 40 * time.Second

// library compiles inject.so.
func library(t testing.TB) string {
	t.Helper()
	here := filepath.Join(harness.Root(t), "tests", "inject", "preload")
	so := filepath.Join(t.TempDir(), "inject.so")
	harness.Must(t, here, nil, "gcc", "-std=gnu17", "-O2", "-g", "-Wall", "-Wextra", "-Werror", "-Wshadow", "-fno-builtin",
		"-fPIC", "-shared", "-o", so, "point.c", "calls.c")
	return so
}

// A place is where a program runs: its folder, with the files of files, and TMPDIR.
type place struct {
	dir, tmp, log string
	patience      time.Duration
}

func newPlace(t testing.TB) place {
	top := t.TempDir()
	return place{filepath.Join(top, "m"), filepath.Join(top, "tmp"), filepath.Join(top, "log"), patience}
}

// reset makes the place as it is before a run.
func (p place) reset(t testing.TB, files map[string]string) {
	t.Helper()
	for _, path := range []string{p.dir, p.tmp, p.log} {
		harness.Check(t, os.RemoveAll(path))
	}
	harness.Check(t, os.MkdirAll(p.tmp, 0o755))
	harness.Check(t, os.MkdirAll(p.dir, 0o755))
	for name, text := range files {
		harness.Write(t, p.dir, name, text)
	}
}

// filesOf reads all files below a folder. Those that cannot be read have no text.
func filesOf(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	harness.Check(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if err == nil && !e.IsDir() {
			text, _ := os.ReadFile(path)
			all[rel] = string(text)
		} else if err == nil && temporary.MatchString(e.Name()) {
			all[rel] = "a folder"
		}
		return err
	}))
	return all
}

// run runs a program in the place, in a session of its own.
func (p place) run(t testing.TB, env []string, program string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), p.patience)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = p.dir
	cmd.Env = append(append(cmd.Environ(), "GOARCH=amd64", "TMPDIR="+p.tmp, "NEARCALL_CACHE=off"), env...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		t.Fatalf("cannot run %s: %v", program, err)
	}
	r := result{status: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	if r.status < 0 {
		r.ended = "ended by " + cmd.ProcessState.String()
		if ctx.Err() != nil {
			r.ended = "it hangs"
		}
	}
	r.processes = endSession(cmd.Process.Pid)
	r.files = filesOf(t, p.dir)
	left, err := os.ReadDir(p.tmp)
	harness.Check(t, err)
	for _, e := range left {
		r.left = append(r.left, e.Name())
	}
	return r
}

// endSession kills what is left of a session, and tells what it was.
func endSession(sid int) []string {
	var left []string
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		head, rest, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 4 || fields[3] != strconv.Itoa(sid) || fields[0] == "Z" {
			continue
		}
		pid, name, _ := strings.Cut(head, " (")
		number, _ := strconv.Atoi(pid)
		syscall.Kill(number, syscall.SIGKILL)
		left = append(left, name)
	}
	return left
}

// An injection is a run in which a point fails, or all from it on.
type injection struct {
	kind string
	n    int // 0: none fails, and all are told
	on   bool
}

func (i injection) String() string {
	if i.on {
		return fmt.Sprintf("%s/%d/on", i.kind, i.n)
	}
	return fmt.Sprintf("%s/%d", i.kind, i.n)
}

func (i injection) env(so, log string) []string {
	env := []string{"LD_PRELOAD=" + so, "INJECT_LOG=" + log, "INJECT_KIND=" + i.kind}
	if i.n > 0 {
		env = append(env, "INJECT_AT="+strconv.Itoa(i.n))
	}
	if i.on {
		env = append(env, "INJECT_ON=1")
	}
	return env
}
