// Package storm calls C of all shapes with every amount of stack left, from very many goroutines, while everything
// goes on that Go has to stop goroutines, to move stacks and to free memory. The program is that of testdata/m.
package storm

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// storm is the program for an architecture, and what runs it.
type storm struct {
	arch, dir string
	line      []string
}

// generated has nearcall write the package's files, and puts the proven bounds where the program looks for them.
func generated(t *testing.T, arch string) *storm {
	t.Helper()
	s := &storm{arch: arch, dir: t.TempDir(), line: []string{"./storm.bin"}}
	if arch == "arm64" {
		qemu, err := exec.LookPath("qemu-aarch64")
		if err != nil {
			t.Skip("qemu-aarch64 (of qemu-user) is not installed: arm64 is not tested")
		}
		s.line = []string{qemu, "./storm.bin"}
	}
	harness.Check(t, os.CopyFS(s.dir, os.DirFS("testdata/m")))
	harness.MustNearcall(t, s.dir, nil, "build", "-arch", arch, "./p")
	text := harness.MustNearcall(t, s.dir, nil, "stack", "-json", "-arch", arch, "./p").Stdout
	var r struct {
		Entries []struct {
			Go    string
			Total int
		}
	}
	harness.Check(t, json.Unmarshal([]byte(text), &r))
	bounds := map[string]int{}
	for _, e := range r.Entries { // one a level
		bounds[e.Go] = max(bounds[e.Go], e.Total)
	}
	harness.Write(t, s.dir, "storm/bounds.go", fmt.Sprintf("package main\n\nvar bounds = %#v\n", bounds))
	return s
}

// build makes the program: with cgo where a C compiler is at hand.
func (s *storm) build(t *testing.T) *storm {
	t.Helper()
	cgo := "0"
	if _, err := exec.LookPath("gcc"); err == nil && s.arch == "amd64" {
		cgo = "1"
	}
	env := []string{"GOARCH=" + s.arch, "CGO_ENABLED=" + cgo}
	harness.Must(t, s.dir, env, "go", "build", "-o", "storm.bin", "./storm")
	return s
}

// run gives what the program says and its exit status. Long runs are shown as they go.
func (s *storm) run(t *testing.T, args ...string) (text string, status int) {
	t.Helper()
	line := append(append([]string{}, s.line...), args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = s.dir
	// goroutines start on the smallest stack, and what is freed is overwritten
	cmd.Env = append(os.Environ(), "GODEBUG=adaptivestackstart=0,clobberfree=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if os.Getenv("NEARCALL_STORM") != "" {
		cmd.Stdout = io.MultiWriter(&out, os.Stdout)
	}
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// hold runs a storm that must find nothing.
func (s *storm) hold(t *testing.T, args ...string) {
	t.Helper()
	text, status := s.run(t, args...)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if last := lines[len(lines)-1]; status != 0 || !strings.Contains(last, "all good: ") {
		t.Fatalf("status %d:\n%.20000s", status, text)
	}
	t.Logf("%s\n%s", lines[0], lines[len(lines)-1])
}

// TestStorm: the short form of make stress. NEARCALL_STORM is how long the long one takes.
func TestStorm(t *testing.T) {
	n := "5000"
	if os.Getenv("NEARCALL_STORM") != "" {
		n = "100000"
	}
	generated(t, "amd64").build(t).hold(t, "-t", cmp.Or(os.Getenv("NEARCALL_STORM"), "20s"), "-n", n)
}

// TestStormArm64: under qemu-user there is less of everything.
func TestStormArm64(t *testing.T) {
	n := "500"
	if os.Getenv("NEARCALL_STORM_ARM64") != "" {
		n = "10000"
	}
	generated(t, "arm64").build(t).hold(t, "-t", cmp.Or(os.Getenv("NEARCALL_STORM_ARM64"), "10s"), "-n", n, "-hz", "1000")
}

var (
	moves = regexp.MustCompile(`^(TEXT|\t(ADJSP|ADD|SUB) .*(RSP|\$))`)
	large = regexp.MustCompile(`\$-?\d{3,}`)
)

// less takes 64 bytes off the frame of a function, and off what its trampoline moves the stack pointer by if
// wanted: then C begins where it did, and ends below the frame.
func (s *storm) less(t *testing.T, function string, moved bool) {
	t.Helper()
	name := "p/nearcall_" + s.arch + ".s"
	lines, in, edited := strings.SplitAfter(harness.Read(t, s.dir, name), "\n"), false, 0
	for i, line := range lines {
		head := strings.HasPrefix(line, "TEXT ")
		if head {
			in = strings.HasPrefix(line, "TEXT ·"+function+"(SB), 0, ")
		}
		if in && moves.MatchString(line) && (head || moved) {
			lines[i] = large.ReplaceAllStringFunc(line, func(number string) string {
				sign, digits := number[:1], number[1:]
				if digits[0] == '-' {
					sign, digits = "$-", digits[1:]
				}
				n, err := strconv.Atoi(digits)
				harness.Check(t, err)
				edited++
				return sign + strconv.Itoa(n-64)
			})
		}
	}
	if edited == 0 || moved && edited < 3 {
		t.Fatalf("edited %d numbers of %s", edited, name)
	}
	harness.Write(t, s.dir, name, strings.Join(lines, ""))
}

// claim makes the bound of a function 64 bytes less than it is.
func (s *storm) claim(t *testing.T, function string) {
	t.Helper()
	at := regexp.MustCompile(`"` + function + `":(\d+)`)
	text := harness.Read(t, s.dir, "storm/bounds.go")
	m := at.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no bound of %s in %s", function, text)
	}
	n, err := strconv.Atoi(m[1])
	harness.Check(t, err)
	harness.Write(t, s.dir, "storm/bounds.go", at.ReplaceAllString(text, fmt.Sprintf(`"%s":%d`, function, n-64)))
}

// TestFinds: a stack bound that is 64 bytes short does not go unseen.
func TestFinds(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(t *testing.T, s *storm)
		said string // on amd64; "": it may crash as well. On arm64 the return address lies where C goes on.
		arm  bool   // there, large frames are whole pages, and have more room than that
	}{
		{"frame and moves", func(t *testing.T, s *storm) { s.less(t, "Frame", true) }, "wrong: Frame, called at", true},
		{"deep frame and moves", func(t *testing.T, s *storm) { s.less(t, "Deep", true) }, "wrong: Deep, called at", false},
		{"huge frame and moves", func(t *testing.T, s *storm) { s.less(t, "Huge", true) }, "wrong: Huge, called at", false},
		{"frame alone", func(t *testing.T, s *storm) { s.less(t, "Frame", false) }, "", true},
		{"bound without a check", func(t *testing.T, s *storm) { s.claim(t, "Called") }, "wrong: Called, called at", true},
	} {
		for _, arch := range []string{"amd64", "arm64"} {
			if arch == "arm64" && !c.arm {
				continue
			}
			t.Run(c.name+" "+arch, func(t *testing.T) {
				t.Parallel()
				s := generated(t, arch)
				c.edit(t, s)
				text, status := s.build(t).run(t, "-t", "4s", "-n", "300", "-hz", "100", "-seed", "1")
				if arch == "arm64" && c.name == "frame and moves" {
					c.said = ""
				}
				if status == 0 || !strings.Contains(text, c.said) {
					t.Fatalf("status %d, want one that is not 0, and %q in:\n%.4000s", status, c.said, text)
				}
				if at := strings.Index(text, "wrong: "); at >= 0 {
					text = text[at:]
				}
				t.Logf("status %d: %.200s", status, text)
			})
		}
	}
}
