package long

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestTracer: the execution tracer shows a blocking call as a system call, as long as it is,
// with the Go callers of the entry, and no other call.
func TestTracer(t *testing.T) {
	t.Parallel()
	dir := built(t)
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "build", "-o", "traced.bin", "./traced")
		harness.Must(t, dir, nil, filepath.Join(dir, "traced.bin"), "trace.out")
		harness.Write(t, dir, "syscall.prof", harness.Must(t, dir, env, "go", "tool", "trace", "-pprof=syscall", "trace.out"))
		text := harness.Must(t, dir, env, "go", "tool", "pprof", "-traces", "syscall.prof")
		m := regexp.MustCompile(`(?m)^ *(\S+) +(?:example\.com/m/p\.Spin\n +)?main\.blocks\n +main\.main$`).FindStringSubmatch(text)
		if m == nil || strings.Contains(text, "main.yields") || strings.Contains(text, "main.plain") {
			t.Fatal(text)
		}
		took, err := time.ParseDuration(m[1])
		harness.Check(t, err)
		if t.Log(took); took < 50*time.Millisecond {
			t.Errorf("a call of 100,000,000 steps took %v in the trace", took)
		}
	})
}

// TestTailJump: assembly calls entersyscall and exitsyscall by wrappers that jump, so that they
// see the entry as their caller. A frame in between would be gone while C runs.
func TestTailJump(t *testing.T) {
	t.Parallel()
	dir := copied(t)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "amd64,arm64", "./p")
	harness.EachGo(t, func(t *testing.T, env []string) {
		for _, arch := range []string{"amd64", "arm64"} {
			harness.Must(t, dir, append(env, "GOARCH="+arch, "CGO_ENABLED=0"), "go", "build", "-o", "asleep.bin", "./asleep")
			text := harness.Must(t, dir, env, "go", "tool", "objdump", "-s", `^runtime\.(enter|exit)syscall\.abi0$`, "asleep.bin")
			if strings.Count(text, "TEXT ") != 2 || len(regexp.MustCompile(`JMP runtime\.(enter|exit)syscall\(SB\)`).FindAllString(text, -1)) != 2 ||
				regexp.MustCompile(`CALL|PUSHQ|SUBQ|STP|MOVD\.W|\bSUB\b`).MatchString(text) {
				t.Errorf("%s:\n%s", arch, text)
			}
		}
	})
}

// TestAsleep: a goroutine in a blocking call is none that sleeps for ever; and afterwards the
// runtime sees when all do.
func TestAsleep(t *testing.T) {
	t.Parallel()
	dir := built(t)
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, append(env, "CGO_ENABLED=0"), "go", "build", "-o", "asleep.bin", "./asleep")
		for procs := 1; procs <= 2; procs++ {
			env := []string{fmt.Sprint("GOMAXPROCS=", procs)}
			harness.Must(t, dir, env, filepath.Join(dir, "asleep.bin"))
			r := harness.Run(t, dir, env, filepath.Join(dir, "asleep.bin"), "for ever")
			if r.Status != 2 || strings.Count(r.Stdout, "true") != 2 || !strings.Contains(r.Stderr, "all goroutines are asleep - deadlock!") {
				t.Errorf("GOMAXPROCS=%d: status %d: %s%s", procs, r.Status, r.Stdout, r.Stderr)
			}
		}
	})
}

// TestFault: a fault in a blocking call ends the program, and names the Go callers; in the
// others it is a panic.
func TestFault(t *testing.T) {
	t.Parallel()
	dir := built(t)
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "build", "-o", "fault.bin", "./fault")
		for kind, signal := range map[string]string{"nil": "SIGSEGV", "address": "SIGSEGV", "below": "SIGSEGV", "division": "SIGFPE"} {
			checkFault(t, kind, signal, harness.Run(t, dir, nil, filepath.Join(dir, "fault.bin"), kind))
		}
	})
}

func checkFault(t *testing.T, kind, signal string, r harness.Result) {
	t.Helper()
	callers := regexp.MustCompile(`(?s)` + signal + `.*\nexample\.com/m/p\.(Peek|PeekBelow|Divide)\(.*\nmain\.caller\(.*fault/main\.go:\d+.*\nmain\.main\(`)
	if r.Status != 2 || strings.Count(r.Stderr, "recovered true") != 1 || strings.Count(r.Stderr, "recovered") != 1 || !callers.MatchString(r.Stderr) {
		t.Errorf("%s: status %d:\n%s", kind, r.Status, r.Stderr)
	}
}
