package fault

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// On arm64 as well, a stack printed while a nil dereference in C is in flight has every function.
func TestArm64Stack(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		judgeStack(t, harness.Must(t, "", nil, qemu, arm64Program(t, variant{}, goEnv, "profiles"), "stack"))
	})
}

// The CPU profile and the tracer's samples have full stacks.
func TestArm64CPUProfile(t *testing.T) {
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		dir, seconds := t.TempDir(), "4"
		if !testing.Short() {
			seconds = "15"
		}
		harness.Must(t, "", nil, qemu, arm64Program(t, variant{}, goEnv, "profiles"), "cpu", dir, seconds)
		judgeSamples(t, "CPU profile", readProfile(t, filepath.Join(dir, "cpu.pprof")))
		judgeSamples(t, "samples of the tracer", readTrace(t, filepath.Join(dir, "cpu.trace"), "StackSample "))
	})
}

// Events while a panic from C is in flight: the tracer, the block and the mutex profile follow frame pointers. On arm64
// C leaves Go's where it was, so that they see the function with the fault, and go on behind the Go function that called
// C; what they see is in order, to the goroutine's root.
func TestArm64Events(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		dir := t.TempDir()
		harness.Must(t, "", forTracer(t, goEnv), qemu, arm64Program(t, variant{}, goEnv, "profiles"), "events", dir)
		want := []string{deepPkg + "inner"}
		judgeEvents(t, "block profile", readProfile(t, filepath.Join(dir, "block.pprof")), want)
		judgeEvents(t, "mutex profile", readProfile(t, filepath.Join(dir, "mutex.pprof")), want)
		judgeEvents(t, "tracer", readTrace(t, filepath.Join(dir, "events.trace"), ""), want)
	})
}

// Faults behave the same in programs for arm64 that are linked otherwise.
func TestArm64LinkModes(t *testing.T) {
	t.Parallel()
	const cc = "aarch64-linux-gnu-gcc"
	if _, err := exec.LookPath(cc); err != nil {
		t.Skipf("%s is not installed (apt install gcc-aarch64-linux-gnu)", cc)
	}
	dir := arm64Module(t, variant{})
	for name, args := range map[string][]string{
		"PIE":          {"-buildmode=pie"},
		"external":     {"-ldflags=-linkmode=external"},
		"external PIE": {"-buildmode=pie", "-ldflags=-linkmode=external"},
		"race":         {"-race"},
		"trimmed":      {"-trimpath", "-ldflags=-s -w"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "outcome")
			build := append(append([]string{"build"}, args...), "-o", out, "./fault/cmd/outcome")
			harness.Must(t, dir, []string{"GOARCH=arm64", "CGO_ENABLED=1", "CC=" + cc}, "go", build...)
			marks := []string{"AT load", "AT middle", "AT big"}
			load := []string{"-L", "/usr/aarch64-linux-gnu", out, "big", "1", nilAddress, "1"}
			recovers := slices.Insert(slices.Clone(load), 3, "-recover")
			r := harness.Run(t, "", nil, qemu, recovers...)
			if name == "race" && strings.Contains(r.Stderr, "ThreadSanitizer: ") {
				t.Skipf("the race detector does not run under %s: %s", qemu, strings.TrimSpace(r.Stderr))
			}
			caught(t, r, recovers, nilDereference, "", "big", false, marks)
			crashed(t, harness.Run(t, "", nil, qemu, load...), load, "panic: "+nilDereference, "SIGSEGV", "big", false, marks)
		})
	}
}
