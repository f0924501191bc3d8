// Package gotool shows that go get -tool pins nearcall: go tool nearcall runs the
// tool of that version, which it builds from the module's own C if need be.
package gotool

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const modulePath = "github.com/nearcall/nearcall"

// version is that of the Makefile, which the module's tag has, too.
func version(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^VERSION := (\S+)$`).FindStringSubmatch(harness.Read(t, harness.Root(t), "Makefile"))
	if m == nil {
		t.Fatal("the Makefile has no VERSION")
	}
	return m[1]
}

// proxy is a folder that GOPROXY can name, with this module and the one of
// nearcall-godecl as a version control system would give them to it.
func proxy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	add := func(path, sub string) {
		at := filepath.Join(dir, path, "@v")
		harness.Check(t, os.MkdirAll(at, 0o755))
		v := "v" + version(t)
		harness.Write(t, at, "list", v+"\n")
		harness.Write(t, at, v+".info", `{"Version":"`+v+`","Time":"2026-11-27T00:00:00Z"}`)
		harness.Write(t, at, v+".mod", harness.Read(t, harness.Root(t), sub, "go.mod"))
		f, err := os.Create(filepath.Join(at, v+".zip"))
		harness.Check(t, err)
		w := zip.NewWriter(f)
		for _, name := range moduleFiles(t, sub) {
			out, err := w.Create(path + "@" + v + "/" + name)
			harness.Check(t, err)
			_, err = out.Write([]byte(harness.Read(t, harness.Root(t), sub, name)))
			harness.Check(t, err)
		}
		harness.Check(t, w.Close())
		harness.Check(t, f.Close())
	}
	add(modulePath, ".")
	add(modulePath+"/pack/godecl", "pack/godecl")
	return dir
}

// moduleFiles are the files below a folder that belong to its module: those that
// git has or would take, but for folders with a go.mod of their own.
func moduleFiles(t *testing.T, sub string) []string {
	t.Helper()
	dir := filepath.Join(harness.Root(t), sub)
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("there is no git to tell which files are the module's: %v", err)
	}
	r := harness.Run(t, dir, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if r.Status != 0 {
		t.Skipf("git does not tell which files are the module's: %s", r.Stderr)
	}
	all := strings.Split(strings.TrimSuffix(r.Stdout, "\x00"), "\x00")
	var nested []string
	for _, name := range all {
		if d := filepath.Dir(name); filepath.Base(name) == "go.mod" && d != "." {
			nested = append(nested, d+"/")
		}
	}
	return slices.DeleteFunc(all, func(name string) bool {
		info, err := os.Lstat(filepath.Join(dir, name))
		return err != nil || !info.Mode().IsRegular() ||
			slices.ContainsFunc(nested, func(d string) bool { return strings.HasPrefix(name, d) })
	})
}

// user is a module that has pinned nearcall, and what its go command sees.
func user(t *testing.T) (dir string, env []string) {
	t.Helper()
	if strings.Contains(runtime.Version(), "go1.23") {
		t.Skip("go get -tool begins with Go 1.24")
	}
	cache := strings.TrimSpace(harness.Must(t, harness.Root(t), nil, "go", "env", "GOMODCACHE"))
	dir = harness.Module(t, "-- go.mod --\nmodule example.com/m\n\ngo 1.24\n")
	env = []string{
		"GOPROXY=file://" + proxy(t) + ",file://" + cache + "/cache/download", "GONOSUMDB=*", "GONOSUMCHECK=1", "GOSUMDB=off",
		"GOFLAGS=-modcacherw", "GOMODCACHE=" + t.TempDir(), "XDG_CACHE_HOME=" + t.TempDir(), "GOWORK=off",
		"GOCACHE=" + strings.TrimSpace(harness.Must(t, dir, nil, "go", "env", "GOCACHE")),
	}
	harness.Must(t, dir, env, "go", "get", "-tool", modulePath+"/cmd/nearcall@v"+version(t))
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
	for _, said := range []string{"nearcall " + version(t), "nearcall " + version(t) + " (commit 0123456789ab)"} {
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
	for _, said := range []string{"nearcall 99.0.0", "nearcall " + version(t) + " (commit 0123456789ab, dirty)", "another program"} {
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
	if want := "nearcall " + version(t) + "\n"; r.Stdout != want || strings.Count(r.Stderr, "building nearcall") != 1 {
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
	files := moduleFiles(t, ".")
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
