package forms

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// compilation is a way to compile the C.
type compilation struct{ cc, flags string }

// compilations gives each its name, which is also that of a package.
func compilations() map[string]compilation {
	all := map[string]compilation{}
	for _, cc := range []string{"clang", "gcc"} {
		for _, flags := range []string{"-O0", "-O1", "-O2", "-O3", "-Os", "-O2 -fno-omit-frame-pointer"} {
			name := fmt.Sprintf("%s%.3s", cc, strings.ReplaceAll(flags, "-", "_"))
			if len(flags) > 3 {
				name += "_frames"
			}
			all[name] = compilation{cc, flags}
		}
	}
	return all
}

// few are those that short tests make archives of.
var few = []string{"clang_O2", "clang_O0", "gcc_Os"}

// bodiesModule is a module with the package of testdata/bodies once for each
// compilation, and a program that checks them all.
func bodiesModule(t *testing.T, kind string, names []string) string {
	t.Helper()
	dir := t.TempDir()
	from := filepath.Join("testdata", "bodies")
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	harness.Check(t, os.CopyFS(filepath.Join(dir, "main"), os.DirFS(filepath.Join(from, "main"))))
	harness.Check(t, os.CopyFS(filepath.Join(dir, "stk"), os.DirFS(filepath.Join("testdata", "depth", "stk"))))
	for _, name := range names {
		harness.Check(t, os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(from, kind))))
		replace(t, filepath.Join(dir, name, "p.go"), "LEVEL", compilations()[name].flags)
		harness.Write(t, dir, "main/"+name+".go", strings.ReplaceAll(harness.Read(t, from, kind+".go.txt"), "PACKAGE", name))
	}
	return dir
}

func names(c carrier) (all []string) {
	if c.archive && testing.Short() {
		return few
	}
	for name := range compilations() {
		all = append(all, name)
	}
	return all
}

// bodiesProgram builds that module's program.
func bodiesProgram(t *testing.T, c carrier, kind string, names []string, edit func(t *testing.T, path string)) string {
	t.Helper()
	dir := bodiesModule(t, kind, names)
	env := map[string][]string{}
	for _, name := range names {
		env[name] = []string{"CC=" + compilations()[name].cc}
	}
	return c.programOf(t, dir, names, func(p string) []string { return env[p] }, edit)
}

func runBodies(t *testing.T, prog string) harness.Result {
	t.Helper()
	n := "20000"
	if testing.Short() {
		n = "1000"
	}
	r := harness.Run(t, "", nil, prog, "-n", n, "-seed", fmt.Sprint(time.Now().UnixNano()%1e9))
	t.Log(strings.TrimSpace(r.Stdout))
	return r
}

// TestBodies: small C functions of many shapes, most of them fused, give what
// Go gives. TestAlignment: those that need a stack aligned to 16 bytes have it,
// on either kind of Go stack.
func TestBodies(t *testing.T)    { eachBody(t, "small") }
func TestAlignment(t *testing.T) { eachBody(t, "aligned") }

func eachBody(t *testing.T, kind string) {
	t.Parallel()
	for _, c := range carriers {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			prog := bodiesProgram(t, c, kind, names(c), nil)
			if r := runBodies(t, prog); r.Status != 0 || !strings.HasSuffix(r.Stdout, "all good\n") {
				t.Errorf("status %d\n%s", r.Status, r.Stderr)
			}
		})
	}
}

// TestMostBodiesAreFused: the table is about fused bodies, also where the
// compiler keeps a frame pointer.
func TestMostBodiesAreFused(t *testing.T) {
	t.Parallel()
	for name, how := range compilations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forms := formsOf(t, bodiesModule(t, "small", []string{name}), []string{"CC=" + how.cc}, name)
			fused := 0
			reasons := map[string]int{}
			for _, form := range forms {
				if _, reason, called := strings.Cut(form, "; not fused: it "); called {
					reasons[reason]++
				} else {
					fused++
				}
			}
			t.Logf("%d of %d are fused; the others: %v", fused, len(forms), reasons)
			if least := map[bool]int{false: 52, true: 45}[how.flags == "-O0"]; fused < least {
				t.Errorf("%d functions are fused, want at least %d", fused, least)
			}
		})
	}
}

// TestWrongBodiesAreFound: both programs can fail, by answers and by faults.
func TestWrongBodiesAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, want string
		carrier    int
		edit       func(t *testing.T, path string)
	}{
		{"small", "clang_O2 Widen: got", 0, func(t *testing.T, path string) { replace(t, path, "MOVBLSX", "MOVBLZX") }},
		{"small", "clang_O2 Go's zero: got false", 1, func(t *testing.T, path string) {
			replace(t, path, "\x45\x0f\x57\xff", "\x0f\x1f\x40\x00") // XORPS X15, X15: a nop
		}},
		{"aligned", "SIG", 0, neverAlign},
	} {
		t.Run(tt.kind+" "+tt.want, func(t *testing.T) {
			t.Parallel()
			prog := bodiesProgram(t, carriers[tt.carrier], tt.kind, few[:1], tt.edit)
			if r := runBodies(t, prog); r.Status == 0 || !strings.Contains(r.Stdout+r.Stderr, tt.want) {
				t.Errorf("status %d, no %q in\n%s%s", r.Status, tt.want, r.Stdout, r.Stderr)
			}
		})
	}
}
