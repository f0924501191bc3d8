package quickstart

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const (
	byPackage = "From a package"
	byModule  = "Pinned in go.mod"
)

func page(t *testing.T, name string) string { return harness.Read(t, harness.Root(t), name) }

// deb makes the Debian package and returns where it is.
func deb(t *testing.T) string {
	t.Helper()
	harness.Must(t, harness.Root(t), []string{"MAKEFLAGS=", "MAKELEVEL="}, "make", "-s", "deb")
	found, _ := filepath.Glob(filepath.Join(harness.Root(t), "build/dist/nearcall_*.deb"))
	if len(found) != 1 {
		t.Fatalf("make deb: %q", found)
	}
	return found[0]
}

// TestByPackage: the quick start and README's example, with the package that apt has installed.
func TestByPackage(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a package and installs it into a machine of its own")
	}
	t.Parallel()
	file := deb(t)
	m := newMachine(t, map[string]string{filepath.Base(file): file})
	m.follow(t, slices.Concat(steps(page(t, "docs/quickstart.md"), byModule), example(t, "")))
}

// TestByModule: the same with nothing but a module proxy.
func TestByModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the tool from a module proxy, in a machine of its own")
	}
	t.Parallel()
	m := newMachine(t, nil)
	get := regexp.MustCompile("go get -tool [^\\s`]+").FindString(page(t, "README.md"))
	if get == "" {
		t.Fatal("README does not say how to pin nearcall")
	}
	m.follow(t, slices.Concat(steps(page(t, "docs/quickstart.md"), byPackage), example(t, get)))
}

// example is README's, with a command behind the one that makes the module.
func example(t *testing.T, behind string) []step {
	t.Helper()
	for _, b := range fenced(page(t, "README.md")) {
		if first, rest, ok := strings.Cut(b.text, "\n"); b.heading == "Example" && b.language == "sh" && ok {
			return []step{{commands: first + "\n" + behind}, {commands: rest, prints: "...\n6\n"}}
		}
	}
	t.Fatal("README has no example")
	return nil
}

// runElsewhere are README's commands that need a clone, and where they are run.
var runElsewhere = map[string]string{
	"make && sudo make install":        "tests/install",
	"make install PREFIX=$HOME/.local": "tests/install",
	"make uninstall":                   "tests/install",
	"make install":                     "tests/install",
	"make deb":                         "tests/install, and here",
	"make dist":                        "tests/install",
	"sudo apt install ./build/dist/nearcall_*.deb":           "here, from another folder",
	"go get -tool github.com/nearcall/nearcall/cmd/nearcall": "here",
	"go tool nearcall build ./...":                           "here, as nearcall build ./...",
	"go get":                                                 "here", "go build": "tests/links", "go generate": "here", "go test": "here",
	"make demo DIR=/some/where": "tests/demo.sh, as make demo DIR=...",
}

// TestEveryCommand: README has no command that nothing runs. Goals of the Makefile are suites of
// their own: each has to be there.
func TestEveryCommand(t *testing.T) {
	t.Parallel()
	text := page(t, "README.md")
	goals := regexp.MustCompile(`(?m)^([a-z0-9-]+):.*## `).FindAllStringSubmatch(page(t, "Makefile"), -1)
	ours := regexp.MustCompile(`^nearcall (build|archive|check|stack|verify|diff|init|explain|toolexec|version)\b`)
	found := inline(text)
	if len(found) < 15 {
		t.Fatalf("README's commands are not found: %q", found)
	}
	for _, command := range found {
		goal, isMake := strings.CutPrefix(command, "make ")
		known := isMake && slices.ContainsFunc(goals, func(g []string) bool { return g[1] == goal })
		if runElsewhere[command] == "" && !known && !ours.MatchString(command) {
			t.Errorf("nothing runs `%s`", command)
		}
	}
}

// TestPrints: what is shown is compared.
func TestPrints(t *testing.T) {
	for _, c := range []struct {
		shown, text string
		want        bool
	}{
		{"a\n", "a\n", true},
		{"a\n", "b\n", false},
		{"a\n", "a\nb\n", false},
		{"a...c\n", "abc\n", true},
		{"a...c\n", "a\nc\n", false},
		{"a\n...\nc\n", "a\nb\nb\nc\n", true},
		{"a\n...\n", "a\n", true},
		{"a\n...\n", "b\na\n", false},
		{"...\n6\n", "x\ny\n6\n", true},
		{"...\n6\n", "x\n66\n", false},
	} {
		if got := prints(c.shown, c.text); got != c.want {
			t.Errorf("%q shown, %q printed: %v", c.shown, c.text, got)
		}
	}
}
