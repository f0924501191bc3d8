package fire

import (
	"fmt"
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

// A stand-in for a tool: does what the tool does, but for one call, in which it
// leaves a temporary file and a child, says so in the file $HELD, and waits.
const standIn = `#!/bin/bash
case " $* " in
*" %s "*)
	mkdir -p "$TMPDIR/of-a-child/deep" && touch "$TMPDIR/of-a-child/deep/file"
	sleep 100 &
	echo $$ $! >"$HELD.new" && mv "$HELD.new" "$HELD"
	wait
	sleep 100
	;;
esac
exec %s "$@"
`

// held starts nearcall with a stand-in and returns when that waits, with the
// processes that it is.
func held(t *testing.T, dir, tmp, tool, call string, shell string, args ...string) (*exec.Cmd, []int) {
	real, err := exec.LookPath(tool)
	harness.Check(t, err)
	bin := t.TempDir()
	harness.Write(t, bin, tool, fmt.Sprintf(standIn, call, real))
	harness.Check(t, os.Chmod(filepath.Join(bin, tool), 0o755))
	mark := filepath.Join(bin, "held")
	cmd := exec.Command("bash", append([]string{"-c", shell + ` exec "$0" "$@"`, harness.Tool(t)}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "TMPDIR="+tmp, "HELD="+mark, "PATH="+bin+":"+os.Getenv("PATH"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	harness.Check(t, cmd.Start())
	for range 3000 {
		if text, err := os.ReadFile(mark); err == nil {
			var pids []int
			for _, word := range strings.Fields(string(text)) {
				pid, err := strconv.Atoi(word)
				harness.Check(t, err)
				pids = append(pids, pid)
			}
			return cmd, pids
		}
		time.Sleep(10 * time.Millisecond)
	}
	cmd.Process.Kill()
	t.Fatalf("%s is not called with %s", tool, call)
	return nil, nil
}

// alive reports whether a process is there and no zombie.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// TestSignals: SIGINT, SIGTERM, SIGHUP and SIGQUIT to nearcall alone end it, with
// that status, and all it has started; nothing of it is left.
func TestSignals(t *testing.T) {
	t.Parallel()
	build := []string{"build", "p"}
	for _, c := range []struct {
		name, tool, call string
		args             []string
		signal           syscall.Signal
	}{
		{"INT while clang compiles", "clang", "-c", build, syscall.SIGINT},
		{"TERM while clang compiles", "clang", "-c", build, syscall.SIGTERM},
		{"HUP while ld links", "ld", "-pie", build, syscall.SIGHUP},
		{"TERM while the declarations are read", "go", "list", build, syscall.SIGTERM},
		{"INT while an archive is compiled", "go", "compile", []string{"archive", "-o", "p.a", "p"}, syscall.SIGINT},
		{"HUP while an archive is packed", "go", "pack", []string{"archive", "-o", "p.a", "p"}, syscall.SIGHUP},
		{"QUIT in check", "clang", "-c", []string{"check", "p"}, syscall.SIGQUIT},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, tmp := newModule(t, versions[0]), t.TempDir()
			harness.MustNearcall(t, dir, nil, "build", "p")
			before := harness.Snapshot(t, dir)
			cmd, pids := held(t, dir, tmp, c.tool, c.call, "ulimit -c 0;", c.args...)
			harness.Check(t, cmd.Process.Signal(c.signal))
			cmd.Wait()
			status := cmd.ProcessState.Sys().(syscall.WaitStatus)
			if !status.Signaled() || status.Signal() != c.signal {
				t.Errorf("it ends with %v", cmd.ProcessState)
			}
			for _, pid := range pids {
				if alive(pid) {
					t.Errorf("process %d is still there", pid)
					syscall.Kill(pid, syscall.SIGKILL)
				}
			}
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("%s is left in TMPDIR", left[0].Name())
			}
			harness.SameSnapshot(t, before, harness.Snapshot(t, dir))
		})
	}
}

// TestIgnoredSignal: what was started with nohup goes on.
func TestIgnoredSignal(t *testing.T) {
	t.Parallel()
	dir, tmp := newModule(t, versions[0]), t.TempDir()
	cmd, pids := held(t, dir, tmp, "clang", "-c", "trap '' HUP;", "build", "p")
	harness.Check(t, cmd.Process.Signal(syscall.SIGHUP))
	time.Sleep(200 * time.Millisecond)
	if !alive(cmd.Process.Pid) {
		t.Error("a signal that is ignored has ended it")
	}
	for _, pid := range pids { // the compiler is killed: that is a failure of a tool, in words
		syscall.Kill(pid, syscall.SIGKILL)
	}
	cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 3 {
		t.Errorf("with the compiler killed, status %d, want 3", status)
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%s is left in TMPDIR", left[0].Name())
	}
}

// TestBrokenPipe: a report that nobody reads any more ends by SIGPIPE, cleanly.
func TestBrokenPipe(t *testing.T) {
	t.Parallel()
	dir, tmp := newModule(t, versions[0]), t.TempDir()
	const line = `{ sleep 1; "$0" stack p; echo $? >&2; } | true`
	r := harness.Run(t, dir, []string{"TMPDIR=" + tmp}, "bash", "-c", line, harness.Tool(t))
	if strings.TrimSpace(r.Stderr) != "141" {
		t.Errorf("status %s, want 141", r.Stderr)
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%s is left in TMPDIR", left[0].Name())
	}
}
