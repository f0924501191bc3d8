package repro

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// stackModule has a deep path, a shallow one, a call through a pointer, and
// recursion with a promise.
const stackModule = `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:depth walk 10

//nearcall:func f
func F(x int64) int64

//nearcall:func choose
func Choose(x int64) int64

//nearcall:func walk
func Walk(x int64) int64
-- csrc/f.c --
#include <stdint.h>
#define SLOW __attribute__((noinline)) static
SLOW int64_t deep(int64_t x) { volatile char b[1000]; b[x] = 1; return b[0] + 1; }
SLOW int64_t shallow(int64_t x) { volatile char b[100]; b[x] = 1; return b[0] + 1; }
SLOW int64_t middle_with_a_very_long_name_that_does_not_fit_into_eighty_columns_of_any_terminal(int64_t x)
{
	return deep(x) + shallow(x);
}
int64_t f(int64_t x) { return middle_with_a_very_long_name_that_does_not_fit_into_eighty_columns_of_any_terminal(x) + shallow(x); }
int64_t choose(int64_t x) { int64_t (*fn)(int64_t) = x & 1 ? deep : shallow; return fn(x) + 1; }
int64_t walk(int64_t n) { volatile char b[64]; b[n & 7] = 1; return n <= 0 ? 0 : walk(n - 1) + b[0]; }
-- p_test.go --
package p

import "testing"

func TestF(t *testing.T) {
	if F(3) == 0 {
		t.Fatal(F(3))
	}
	Choose(1)
	Walk(9)
}
`

type stackJSON struct {
	Entries []struct {
		Go, Function string
		Total        int
		Proven       bool
		Deepest      []string
	}
	Functions []struct {
		Name         string
		Frame, Total int
		Calls        []struct {
			Function string
			Depth    int
			Tail     bool
		}
	}
}

// TestStackJSON: the totals are the frames added up along the deepest path,
// and calls through pointers count with the deepest function they may reach.
func TestStackJSON(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, stackModule)
	var got stackJSON
	harness.Check(t, json.Unmarshal([]byte(harness.MustNearcall(t, dir, nil, "stack", "--json", ".").Stdout), &got))
	total := map[string]int{}
	for _, f := range got.Functions {
		total[f.Name] = f.Total
	}
	for _, f := range got.Functions {
		want := f.Frame
		for _, c := range f.Calls {
			need := c.Depth + total[c.Function]
			if !c.Tail {
				need += 8
			}
			want = max(want, need)
		}
		if f.Name != "walk" && f.Total != want {
			t.Errorf("%s: total %d, its frame and calls give %d", f.Name, f.Total, want)
		}
	}
	if total["deep"] < 1000 || total["choose"] < total["deep"] || total["walk"] < 10*64 {
		t.Errorf("totals are too small: %v", total)
	}
	for _, e := range got.Entries {
		if e.Proven != (e.Function != "walk") {
			t.Errorf("%s: proven is %v", e.Function, e.Proven)
		}
		if e.Function == "f" && (len(e.Deepest) != 3 || e.Deepest[2] != "deep") {
			t.Errorf("deepest path of f: %v", e.Deepest)
		}
	}
}

// TestStackTree: the tree for people, in 80 columns, and in colour only on a
// terminal that wants it.
func TestStackTree(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, stackModule)
	out := harness.MustNearcall(t, dir, nil, "stack", ".").Stdout
	for _, line := range strings.Split(out, "\n") {
		if len(line) > 80 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
	for _, want := range []string{`(?m)^p\.F: \d+ bytes of stack, proven$`, `(?m)^p\.Walk: \d+ bytes of stack, promised by //nearcall:depth$`,
		`(?m)^\* +\d+ +\d+     deep$`, `(?m)^  +\d+ +\d+   shallow( \(tail call\))?$`, `(?m)^p\.Choose: \d+ bytes of stack, proven$`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("no line like %s in\n%s", want, out)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Error("colour in a pipe")
	}
	if _, err := exec.LookPath("script"); err != nil {
		t.Skip("script (of util-linux) is not installed: colour on a terminal is not tested")
	}
	if r := harness.Run(t, dir, nil, "script", "-qec", "true", "/dev/null"); r.Status != 0 {
		t.Skipf("no pseudo-terminal here: colour on a terminal is not tested (%s)", strings.TrimSpace(r.Stderr))
	}
	for _, tt := range []struct {
		env    []string
		colour bool
	}{{[]string{"TERM=xterm"}, true}, {[]string{"TERM=xterm", "NO_COLOR=1"}, false}, {[]string{"TERM=dumb"}, false}} {
		env := append([]string{"NO_COLOR="}, tt.env...)
		out := harness.Must(t, dir, env, "script", "-qec", harness.Tool(t)+" stack .", "/dev/null")
		if strings.Contains(out, "\x1b[") != tt.colour {
			t.Errorf("%v: colour is not %v", tt.env, tt.colour)
		}
	}
}

// TestPromisedStackRuns: what was promised is reserved.
func TestPromisedStackRuns(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, stackModule)
	harness.MustNearcall(t, dir, nil, "build", ".")
	harness.Must(t, dir, nil, "go", "vet", ".")
	harness.Must(t, dir, nil, "go", "test", "-count=1", ".")
}
