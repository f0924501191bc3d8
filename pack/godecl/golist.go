package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// goCommand runs the go command in the package's folder.
type goCommand struct {
	path string
	dir  string
	arch string
}

// run returns the standard output of "go args...". On failure the output comes
// with an error in the go command's own words.
//
// GOOS is always linux: the C is compiled once, for linux, and the files that
// come out serve every system. Later settings win, so that anything else in
// the caller's environment, GOFLAGS above all, stays.
func (g goCommand) run(cgo bool, args ...string) ([]byte, error) {
	enabled := "CGO_ENABLED=0"
	if cgo {
		enabled = "CGO_ENABLED=1"
	}
	cmd := exec.Command(g.path, args...)
	cmd.Dir = g.dir
	cmd.Env = append(cmd.Environ(), "GOOS=linux", "GOARCH="+g.arch, enabled)
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(bytes.TrimSpace(exit.Stderr)) > 0 {
		err = errors.New(strings.TrimSpace(string(exit.Stderr)))
	}
	return out, fmt.Errorf("%s %s in %s: %w", g.path, args[0], g.dir, err)
}

// version returns GOVERSION and GOROOT of the go command that will build the
// package; a toolchain line in its go.mod may have chosen it.
func (g goCommand) version() (version, root string, err error) {
	out, err := g.run(false, "env", "-json", "GOVERSION", "GOROOT")
	if err != nil {
		return "", "", err
	}
	var env struct{ GOVERSION, GOROOT string }
	if err := json.Unmarshal(out, &env); err != nil {
		return "", "", fmt.Errorf("%s env: %w", g.path, err)
	}
	return env.GOVERSION, env.GOROOT, nil
}

// listed is the part of go list's answer that is used.
type listed struct {
	Name           string
	ImportPath     string
	GoFiles        []string
	CgoFiles       []string
	IgnoredGoFiles []string
	InvalidGoFiles []string
	SFiles         []string
	Export         string
	Module         *struct{ Dir, GoVersion string }
	Error          *struct{ Pos, Err string }
}

// list describes the package in the folder, without looking at what it
// imports: that need not build yet.
func (g goCommand) list(cgo bool) (*listed, error) {
	const fields = "Name,ImportPath,GoFiles,CgoFiles,IgnoredGoFiles,InvalidGoFiles,SFiles,Module,Error"
	pkgs, err := g.listJSON(cgo, "-find", "-json="+fields, "--", ".")
	if err != nil {
		return nil, err
	}
	if len(pkgs) != 1 {
		return nil, fmt.Errorf("%s list in %s: %d packages instead of one", g.path, g.dir, len(pkgs))
	}
	return pkgs[0], nil
}

// exports compiles the packages at paths, with all that they import, and
// returns them by path, each with its export data or what is wrong with it.
func (g goCommand) exports(paths []string) (map[string]*listed, error) {
	args := append([]string{"-export", "-deps", "-json=ImportPath,Export,Error", "--"}, paths...)
	pkgs, err := g.listJSON(false, args...)
	if err != nil {
		return nil, err
	}
	byPath := make(map[string]*listed, len(pkgs))
	for _, p := range pkgs {
		byPath[p.ImportPath] = p
	}
	return byPath, nil
}

// listJSON runs go list -e and decodes its stream of objects. With -e the go
// command may fail and still have told what it knows; that is kept.
func (g goCommand) listJSON(cgo bool, args ...string) ([]*listed, error) {
	out, runErr := g.run(cgo, append([]string{"list", "-e"}, args...)...)
	var pkgs []*listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		err := dec.Decode(p)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errors.Join(runErr, fmt.Errorf("%s list: %w", g.path, err))
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 && runErr != nil {
		return nil, runErr
	}
	return pkgs, nil
}
