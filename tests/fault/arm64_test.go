package fault

import (
	"fmt"
	"math/rand"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// qemu runs programs for arm64 on this machine: instructions and signals are as there, not the time.
const qemu = "qemu-aarch64"

// arm64Module returns the folder of a module with the packages of testdata for arm64.
func arm64Module(t testing.TB, v variant) string {
	t.Helper()
	return modules.get(t, "arm64 "+v.String(), func() string {
		dir := filepath.Join(scratch, strings.ReplaceAll("arm64 "+v.String(), " ", "_"))
		harness.CopyTree(t, dir, "go.mod", "csrc/nearcall.h")
		copyTestdata(t, filepath.Join(dir, "fault"))
		for _, p := range packages[4:] {
			if v.level != "" {
				setLevel(t, filepath.Join(dir, p), v.level)
			}
		}
		harness.MustNearcall(t, dir, v.env(), append([]string{"build", "-arch", "arm64"}, packages[4:]...)...)
		return dir
	})
}

func arm64Program(t testing.TB, v variant, goEnv []string, name string) string {
	t.Helper()
	key := "arm64 " + v.String() + " " + strings.Join(goEnv, " ") + " " + name
	return programs.get(t, key, func() string {
		return buildProgram(t, arm64Module(t, v), append([]string{"GOARCH=arm64"}, goEnv...), name)
	})
}

var arm64Variants = []variant{{}, {"clang", "-O0"}, {"gcc", "-O2"}}

// On arm64 as well, C that goes wrong ends in a panic that can be recovered from, or in a crash whose trace has
// every function with its line. To divide by zero is no fault there.
func TestArm64Outcomes(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		for _, v := range arm64Variants {
			path := arm64Program(t, v, goEnv, "outcome")
			for _, o := range outcomes {
				if o.mark == "divide" || o.mark == "overflow" {
					continue
				}
				if o.addr == badForm {
					o.addrAsked = "" // what the machine says of such an address is its own affair
				}
				if o.mark == "trap" {
					o.crash, o.signal = "SIGTRAP: trace trap", "SIGTRAP"
				}
				for i, function := range []string{"outer", "big"} {
					arm64Outcome(t, path, i == 1, function, o)
				}
			}
		}
	})
}

func arm64Outcome(t *testing.T, path string, goroutine bool, function string, o outcome) {
	t.Helper()
	lines := []string{"AT " + o.mark, "AT middle", "AT " + function}
	args := []string{path, fmt.Sprintf("-onfault=%t", o.onFault), fmt.Sprintf("-goroutine=%t", goroutine), function,
		fmt.Sprint(o.kind), o.addr, o.x}
	recovers := append([]string{path, "-recover"}, args[1:]...)
	r := harness.Run(t, "", nil, qemu, recovers...)
	if o.recovered == "" {
		crashed(t, r, recovers, o.crash, o.signal, function, goroutine, lines)
	} else {
		caught(t, r, recovers, o.recovered, o.addrAsked, function, goroutine, lines)
	}
	crashed(t, harness.Run(t, "", nil, qemu, args...), args, o.crash, o.signal, function, goroutine, lines)
}

// Faults are recovered from on 1,000 goroutines, and on 100 with the tracer on, while garbage is collected without a
// pause and stacks move.
func TestArm64ManyFaults(t *testing.T) {
	faults := 100_000
	if testing.Short() {
		faults = 10_000
	}
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		for _, how := range [][]string{{"-goroutines=1000"}, {"-goroutines=100", "-trace"}} {
			seed := rand.Int63n(1 << 60)
			t.Logf("%d faults, %v, seed %d", faults, how, seed)
			args := append([]string{arm64Program(t, variant{}, goEnv, "million")}, how...)
			out := progressed(t, qemu, append(args, fmt.Sprint(faults), fmt.Sprint(seed))...)
			t.Log(out)
			if !strings.HasSuffix(out, "all good\n") {
				t.Error("it has not come to its end")
			}
		}
	})
}
