package harness

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ModulePath is this module's.
const ModulePath = "github.com/nearcall/nearcall"

// Version is that of the Makefile, which the module's tag has, too.
func Version(t testing.TB) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^VERSION := (\S+)$`).FindStringSubmatch(Read(t, Root(t), "Makefile"))
	if m == nil {
		t.Fatal("the Makefile has no VERSION")
	}
	return m[1]
}

// Proxy is a folder that GOPROXY can name, with this module and the one of
// nearcall-godecl as a version control system would give them to it.
func Proxy(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	addToProxy(t, dir, ModulePath, ".")
	addToProxy(t, dir, ModulePath+"/pack/godecl", "pack/godecl")
	return dir
}

func addToProxy(t testing.TB, dir, path, sub string) {
	t.Helper()
	at := filepath.Join(dir, path, "@v")
	v := "v" + Version(t)
	Write(t, at, "list", v+"\n")
	Write(t, at, v+".info", `{"Version":"`+v+`","Time":"2026-11-27T00:00:00Z"}`)
	Write(t, at, v+".mod", Read(t, Root(t), sub, "go.mod"))
	f, err := os.Create(filepath.Join(at, v+".zip"))
	Check(t, err)
	w := zip.NewWriter(f)
	for _, name := range ModuleFiles(t, sub) {
		out, err := w.Create(path + "@" + v + "/" + name)
		Check(t, err)
		_, err = out.Write([]byte(Read(t, Root(t), sub, name)))
		Check(t, err)
	}
	Check(t, w.Close())
	Check(t, f.Close())
}

// ModuleFiles are the files below a folder that belong to its module: those that
// git has or would take, but for folders with a go.mod of their own.
func ModuleFiles(t testing.TB, sub string) []string {
	t.Helper()
	all := GitFiles(t, sub)
	dir := filepath.Join(Root(t), sub)
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

// GitFiles are the files below a folder of the repository that git has or would take.
func GitFiles(t testing.TB, sub string) []string {
	t.Helper()
	dir := filepath.Join(Root(t), sub)
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("there is no git to tell which files are the module's: %v", err)
	}
	r := Run(t, dir, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if r.Status != 0 {
		t.Skipf("git does not tell which files are the module's: %s", r.Stderr)
	}
	return strings.Split(strings.TrimSuffix(r.Stdout, "\x00"), "\x00")
}
