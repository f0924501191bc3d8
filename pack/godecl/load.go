package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// This file asks the go command. All that it knows of packages comes through
// golang.org/x/tools/go/packages. That does not parse and check them here: it
// checks function bodies, too, would see what nearcall generated last time,
// and reads no export data of a Go that is newer than itself, while the
// go/importer that this program is built with does. See read.go, typecheck.go.

// loader asks about packages, from a folder on.
type loader struct {
	dir  string
	arch string
}

// env is what the go command gets to see. GOOS is always linux: the C is
// compiled once, for linux, and the files that come out serve every system.
// Later settings win, so that anything else in the caller's environment,
// GOFLAGS above all, stays.
func (l loader) env(cgo bool) []string {
	enabled := "CGO_ENABLED=0"
	if cgo {
		enabled = "CGO_ENABLED=1"
	}
	return append(os.Environ(), "GOPACKAGESDRIVER=off", "GOOS=linux", "GOARCH="+l.arch, enabled, "PWD="+l.dir)
}

// load returns the packages that the patterns stand for, sorted by path.
func (l loader) load(mode packages.LoadMode, cgo bool, patterns ...string) ([]*packages.Package, error) {
	words := make([]string, len(patterns))
	for i, p := range patterns {
		words[i] = "pattern=" + p // "file=x" is no query here
	}
	return packages.Load(&packages.Config{Mode: packages.NeedName | mode, Dir: l.dir, Env: l.env(cgo)}, words...)
}

// folder describes the package in the folder, without looking at what it
// imports: that need not build yet.
func (l loader) folder(cgo bool) (*packages.Package, error) {
	pkgs, err := l.load(packages.NeedFiles|packages.NeedModule, cgo, ".")
	if err != nil {
		return nil, err
	}
	if len(pkgs) != 1 {
		return nil, fmt.Errorf("%d packages in %s instead of one", len(pkgs), l.dir)
	}
	return pkgs[0], nil
}

// exports compiles the packages at paths, with all that they import, and
// returns them by path, each with its export data or what is wrong with it.
func (l loader) exports(paths []string) (map[string]*packages.Package, error) {
	pkgs, err := l.load(packages.NeedFiles|packages.NeedExportFile|packages.NeedImports|packages.NeedDeps, false, paths...)
	if err != nil {
		return nil, err
	}
	byPath := map[string]*packages.Package{}
	packages.Visit(pkgs, nil, func(p *packages.Package) { byPath[p.PkgPath] = p })
	return byPath, nil
}

// goFiles returns the names of a package's Go files, tests left out. Files of
// another package, or of none, are in no list of go/packages: they are those
// of the folder that it does not ignore.
func goFiles(p *packages.Package) []string {
	entries, _ := os.ReadDir(p.Dir) // the go command has read it; "" if it found no package
	var names []string
	for _, e := range entries {
		name := e.Name()
		if isGoFile(name) && !e.IsDir() && !slices.Contains(p.IgnoredFiles, filepath.Join(p.Dir, name)) {
			names = append(names, name)
		}
	}
	return names
}

// goEnv is what the go command that will build the package says of itself; a
// toolchain line in its go.mod may have chosen it. go/packages does not tell.
type goEnv struct {
	GOVERSION, GOROOT    string
	GOMOD, GOWORK, GOENV string // files that it has read
}

// version asks the go command.
func (l loader) version() (env goEnv, err error) {
	cmd := exec.Command("go", "env", "-json", "GOVERSION", "GOROOT", "GOMOD", "GOWORK", "GOENV")
	cmd.Dir, cmd.Env = l.dir, l.env(false)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = errors.New(strings.TrimSpace(string(exit.Stderr)))
	}
	if err == nil {
		err = json.Unmarshal(out, &env)
	}
	if err != nil {
		err = fmt.Errorf("go env in %s: %w", l.dir, err)
	}
	return env, err
}
