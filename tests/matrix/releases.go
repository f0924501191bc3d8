package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// release is a Go to build with.
type release struct {
	name      string // 1.27.4, for people
	toolchain string // for GOTOOLCHAIN
	minor     int
	goroot    string
	gone      string // why it cannot be had
}

const oldestMinor = 23

var toolchainVersion = regexp.MustCompile(`^v0\.0\.1-go1\.(\d+)\.(\d+)\.linux-amd64$`)

// newestOfEach takes the versions of the module golang.org/toolchain and returns the last release of each 1.N from
// the oldest that nearcall supports on, in the order in which they are to be tried: the newest, the oldest, the rest.
func newestOfEach(versions []string) []release {
	last := map[int]int{}
	for _, v := range versions {
		if m := toolchainVersion.FindStringSubmatch(v); m != nil {
			minor, _ := strconv.Atoi(m[1])
			patch, _ := strconv.Atoi(m[2])
			if minor >= oldestMinor {
				last[minor] = max(last[minor], patch)
			}
		}
	}
	var all []release
	for minor, patch := range last {
		name := fmt.Sprintf("1.%d.%d", minor, patch)
		all = append(all, release{name: name, toolchain: "go" + name, minor: minor})
	}
	slices.SortFunc(all, func(a, b release) int { return cmp.Compare(b.minor, a.minor) })
	if n := len(all); n > 2 {
		all = slices.Concat(all[:1], all[n-1:], all[1:n-1])
	}
	return all
}

// findReleases asks the module proxy. The short form takes the Go that runs this.
func findReleases(o options) ([]release, error) {
	if o.short {
		return located([]release{{toolchain: "local"}})
	}
	cmd := exec.Command("go", "list", "-m", "-versions", "golang.org/toolchain")
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("the proxy does not tell the releases of Go: %s", out)
	}
	all := newestOfEach(strings.Fields(string(out)))
	if o.versions != "" {
		all = slices.DeleteFunc(all, func(r release) bool { return !slices.Contains(strings.Split(o.versions, ","), r.name) })
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no release of Go to try among: %s", out)
	}
	return located(all)
}

// located has the go command fetch each release, and finds out where it is.
func located(all []release) ([]release, error) {
	for i := range all {
		r := &all[i]
		cmd := exec.Command("go", "env", "GOVERSION", "GOROOT")
		cmd.Dir = os.TempDir()
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+r.toolchain)
		out, err := cmd.CombinedOutput()
		words := strings.Fields(string(out))
		if err != nil || len(words) != 2 {
			r.gone = "this Go cannot be had: " + firstTelling(string(out))
			continue
		}
		r.name, r.goroot = strings.TrimPrefix(words[0], "go"), words[1]
		if _, err := fmt.Sscanf(r.name, "1.%d", &r.minor); err != nil {
			return nil, fmt.Errorf("what version of Go is %q?", r.name)
		}
	}
	return all, nil
}

var flagField = regexp.MustCompile(`(?m)^\t([A-Z]\w*) +bool$|^\t([A-Z]\w*(?:, [A-Z]\w*)*) bool$`)

// experiments are the values of GOEXPERIMENT that change something, one for each that this release has: those that
// are on by default are turned off.
func (r release) experiments() ([]string, error) {
	text, err := os.ReadFile(filepath.Join(r.goroot, "src/internal/goexperiment/flags.go"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, m := range flagField.FindAllStringSubmatch(string(text), -1) {
		name := strings.ToLower(cmp.Or(m[1], m[2]))
		cmd := exec.Command("go", "tool", "compile", "-V")
		cmd.Dir = os.TempDir()
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+r.toolchain, "GOEXPERIMENT="+name)
		out, err := cmd.CombinedOutput()
		if err != nil || strings.Contains(string(out), name) {
			all = append(all, name)
		} else {
			all = append(all, "no"+name)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("go %s lists no experiments", r.name)
	}
	return all, nil
}
