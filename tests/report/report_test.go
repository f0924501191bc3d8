package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sum runs one suite of the given kind and returns what report prints, and whether all is well.
func sum(t *testing.T, kind, command string) (string, bool) {
	t.Helper()
	s, err := parseSuite(kind + ":suite=" + command)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	all := &tally{w: &out}
	run(context.Background(), s, all)
	ok := all.close()
	return out.String(), ok
}

func lastLine(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

func TestSuites(t *testing.T) {
	for _, c := range []struct {
		name, kind, command string
		want                string // the last line
		ok                  bool
		says                string // somewhere in the output
	}{
		{"check", "check", "echo noise", "1 passed, 0 failed", true, "ok    suite"},
		{"check fails", "check", "echo why >&2; exit 3", "0 passed, 1 failed", false, "why\nexit status 3"},
		{"tap", "tests", `printf '1..2\nok 1 - a\nok 2 - b\n'`, "2 passed, 0 failed", true, "ok    suite a\n"},
		{"plain", "tests", `printf 'ok a\nskip b: no b here\n'`, "1 passed, 0 failed, 1 skipped", true, "suite b: no b here"},
		{"tap skip", "tests", `printf '1..2\nok 1 - a # SKIP later\nok 2\n'`, "1 passed, 0 failed, 1 skipped", true, "suite a: later"},
		{"cmocka skip", "tests", `printf 'ok 1 - a\nnot ok 2 # SKIP b\n'`, "1 passed, 0 failed, 1 skipped", true, "skip  suite b"},
		{"tap fails", "tests", `printf '1..2\nok 1 - a\nnot ok 2 - b\n# why\n'; exit 1`, "1 passed, 1 failed", false, "--- failed: suite b\n"},
		{"tap lies", "tests", `echo ok a; exit 1`, "1 passed, 1 failed", false, "exit status 1"},
		{"tap breaks off", "tests", `printf '1..2\nok 1 - a\n'`, "1 passed, 1 failed", false, "2 tests planned, 1 reported"},
		{"killed", "tests", `echo ok a; kill -SEGV $$`, "1 passed, 1 failed", false, "segmentation fault"},
		{"nothing", "tests", `echo okay`, "0 passed, 1 failed", false, "no test was run"},
		{"only skipped", "tests", `echo skip a: b`, "0 passed, 0 failed, 1 skipped", false, ""},
		{"not found", "tests", `no-such-program`, "0 passed, 1 failed", false, "not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, ok := sum(t, c.kind, c.command)
			if lastLine(out) != c.want || ok != c.ok || !strings.Contains(out, c.says) {
				t.Errorf("ok=%v, want %v, %q and %q; output:\n%s", ok, c.ok, c.says, c.want, out)
			}
		})
	}
}

// TestGo reads the events of a go test that is run on packages written here.
func TestGo(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       string
		says       string
	}{
		{"pass", `func TestA(t *testing.T) {}`, "1 passed, 0 failed", "ok    p TestA"},
		{"subtests", `func TestA(t *testing.T) { for _, n := range "ab" { t.Run(string(n), func(t *testing.T) {}) } }`,
			"2 passed, 0 failed", "ok    p TestA/b"},
		{"skip", `func TestA(t *testing.T) { t.Skip("no moon") }; func TestB(t *testing.T) {}`,
			"1 passed, 0 failed, 1 skipped", "p TestA: p_test.go:4: no moon"},
		{"subtest fails", `func TestA(t *testing.T) { t.Log("around"); t.Run("a", func(t *testing.T) { t.Error("why") }) }`,
			"0 passed, 1 failed", "around"},
		{"after subtests", `func TestA(t *testing.T) { t.Run("a", func(t *testing.T) {}); t.Error("why") }`,
			"1 passed, 1 failed", "why"},
		{"panic", `func TestA(t *testing.T) {}; func TestB(t *testing.T) { panic("why") }`,
			"1 passed, 1 failed", "panic: why"},
		{"exit", `func TestA(t *testing.T) { t.Run("a", func(t *testing.T) { println("why"); os.Exit(3) }) }`,
			"0 passed, 1 failed", "the test did not end"},
		{"main", `func TestMain(m *testing.M) { println("why"); os.Exit(3) }`,
			"0 passed, 1 failed", "why"},
		{"no build", `func TestA(t *testing.T) { return why }`, "0 passed, 1 failed", "undefined: why"},
		{"empty", ``, "0 passed, 1 failed", "no test was run"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			write("go.mod", "module p\n\ngo 1.23\n")
			write("p_test.go", "package p\n\nimport (\"os\"; \"testing\")\n"+c.body+"\nvar _ = os.Exit\nvar _ testing.T\n")
			out, _ := sum(t, "tests", "cd '"+dir+"' && go test -json -vet=off .")
			if lastLine(out) != c.want || !strings.Contains(out, c.says) {
				t.Errorf("want %q and %q; output:\n%s", c.says, c.want, out)
			}
		})
	}
}
