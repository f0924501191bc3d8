// Command nearcall runs the nearcall of the version that a module's go.mod
// pins:
//
//	go get -tool github.com/nearcall/nearcall/cmd/nearcall
//	go tool nearcall build ./...
//
// It takes the tool that is installed if that is of this very version, and else
// builds it, once, from the module's own C into the user's cache. That takes
// make, gcc and some libraries; what is missing is named. Users of a package
// that nearcall has made need none of this.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"strings"
)

// modulePath is the module that this command is of, wherever it runs.
const modulePath = "github.com/nearcall/nearcall"

// Exit statuses are nearcall's own.
const exitTool = 3

func main() {
	status, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "go tool nearcall: %v\n", err)
	}
	os.Exit(status)
}

// run finds the tool, runs it, and returns its exit status.
func run(args []string) (int, error) {
	v := wanted()
	tool, err := installed(v)
	if err == nil && tool == "" {
		tool, err = cached(v)
	}
	if err != nil {
		return exitTool, err
	}
	cmd := exec.Command(tool, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	signal.Ignore(os.Interrupt) // the tool gets it too, and ends first
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return exit.ExitCode(), nil
	case err != nil:
		return exitTool, err
	}
	return 0, nil
}

// version is what this command was built from.
type version struct {
	module string // "v0.1.0", a pseudo-version, or "" for a folder on this machine
}

func wanted() version {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != modulePath || info.Main.Version == "(devel)" || strings.Contains(info.Main.Version, "+dirty") {
		return version{}
	}
	return version{info.Main.Version}
}

// commit is that of a pseudo-version, v0.0.0-20261127093045-0123456789ab; or "".
func (v version) commit() string {
	parts := strings.Split(v.module, "-")
	last := parts[len(parts)-1]
	if len(parts) < 3 || len(last) != 12 || strings.Trim(last, "0123456789abcdef") != "" {
		return ""
	}
	return last
}

// is reports whether a tool that says what it is, "nearcall 0.1.0 (commit
// 0123456789ab)", is of this version. One of a changed checkout is of none.
func (v version) is(said string) bool {
	words := strings.Fields(strings.NewReplacer("(commit ", "", ")", "", ",", "").Replace(said))
	if v.module == "" || len(words) < 2 || words[0] != "nearcall" || strings.Contains(said, "dirty") {
		return false
	}
	if c := v.commit(); c != "" {
		return len(words) > 2 && words[2] == c
	}
	return "v"+words[1] == v.module
}

// installed returns the path of the tool in PATH if that is of the version, or "".
func installed(v version) (string, error) {
	path, err := exec.LookPath("nearcall")
	if err != nil {
		return "", nil
	}
	said, err := exec.Command(path, "version").Output()
	if err != nil || !v.is(strings.TrimSpace(string(said))) {
		return "", nil
	}
	return path, nil
}
