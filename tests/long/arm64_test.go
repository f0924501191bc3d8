package long

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// arm64 is the module built for arm64, and a function that has the emulator run one of its programs.
func arm64(t *testing.T) (dir string, run func(t *testing.T, program string, args ...string) harness.Result) {
	t.Helper()
	qemu, err := exec.LookPath("qemu-aarch64")
	if err != nil {
		t.Skip("qemu-aarch64 (of qemu-user) is not installed: arm64 is not tested")
	}
	dir = copied(t)
	// under qemu a step takes a tenth of what it does elsewhere
	text := harness.Read(t, dir, "p/p_test.go")
	text = regexp.MustCompile(`300_000_000`).ReplaceAllString(text, "60_000_000")
	text = regexp.MustCompile(`i < 20;`).ReplaceAllString(text, "i < 2;")
	text = regexp.MustCompile(`3_000_000_000`).ReplaceAllString(text, "300_000_000")
	harness.Write(t, dir, "p/p_test.go", text)
	harness.MustNearcall(t, dir, nil, "build", "-arch", "arm64", "./p")
	return dir, func(t *testing.T, program string, args ...string) harness.Result {
		return harness.Run(t, dir, nil, qemu, append([]string{filepath.Join(dir, program)}, args...)...)
	}
}

// TestArm64: all three ways there, run by qemu, on each version of Go.
func TestArm64(t *testing.T) {
	t.Parallel()
	dir, run := arm64(t)
	harness.EachGo(t, func(t *testing.T, env []string) {
		env = append(env, "GOARCH=arm64", "CGO_ENABLED=0")
		harness.Must(t, dir, env, "go", "vet", "./...")
		harness.Must(t, dir, env, "go", "test", "-c", "-o", "p.test", "./p")
		t.Log(run(t, "p.test", "-test.v", "-test.run", "TestChunk|TestYield|TestBlocking").Want(t, 0, "p.test").Stdout)
		for _, name := range []string{"fault", "asleep", "hold", "stress"} {
			harness.Must(t, dir, env, "go", "build", "-o", name+".bin", "./"+name)
		}
		// an integer divided by zero is no fault there
		for _, kind := range []string{"nil", "address", "below"} {
			checkFault(t, kind, "SIGSEGV", run(t, "fault.bin", kind))
		}
		run(t, "asleep.bin").Want(t, 0, "asleep")
		for _, way := range []string{"chunk", "yield", "blocking"} {
			t.Log(way, strings.TrimSpace(run(t, "hold.bin", way).Want(t, 0, "hold", way).Stdout))
		}
		t.Log(run(t, "stress.bin", "-t", "5s", "-n", "50").Want(t, 0, "stress").Stdout)
		for _, goos := range []string{"darwin", "windows", "freebsd", "openbsd"} {
			harness.Must(t, dir, append(env, "GOOS="+goos), "go", "build", "-o", "/dev/null", "./stress")
		}
	})
}
