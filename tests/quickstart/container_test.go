package quickstart

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// instruction is a line of a Containerfile, continued ones joined.
type instruction struct{ name, rest string }

func containerfile(t *testing.T) (all []instruction) {
	t.Helper()
	text := regexp.MustCompile(`(?m)^#.*\n`).ReplaceAllString(page(t, "packaging/Containerfile"), "")
	text = strings.ReplaceAll(text, "\\\n", " ")
	for _, line := range strings.Split(text, "\n") {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			all = append(all, instruction{name, strings.TrimSpace(rest)})
		}
	}
	return all
}

// TestContainerfile: it is of the instructions that this test knows, and what it copies is
// what make dist makes.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, i := range containerfile(t) {
		seen[i.name]++
		switch i.name {
		case "FROM", "RUN", "ENV", "WORKDIR", "ENTRYPOINT", "CMD":
		case "COPY":
			made := "build/dist/nearcall-" + harness.Version(t) + "-linux-amd64.tar.gz"
			if ok, _ := filepath.Match(strings.Fields(i.rest)[0], made); !ok {
				t.Errorf("COPY %s is not what make dist makes, %s", i.rest, made)
			}
		default:
			t.Errorf("%s %s", i.name, i.rest)
		}
	}
	if seen["FROM"] != 1 || seen["RUN"] < 2 || seen["ENTRYPOINT"] != 1 {
		t.Errorf("instructions: %v", seen)
	}
}

// TestContainerSteps: what the recipe runs, in a Debian made for it; there is no podman that
// would do it. What FROM, ENTRYPOINT and CMD do is not tried.
func TestContainerSteps(t *testing.T) {
	if testing.Short() || os.Getenv("NEARCALL_CHROOT") == "" {
		t.Skip("takes minutes, root and the network: make test-quickstart")
	}
	harness.Must(t, harness.Root(t), []string{"MAKEFLAGS=", "MAKELEVEL="}, "make", "-s", "dist")
	found, _ := filepath.Glob(filepath.Join(harness.Root(t), "build/dist/nearcall-*-linux-amd64.tar.gz"))
	if len(found) != 1 {
		t.Fatalf("make dist: %q", found)
	}
	m := newMachine(t, nil)
	harness.Check(t, os.RemoveAll(filepath.Join(m.root, "usr/local/go"))) // the recipe has a Go of its own
	script := ""
	for _, i := range containerfile(t) {
		switch i.name {
		case "RUN":
			script += i.rest + "\n"
		case "ENV":
			script += "export " + i.rest + "\n"
		case "COPY":
			script += "cp /var/tarball/" + filepath.Base(found[0]) + " " + strings.Fields(i.rest)[1] + "\n"
		case "WORKDIR":
			script += "mkdir -p " + i.rest + " && cd " + i.rest + "\n"
		}
	}
	m.copy(t, found[0], "var/tarball/"+filepath.Base(found[0]))
	m.follow(t, []step{{commands: script}, {commands: "go mod init example.com/m && nearcall init sum && nearcall build ./... && go test ./...", prints: "...\nok...\n"}})
}
