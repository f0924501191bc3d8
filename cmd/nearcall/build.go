package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// parts of the module are what the tool is built from.
var parts = []string{"Makefile", "csrc", "pack", "packaging", "trampolines"}

// cached returns the path of the tool in the user's cache. It is built if it is
// not there.
func cached(v version) (string, error) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return "", fmt.Errorf("the tool runs on linux/amd64, not on %s/%s: run it in a container or a virtual machine; "+
			"what it writes works here", runtime.GOOS, runtime.GOARCH)
	}
	dir, err := source(v)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no place for the tool: %w", err)
	}
	name := v.module
	if name == "" {
		if name, err = hashOf(dir); err != nil {
			return "", err
		}
	}
	home := filepath.Join(cache, "nearcall", "tool", name)
	tool := filepath.Join(home, "bin", "nearcall")
	if _, err := os.Stat(tool); err == nil {
		return tool, nil
	}
	return tool, build(v, dir, home)
}

// source returns the folder with the module's files: that of the build list, or
// one that is fetched, since a vendor folder has the Go files alone.
func source(v version) (string, error) {
	for _, args := range [][]string{{"list", "-m", "-json", modulePath}, {"mod", "download", "-json", modulePath + "@" + v.module}} {
		var module struct {
			Dir     string
			Replace *struct{ Dir string }
		}
		out, err := exec.Command("go", args...).Output()
		if err != nil || json.Unmarshal(out, &module) != nil {
			continue
		}
		if module.Replace != nil && module.Replace.Dir != "" {
			module.Dir = module.Replace.Dir
		}
		if _, err := os.Stat(filepath.Join(module.Dir, "Makefile")); err == nil && module.Dir != "" {
			return module.Dir, nil
		}
	}
	return "", fmt.Errorf("cannot find the sources of %s %s: go mod download %s", modulePath, v.module, modulePath)
}

// hashOf is a hash of the files in a folder that the tool is built from.
func hashOf(dir string) (string, error) {
	sum := sha256.New()
	err := eachFile(dir, func(rel string) error {
		text, err := os.ReadFile(filepath.Join(dir, rel))
		fmt.Fprintf(sum, "%s %d\n", rel, len(text))
		sum.Write(text)
		return err
	})
	return fmt.Sprintf("local-%x", sum.Sum(nil)[:12]), err
}

// eachFile calls f with the files of the parts, by paths from dir on.
func eachFile(dir string, f func(rel string) error) error {
	for _, part := range parts {
		err := filepath.WalkDir(filepath.Join(dir, part), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			return f(rel)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// build makes the tool from the files in dir, in a folder of its own, and puts
// it at home: as a whole, or not at all.
func build(v version, dir, home string) error {
	if err := missing(); err != nil {
		return err
	}
	above := filepath.Dir(home)
	if err := os.MkdirAll(above, 0o777); err != nil {
		return err
	}
	work, err := os.MkdirTemp(above, "building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	fmt.Fprintf(os.Stderr, "go tool nearcall: building nearcall %s, once\n", v.module)
	src, out := filepath.Join(work, "src"), filepath.Join(work, "out")
	if err := copyParts(dir, src); err != nil {
		return err
	}
	if err := reader(v, src); err != nil {
		return err
	}
	cmd := exec.Command("make", "-s", fmt.Sprintf("-j%d", runtime.NumCPU()), "install", "PREFIX="+out, "DESTDIR=", "CC="+compiler())
	cmd.Dir, cmd.Env = src, environment()
	if words, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make: %w\n%s", err, words)
	}
	said, err := exec.Command(filepath.Join(out, "bin", "nearcall"), "version").Output()
	if err != nil {
		return fmt.Errorf("the tool was built, and does not run: %w", err)
	}
	if got := strings.TrimSpace(string(said)); v.module != "" && v.commit() == "" && !v.is(got) {
		return fmt.Errorf("the sources of %s make %q", v.module, got)
	}
	err = os.Rename(out, home)
	if _, there := os.Stat(filepath.Join(home, "bin", "nearcall")); there == nil {
		return nil // another one was faster
	}
	return err
}

func copyParts(dir, to string) error {
	return eachFile(dir, func(rel string) error {
		text, err := os.ReadFile(filepath.Join(dir, rel))
		if err != nil {
			return err
		}
		info, err := os.Stat(filepath.Join(dir, rel))
		if err != nil {
			return err
		}
		path := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		return os.WriteFile(path, text, info.Mode().Perm()|0o200)
	})
}

// reader builds nearcall-godecl, which is a module of its own, and so not among
// the files of this one where these come from a proxy.
func reader(v version, src string) error {
	if _, err := os.Stat(filepath.Join(src, "pack", "godecl", "go.mod")); err == nil {
		return nil // make builds it
	}
	at := v.module
	if c := v.commit(); c != "" {
		at = c
	}
	bin := filepath.Join(src, "build")
	cmd := exec.Command("go", "install", modulePath+"/pack/godecl@"+at)
	cmd.Dir, cmd.Env = src, append(environment(), "GOBIN="+bin, "CGO_ENABLED=0", "GOWORK=off")
	if words, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go install %s/pack/godecl@%s: %w\n%s", modulePath, at, err, words)
	}
	return os.Rename(filepath.Join(bin, "godecl"), filepath.Join(bin, "nearcall-godecl"))
}

// environment is that of make and go, without what was meant for the tool or
// comes from a make or go generate around this.
func environment() []string {
	var env []string
	for _, setting := range os.Environ() {
		name, _, _ := strings.Cut(setting, "=")
		switch name {
		case "CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GOFLAGS", "GOOS", "GOARCH", "B", "SANITIZE", "FUZZ":
			continue
		}
		env = append(env, setting)
	}
	return append(env, "NEARCALL_READY=1") // nothing is installed behind anybody's back
}

// compiler is what the tool is built with.
func compiler() string {
	for _, name := range []string{"gcc", "clang"} {
		if _, err := exec.LookPath(name); err == nil {
			return name
		}
	}
	return "gcc"
}

// missing tells what is not there that building takes, and how to get it.
func missing() error {
	var lines []string
	for _, n := range needs {
		if !n.there() {
			lines = append(lines, fmt.Sprintf("\t%-24s %s", n.what, n.why))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return errors.New("building nearcall takes what is not here:\n" + strings.Join(lines, "\n") + "\nOn " + howToGet())
}
