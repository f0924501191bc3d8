package fire

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// odd are names that some program could take for something else.
var odd = []string{
	"d$", "t\tx", `a\b`, "n\nl", "q'q", `q"q`, "s p", "ü", "e=f", "#h", "-p", "@p", "%d", "a:b", "*", "a,b", "c;d", `x\ y`,
	"{", "[x]", `back\`, "`id`", "$(id)", "=", ".hidden", `"`, "\x01", "~", "$$", " ", "\\#", "r\rn", "-I", "日本",
}

// oddPackage is a module whose package p has its C in csrc/NAME.
func oddPackage(t *testing.T, dir, name string) {
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	harness.Write(t, dir, "p/p.go", "package p\n\n//nearcall:source csrc/*/*.c\n\n//nearcall:func f\nfunc F(x float64) float64\n")
	harness.Write(t, dir, filepath.Join("p/csrc", name, "a.c"), "#include \"a.h\"\ndouble f(double x) { return x + ONE; }\n")
	harness.Write(t, dir, filepath.Join("p/csrc", name, "a.h"), "#define ONE 1\n")
}

// TestOddFolders: the module in a folder of an odd name, which is given to the tool,
// and TMPDIR in another: the files are the same as elsewhere.
func TestOddFolders(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		top := t.TempDir()
		oddPackage(t, filepath.Join(top, "plain"), "x")
		harness.MustNearcall(t, top, []string{"CC=" + cc}, "build", "plain/p")
		want := files(t, filepath.Join(top, "plain", "p"))
		for _, name := range odd {
			dir := filepath.Join(top, name)
			oddPackage(t, dir, "x")
			tmp := filepath.Join(t.TempDir(), name)
			harness.Check(t, os.Mkdir(tmp, 0o755))
			r := harness.Run(t, top, []string{"CC=" + cc, "TMPDIR=" + tmp}, harness.Tool(t), "build", "--", name+"/p")
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("%q: %s is left in TMPDIR", name, left[0].Name())
			}
			if strings.ContainsAny(name, "\n\r") { // the go command takes no such folder
				if r.Status != 1 || !strings.Contains(r.Stderr, "invalid package directory") {
					t.Errorf("%q: status %d, %s", name, r.Status, r.Stderr)
				}
				continue
			}
			got := files(t, filepath.Join(dir, "p"))
			if r.Status != 0 || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s, %q: status %d, %s; the same files: %v", cc, name, r.Status, r.Stderr, fmt.Sprint(got) == fmt.Sprint(want))
			}
		}
	}
}

// TestOddSources: the C in a folder of an odd name: it builds, and the header is
// among the files that are hashed.
func TestOddSources(t *testing.T) {
	t.Parallel()
	for _, name := range odd {
		dir := t.TempDir()
		oddPackage(t, dir, name)
		r := harness.Nearcall(t, filepath.Join(dir, "p"), nil, "build", ".")
		if r.Status != 0 {
			t.Errorf("%q: status %d, %s", name, r.Status, r.Stderr)
			continue
		}
		text := harness.Read(t, dir, "p", "nearcall_amd64.s")
		shown := strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(name)
		for _, file := range []string{"a.c", "a.h"} {
			if !strings.Contains(text, " csrc/"+shown+"/"+file+"\n") {
				t.Errorf("%q: %s is not among the hashes", name, file)
			}
		}
		harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "vet", "./p")
		harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "./p")
	}
}

// TestOddArguments: what stands behind -- is a folder, and archives are no options.
func TestOddArguments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	oddPackage(t, dir, "x")
	harness.Check(t, os.Rename(filepath.Join(dir, "go.mod"), filepath.Join(dir, "p", "go.mod"))) // go takes odd names for modules alone
	for _, name := range []string{"-p", "--help", "-o", "@args", "--"} {
		harness.Check(t, os.Rename(filepath.Join(dir, "p"), filepath.Join(dir, name)))
		for _, command := range [][]string{{"build"}, {"check"}, {"stack"}, {"archive", "-o", "p.a"}} {
			r := harness.Nearcall(t, dir, nil, append(command, "--", name)...)
			if r.Status != 0 {
				t.Errorf("%s -- %s: status %d, %s", command, name, r.Status, r.Stderr)
			}
		}
		harness.Check(t, os.Rename(filepath.Join(dir, name), filepath.Join(dir, "p")))
	}
	harness.Must(t, filepath.Join(dir, "p"), nil, "clang", "-c", "-O2", "-fPIC", "-ffreestanding", "-g", "-o./-lobject.o", "csrc/x/a.c")
	text := harness.Read(t, dir, "p", "p.go")
	harness.Write(t, dir, "p/p.go", strings.Replace(text, "//nearcall:source csrc/*/*.c", "//nearcall:archive -lobject.o", 1))
	if r := harness.Nearcall(t, filepath.Join(dir, "p"), nil, "build", "."); r.Status != 0 {
		t.Errorf("-lobject.o: status %d, %s", r.Status, r.Stderr)
	}
}
