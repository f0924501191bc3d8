// Package gotool shows that go get -tool pins nearcall: go tool nearcall runs the
// tool of that version, which it builds from the module's own C if need be.
package gotool

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const modulePath = harness.ModulePath

// user is a module that has pinned nearcall, and what its go command sees.
func user(t *testing.T) (dir string, env []string) {
	t.Helper()
	if strings.Contains(runtime.Version(), "go1.23") {
		t.Skip("go get -tool begins with Go 1.24")
	}
	cache := strings.TrimSpace(harness.Must(t, harness.Root(t), nil, "go", "env", "GOMODCACHE"))
	dir = harness.Module(t, "-- go.mod --\nmodule example.com/m\n\ngo 1.24\n")
	env = []string{
		"GOPROXY=file://" + harness.Proxy(t) + ",file://" + cache + "/cache/download", "GONOSUMDB=*", "GONOSUMCHECK=1", "GOSUMDB=off",
		"GOFLAGS=-modcacherw", "GOMODCACHE=" + t.TempDir(), "XDG_CACHE_HOME=" + t.TempDir(), "GOWORK=off",
		"GOCACHE=" + strings.TrimSpace(harness.Must(t, dir, nil, "go", "env", "GOCACHE")),
	}
	harness.Must(t, dir, env, "go", "get", "-tool", modulePath+"/cmd/nearcall@v"+harness.Version(t))
	return dir, env
}

// TestInstalledTool: the tool in PATH is run if it is of the very version; its
// arguments, output and status are passed on.
func TestInstalledTool(t *testing.T) {
	t.Parallel()
	dir, env := user(t)
	mod := harness.Read(t, dir, "go.mod")
	if !strings.Contains(mod, "tool "+modulePath+"/cmd/nearcall") || strings.Contains(mod, "golang.org/x") {
		t.Errorf("go.mod has more or less than nearcall:\n%s", mod)
	}
	bin := t.TempDir()
	path := "PATH=" + bin + ":" + os.Getenv("PATH")
	install := func(said string) {
		harness.Write(t, bin, "nearcall", "#!/bin/sh\n[ \"$1\" = version ] && { echo '"+said+"'; exit 0; }\necho \"$# $*\"; echo err >&2; exit 42\n")
		harness.Check(t, os.Chmod(filepath.Join(bin, "nearcall"), 0o755))
	}
	for _, said := range []string{"nearcall " + harness.Version(t), "nearcall " + harness.Version(t) + " (commit 0123456789ab)"} {
		install(said)
		r := harness.Run(t, dir, append(env, path), "go", "tool", "nearcall", "build", "a b", "./...")
		if r.Stdout != "3 build a b ./...\n" || !strings.HasPrefix(r.Stderr, "err\n") || r.Status == 0 {
			t.Errorf("%s: status %d, prints %q and %q", said, r.Status, r.Stdout, r.Stderr)
		}
	}
	// Another one is passed over; and there is no make to build the right one with.
	for _, name := range []string{"go", "gcc", "cc", "as", "ld", "sh", "git"} {
		if real, err := exec.LookPath(name); err == nil {
			harness.Check(t, os.Symlink(real, filepath.Join(bin, name)))
		}
	}
	for _, said := range []string{"nearcall 99.0.0", "nearcall " + harness.Version(t) + " (commit 0123456789ab, dirty)", "another program"} {
		install(said)
		r := harness.Run(t, dir, append(env, "PATH="+bin), filepath.Join(bin, "go"), "tool", "nearcall", "build")
		for _, want := range []string{"building nearcall takes what is not here:\n\tmake ", "builds it\n", "apt install make gcc libelf-dev"} {
			if r.Status == 0 || !strings.Contains(r.Stderr, want) || r.Stdout != "" {
				t.Errorf("%s, without make: status %d, no %q in %q, %q", said, r.Status, want, r.Stdout, r.Stderr)
			}
		}
	}
}

// TestBuilt: in a module of somebody's, from nothing but a proxy: go get -tool,
// init, generate, test. The tool is built once.
func TestBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the whole tool")
	}
	t.Parallel()
	dir, env := user(t)
	bin := t.TempDir() // where no nearcall is
	harness.Check(t, os.Symlink("/usr/bin/env", filepath.Join(bin, "nearcall")))
	env = append(env, "PATH="+bin+":"+os.Getenv("PATH"))
	r := harness.Run(t, dir, env, "go", "tool", "nearcall", "version").Want(t, 0, "go tool nearcall version")
	if want := "nearcall " + harness.Version(t) + "\n"; r.Stdout != want || strings.Count(r.Stderr, "building nearcall") != 1 {
		t.Errorf("version says %q, want %q; and %q", r.Stdout, want, r.Stderr)
	}
	for _, args := range []string{"tool nearcall init sum", "generate ./...", "test ./...", "vet ./...", "tool nearcall verify ./..."} {
		r := harness.Run(t, dir, append(env, "CGO_ENABLED=0"), "go", strings.Fields(args)...).Want(t, 0, "go", args)
		if strings.Contains(r.Stderr, "building nearcall") {
			t.Errorf("go %s builds the tool again", args)
		}
	}
	if text := harness.Read(t, dir, "sum/sum.go"); !strings.Contains(text, "//go:generate go tool nearcall build\n") {
		t.Errorf("go generate runs another tool:\n%s", text)
	}
	harness.Check(t, os.RemoveAll(filepath.Join(dir, "sum/nearcall_amd64.s")))
	harness.Must(t, dir, env, "go", "generate", "./...")
	harness.Read(t, dir, "sum/nearcall_amd64.s")
}

// TestZip: the module's zip has what the tool is built from, and names that a zip of Go may have.
func TestZip(t *testing.T) {
	t.Parallel()
	files := harness.ModuleFiles(t, ".")
	for _, want := range []string{"Makefile", "pack/main.c", "csrc/nearcall.h", "csrc/rt/memcpy.c", "trampolines/functext.c", "cmd/nearcall/main.go", "LICENSE"} {
		if !slices.Contains(files, want) {
			t.Errorf("the module has no %s", want)
		}
	}
	folded := map[string]string{}
	for _, name := range files {
		if strings.ContainsAny(name, "\"'*<>?`|\\:") || strings.HasSuffix(name, ".") {
			t.Errorf("no module can have a file %q", name)
		}
		if other, ok := folded[strings.ToLower(name)]; ok {
			t.Errorf("%q and %q are one where capitals do not count", name, other)
		}
		folded[strings.ToLower(name)] = name
	}
}
