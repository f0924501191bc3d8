package long

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// stress builds the program and runs it.
func stress(t *testing.T, dir string, env []string, args ...string) harness.Result {
	t.Helper()
	harness.Must(t, dir, env, "go", "build", "-o", "stress.bin", "./stress")
	return harness.Run(t, dir, append(env, "GODEBUG=gccheckmark=1"), filepath.Join(dir, "stress.bin"), args...)
}

// TestStress: 20 s, or 5 s on each version of Go; make stress-long makes it ten minutes on each.
func TestStress(t *testing.T) {
	dir := built(t)
	duration := "5s"
	if testing.Short() {
		duration = "20s"
	}
	duration, goroutines := cmp.Or(os.Getenv("NEARCALL_STRESS"), duration), cmp.Or(os.Getenv("NEARCALL_STRESS_N"), "200")
	harness.EachGo(t, func(t *testing.T, env []string) {
		text := stress(t, dir, env, "-t", duration, "-n", goroutines).Want(t, 0, "stress").Stdout
		t.Log(text)
		if strings.Contains(text, " 0 came back early") || strings.Contains(text, " 0 long ones") {
			t.Error("no call that yields has come back early, or no long one has ended")
		}
	})
}

// entry rewrites the entry of a function: a mistake, planted.
func entry(t *testing.T, dir, name string, change func(text string) string) {
	t.Helper()
	text := harness.Read(t, dir, "p/nearcall_amd64.s")
	at := strings.Index(text, "TEXT ·"+name+"(SB), 0, $")
	if at < 0 {
		t.Fatal("no entry of " + name)
	}
	end := at + strings.Index(text[at:], "\n\n//")
	changed := change(text[at:end])
	if changed == text[at:end] {
		t.Fatal("nothing changes in\n" + changed)
	}
	harness.Write(t, dir, "p/nearcall_amd64.s", text[:at]+changed+text[end:])
}

// smaller gives Spin a frame of 64 bytes for the 2,400 that C uses.
func smaller(t *testing.T, dir string) {
	entry(t, dir, "Spin", func(text string) string {
		var frame int
		_, err := fmt.Sscanf(text, "TEXT ·Spin(SB), 0, $%d-32", &frame)
		harness.Check(t, err)
		return strings.NewReplacer(fmt.Sprintf("$%d", frame), "$64", fmt.Sprintf("$-%d", frame), "$-64",
			fmt.Sprintf("$%d", frame-8), "$56", fmt.Sprintf("$-%d", frame-8), "$-56").Replace(text)
	})
}

// early has Widen load its arguments before the call that changes all registers.
func early(t *testing.T, dir string) {
	enter, aligns := regexp.MustCompile(`\tCALL +runtime·entersyscall\(SB\)\n`), regexp.MustCompile(`\tMOVQ +SP, AX\n`)
	entry(t, dir, "Widen", func(text string) string {
		call := enter.FindString(text)
		return aligns.ReplaceAllString(enter.ReplaceAllString(text, ""), call+"$0")
	})
}

// late has Spin store its result behind such a call.
func late(t *testing.T, dir string) {
	last := regexp.MustCompile(`(\tMOVQ +AX, ret\+24\(FP\)\n)(\tCALL +runtime·exitsyscall\(SB\)\n)`)
	entry(t, dir, "Spin", func(text string) string { return last.ReplaceAllString(text, "$2$1") })
}

// TestStressFinds: mistakes in trampolines do not go unseen.
func TestStressFinds(t *testing.T) {
	for _, c := range []struct {
		name  string
		plant func(t *testing.T, dir string)
	}{
		{"a frame too small", smaller}, {"no place to stop at", unchecked}, {"arguments too early", early}, {"a result too late", late},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := built(t)
			c.plant(t, dir)
			for seed := 1; seed <= 5; seed++ {
				r := stress(t, dir, nil, "-t", "20s", "-n", "100", "-seed", fmt.Sprint(seed))
				if r.Status != 0 {
					t.Logf("found at seed %d: %.300s", seed, r.Stdout+r.Stderr)
					return
				}
			}
			t.Error("it went unseen")
		})
	}
}
