package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// laidOut is a runner over the subject, with mistakes put in by text.
func laidOut(t *testing.T, spoil func(testdata string)) *runner {
	t.Helper()
	work := t.TempDir()
	testdata := filepath.Join(work, "testdata")
	harness.Check(t, copyTree("testdata", testdata))
	for _, m := range []string{"two1", "two2", "subject"} { // copyTree has renamed them
		harness.Check(t, os.Rename(filepath.Join(testdata, m, "go.mod"), filepath.Join(testdata, m, "go.mod.txt")))
	}
	spoil(testdata)
	s, err := layOut(testdata, filepath.Join(work, "modules"), harness.Tool(t))
	harness.Check(t, err)
	store, err := openResults(filepath.Join(work, "results.json"), harness.Tool(t), false)
	harness.Check(t, err)
	return newRunner(s, work, options{short: true}, store)
}

func replace(t *testing.T, path, old, new string) {
	t.Helper()
	text := harness.Read(t, path)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s has %q %d times", path, old, strings.Count(text, old))
	}
	harness.Check(t, os.WriteFile(path, []byte(strings.Replace(text, old, new, 1)), 0o644))
}

func localGo(t *testing.T) release {
	t.Helper()
	all, err := findReleases(options{short: true})
	harness.Check(t, err)
	return all[0]
}

// A mistake in C is a failed cell, whatever is the matter with it, and no skip.
func TestPlantedMistakes(t *testing.T) {
	t.Parallel()
	for _, p := range []struct{ name, file, old, new, words string }{
		{"a wrong result", "subject/kern/csrc/kern.c", "return 2 * x", "return 2 * x + 1", "wrong: Word(5): 110, want 109"},
		{"a wrong start", "subject/kern/csrc/kern.c", "ticks = 1000", "ticks = 10", "below or twice"},
		{"one name twice", "subject/sameb/csrc/same.c", "return x * 3", "return x + 10", "wrong: sameb"},
		{"no fault", "subject/kern/csrc/kern.c", "return *(volatile const int64_t *)p;", "return p ? *p : 0;", "wrong: Follow(nil): panicked with <nil>"},
		{"a crash", "subject/check/check.go", "want(\"two\", two.Version(), int64(1))",
			"if kern.Native {\n\t\tvar p *int\n\t\t*p = 1\n\t}", "nil pointer dereference"},
		{"a level", "subject/lev/csrc/lev.c", "*level = 1", "*level = 2", "it says \"level 2"},
	} {
		t.Run(p.name, func(t *testing.T) {
			r := laidOut(t, func(testdata string) {
				replace(t, filepath.Join(testdata, p.file), p.old, p.new)
				if p.name == "a crash" {
					replace(t, filepath.Join(testdata, p.file), "\t\"example.com/two\"\n", "")
				}
			})
			got := r.judge(cell{release: localGo(t), arch: "amd64", variant: variants[0], way: ways[0]})
			if got.Status != statusFailed || !strings.Contains(got.Note, p.words) {
				t.Errorf("%s: %s", got.Status, got.Note)
			}
		})
	}
}

// What does not build with nearcall alone has failed; what Go refuses anyhow is skipped, in Go's words.
func TestJudge(t *testing.T) {
	t.Parallel()
	r := laidOut(t, func(string) {})
	c := cell{release: localGo(t), arch: "amd64", variant: variants[0], way: ways[0]}
	if got := r.judge(c); got.Status != statusGood {
		t.Errorf("as it is: %s: %s", got.Status, got.Note)
	}
	odd := c
	odd.way = oddWays[0]
	if got := r.judge(odd); got.Status != statusSkipped || !strings.Contains(got.Note, "cgo is not enabled") {
		t.Errorf("external without cgo: %s: %s", got.Status, got.Note)
	}
	harness.Check(t, os.Remove(filepath.Join(r.subject.folder(""), "kern", "nearcall_amd64.s")))
	if got := r.judge(c); got.Status != statusFailed || !strings.Contains(got.Note, "missing function body") {
		t.Errorf("without the assembly: %s: %s", got.Status, got.Note)
	}
	c.command = &commands[0]
	if got := r.judge(c); got.Status != statusFailed {
		t.Errorf("vet without the assembly: %s: %s", got.Status, got.Note)
	}
}

func TestNewestOfEach(t *testing.T) {
	t.Parallel()
	var names []string
	for _, r := range newestOfEach(strings.Fields("golang.org/toolchain v0.0.1-go1.22.9.linux-amd64 v0.0.1-go1.23.0.linux-amd64 " +
		"v0.0.1-go1.23.10.linux-amd64 v0.0.1-go1.23.9.linux-amd64 v0.0.1-go1.24.1.linux-arm64 v0.0.1-go1.25rc1.linux-amd64 " +
		"v0.0.1-go1.26.1.linux-amd64 v0.0.1-go1.24.2.linux-amd64")) {
		names = append(names, r.name+" "+r.toolchain)
	}
	if got := fmt.Sprint(names); got != "[1.26.1 go1.26.1 1.23.10 go1.23.10 1.24.2 go1.24.2]" {
		t.Error(got)
	}
}

func TestExperiments(t *testing.T) {
	t.Parallel()
	names, err := localGo(t).experiments()
	harness.Check(t, err)
	if got := strings.Join(names, " "); !strings.Contains(got, "fieldtrack") || !strings.Contains(got, "noregabiargs") {
		t.Error(got)
	}
}

// The page has no empty cell, and a reason for each that is not good.
func TestPage(t *testing.T) {
	t.Parallel()
	store := &results{path: filepath.Join(t.TempDir(), "r.json"), Says: "a tool", Of: map[string]result{}}
	cells := grid(release{name: "1.30.1", minor: 30}, "amd64", tableWays, variants[:2], ways[:3])
	for i, got := range []result{{Status: statusGood}, {statusSkipped, "no such thing"}, {statusFailed, "build: x\nld: broken"},
		{statusSkipped, "no such thing"}} {
		harness.Check(t, store.put(cells[i].name(), got))
	}
	if err := store.put("x", result{Status: statusSkipped}); err == nil {
		t.Error("a skip without a reason is taken")
	}
	got := page(cells, store)
	for _, want := range []string{"| plain | ok | 1 | **FAILED** 2 |", "| vendored | 1 | – | – |", "1. no such thing\n", "\n2. ",
		"Run with a tool. Cells: 6. Good: 1; skipped: 2; failed: 1; not run: 2."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "|  |") {
		t.Errorf("an empty cell in\n%s", got)
	}
}

func TestFirstTelling(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"go build -o x ./prog: exit status 1\n# pkg\n/tmp/a/b.c:3: bad": "b.c:3: bad",
		"go: downloading go1.2\ngo: no such tool":                       "go: no such tool",
		"only": "only",
	} {
		if got := firstTelling(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
