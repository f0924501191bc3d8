package stack

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// testConfig is what the tests run with. NEARCALL names another tool to test.
func testConfig() Config {
	return Config{Seed: 20170614, Tool: os.Getenv("NEARCALL")}
}

// Random functions of csmith do not write below their bounds. The long form,
// with thousands of programs and another seed each time, is tests/stack/run.
func TestRandom(t *testing.T) {
	c := testConfig()
	c.N, c.Batch = 200, 20
	if testing.Short() {
		c.N = 40
	}
	c.Deadline = time.Now().Add(5 * time.Minute)
	r, err := Run(context.Background(), c)
	if errors.Is(err, ErrNoCsmith) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	r.Print(&text)
	t.Log(text.String())
	for _, f := range r.Failures() {
		t.Error(f)
	}
}

// Functions made by hand are refused for what they have, and only for that.
func TestTemplates(t *testing.T) {
	at := []int{0, 1, 2, 3, 4}
	if testing.Short() {
		at = []int{0, 2}
	}
	testTemplates(t, testConfig(), at)
}

func testTemplates(t *testing.T, c Config, at []int) {
	t.Helper()
	r, err := Templates(context.Background(), c, "", at...)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(templates) * len(compilers) * len(at); len(r.Functions) != want {
		t.Errorf("%d functions, want %d", len(r.Functions), want)
	}
	for _, f := range r.Functions {
		want := f.template()
		switch {
		case f.Violated():
			t.Error("wrote below its bound:", f)
		case f.Refusal != "" && f.CPU == "armv8-a" && want.name == "aligned" && strings.Contains(f.Words, "[NC4017]"):
			// how far such a frame's slots are from its caller's is not known
		case f.Refusal != "" && want.said == "":
			t.Errorf("refused: %s\n%s", f, f.Words)
		case f.Refusal == "" && want.said != "":
			t.Errorf("accepted, want a refusal with %q: %s", want.said, f)
		case f.Refusal != "" && !strings.Contains(f.Words, want.said):
			t.Errorf("%s: want %q in\n%s", f, want.said, f.Words)
		}
	}
}

// A bound that is 16 bytes too small is found out: the suite can fail.
func TestShrunkBound(t *testing.T) {
	c := testConfig()
	c.Shrink = 16
	r, err := Templates(context.Background(), c, "exact", 0, 2, 4)
	if err != nil {
		t.Fatal(err)
	}
	caught := map[string]int{}
	for _, f := range r.Violations() {
		caught[f.template().name]++
	}
	for _, name := range []string{"exactchain", "exactcall"} {
		if want := len(compilers) * 3; caught[name] < want {
			t.Errorf("%s: %d of %d wrong bounds found out", name, caught[name], want)
		}
	}
	if len(r.Failures()) == 0 {
		t.Error("wrong bounds are no failure of the result")
	}
}

// The measurement is exact where the depth is known: see testdata/painted.c.
func TestExact(t *testing.T) {
	r, err := Templates(context.Background(), testConfig(), "exact", 0, 1, 2, 3, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Functions {
		if f.Refusal != "" {
			t.Error(f)
		}
		for _, run := range f.Runs {
			if !run.deepest || run.end != "ok" || run.depth > f.Bound || run.depth+16 <= f.Bound {
				t.Errorf("%s: depth %d, deepest path executed: %v, end %s", f, run.depth, run.deepest, run.end)
			}
		}
	}
}

// A deepest path that was not taken does not count as executed.
func TestShallow(t *testing.T) {
	r, err := Templates(context.Background(), testConfig(), "shallow", 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Functions {
		for _, run := range f.Runs {
			if f.Refusal != "" || len(f.Path) < 2 || run.deepest || run.end != "ok" {
				t.Errorf("%s: deepest path executed: %v, end %s", f, run.deepest, run.end)
			}
		}
	}
}
