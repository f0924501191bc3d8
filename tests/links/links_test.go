// Package links shows that what nearcall writes works the same however the
// program around it is linked: by the module carrier and by the archive carrier.
package links

import (
	"debug/elf"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const module = "github.com/nearcall/nearcall"

var kernels = []string{"gostubs/increment", "gostubs/sum", "gostubs/xxh3"}

// kernelModule is a copy of the repository's kernels with freshly generated
// files, and the test program in prog/ and progcgo/: see prog.go.txt.
func kernelModule(t *testing.T, env []string) string {
	t.Helper()
	dir := t.TempDir()
	harness.CopyTree(t, dir, append([]string{"go.mod", "csrc"}, kernels...)...)
	harness.MustNearcall(t, dir, env, append([]string{"build"}, kernels...)...)
	if n := strings.Count(harness.Read(t, dir, "gostubs/xxh3/nearcall_amd64.s"), "\n// flags: -march="); n != 3 {
		t.Fatalf("a package with three levels was to be among the kernels, xxh3 has %d", n)
	}
	writeProgram(t, dir, "prog", "")
	writeProgram(t, dir, "progcgo", "package main\n\nimport (\n\t_ \"net\"\n\t_ \"os/user\"\n)\n")
	return dir
}

// writeProgram writes the test program, with the XXH3 vectors that the real
// libxxhash has given, and a file of further imports.
func writeProgram(t *testing.T, dir, folder, imports string) {
	t.Helper()
	root := harness.Root(t)
	harness.Write(t, dir, folder+"/main.go", harness.Read(t, root, "tests/links/testdata/prog.go.txt"))
	vectors := harness.Read(t, root, "gostubs/xxh3/vectors_test.go")
	vectors = strings.NewReplacer("package xxh3", "package main\n\nimport \"github.com/nearcall/nearcall/gostubs/xxh3\"",
		"Uint128", "xxh3.Uint128").Replace(vectors)
	harness.Write(t, dir, folder+"/vectors.go", vectors)
	if imports != "" {
		harness.Write(t, dir, folder+"/imports.go", imports)
	}
}

// mode is one way to link.
type mode struct {
	cgo      bool
	external bool
	pie      bool
	race     bool
}

func (m mode) String() string {
	name := map[bool]string{false: "internal", true: "external"}[m.external]
	name += map[bool]string{false: " exe", true: " PIE"}[m.pie]
	name += map[bool]string{false: " cgo off", true: " cgo on"}[m.cgo]
	if m.race {
		name += " race"
	}
	return name
}

func (m mode) env() []string {
	return []string{"CGO_ENABLED=" + map[bool]string{false: "0", true: "1"}[m.cgo]}
}

// linkmode is the flag for go tool link.
func (m mode) linkmode() string {
	return map[bool]string{false: "-linkmode=internal", true: "-linkmode=external"}[m.external]
}

func (m mode) buildmode() string {
	return map[bool]string{false: "-buildmode=exe", true: "-buildmode=pie"}[m.pie]
}

// args is a go build command.
func (m mode) args(out, pkg string) []string {
	args := []string{"build", "-o", out, m.buildmode(), "-ldflags=" + m.linkmode()}
	if m.race {
		args = append(args, "-race")
	}
	return append(args, pkg)
}

var modes = []mode{
	{},
	{pie: true},
	{cgo: true},
	{cgo: true, pie: true},
	{cgo: true, external: true},
	{cgo: true, external: true, pie: true},
	{cgo: true, race: true},
	{cgo: true, race: true, external: true},
	{cgo: true, race: true, external: true, pie: true},
	{external: true}, // Go itself refuses these two, and -race with PIE
	{external: true, pie: true},
}

// TestModuleCarrier: link modes × PIE × cgo × race × versions of Go.
func TestModuleCarrier(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, env []string) {
		dir := kernelModule(t, nil) // by the system's Go: users of the package may have another
		vet(t, dir, env)
		t.Run("nearcall with this Go", func(t *testing.T) {
			sameGenerated(t, dir, kernelModule(t, env))
		})
		for _, m := range modes {
			t.Run(m.String(), func(t *testing.T) {
				t.Parallel()
				out := filepath.Join(t.TempDir(), "prog")
				pkg := map[bool]string{false: "./prog", true: "./progcgo"}[m.cgo]
				r := harness.Run(t, dir, append(m.env(), env...), "go", m.args(out, pkg)...)
				skipUnlinkable(t, m, r)
				r.Want(t, 0, "go", m.args(out, pkg)...)
				runProgram(t, out)
				checkStatic(t, out, m)
			})
		}
	})
}

// sameGenerated checks that two trees have the same generated files.
func sameGenerated(t *testing.T, a, b string) {
	t.Helper()
	for _, kernel := range kernels {
		name := filepath.Join(kernel, "nearcall_amd64.s")
		if harness.Read(t, a, name) != harness.Read(t, b, name) {
			t.Errorf("%s depends on the version of Go", name)
		}
	}
}

// skipUnlinkable skips what Go cannot link, whoever wrote the package.
func skipUnlinkable(t *testing.T, m mode, r harness.Result) {
	t.Helper()
	words := strings.TrimSpace(r.Stderr)
	if m.external && !m.cgo && strings.Contains(words, "cgo is not enabled") ||
		m.race && m.pie && strings.Contains(words, "not supported when -race is enabled") {
		t.Skipf("not linkable: %s", words)
	}
}

// runProgram runs the test program, which checks itself, in some settings of
// the runtime that make trouble show.
func runProgram(t *testing.T, path string, args ...string) {
	t.Helper()
	for _, env := range [][]string{nil, {"GOGC=1"}, {"GODEBUG=gcstoptheworld=1,clobberfree=1"}} {
		out := harness.Must(t, "", env, path, args...)
		if !strings.HasSuffix(out, "all good\n") {
			t.Errorf("%v: %s", env, out)
		}
		if env == nil {
			t.Log(strings.TrimSpace(out))
		}
	}
}

// checkStatic says whether a program needs a dynamic linker. Without cgo, an
// executable must not.
func checkStatic(t *testing.T, path string, m mode) {
	t.Helper()
	interp, needed := dynamic(t, path)
	t.Logf("PT_INTERP: %t, needed libraries: %v", interp, needed)
	if interp && !m.cgo && !m.pie {
		t.Error("the program was to be static")
	}
}

// dynamic reports whether a program names a dynamic linker, and its libraries.
func dynamic(t *testing.T, path string) (interp bool, needed []string) {
	t.Helper()
	f, err := elf.Open(path)
	harness.Check(t, err)
	defer f.Close()
	for _, p := range f.Progs {
		interp = interp || p.Type == elf.PT_INTERP
	}
	needed, _ = f.ImportedLibraries() // a static program has no such section
	return interp, needed
}

// vet checks the generated files with go vet and gofmt.
func vet(t *testing.T, dir string, env []string) {
	t.Helper()
	harness.Must(t, dir, env, "go", append([]string{"vet"}, dotSlash(kernels)...)...)
	r := harness.Run(t, dir, env, filepath.Join(goroot(t, env), "bin", "gofmt"), "-l", "gostubs")
	if r.Status != 0 || r.Stdout != "" {
		t.Errorf("gofmt -l: %s%s", r.Stdout, r.Stderr)
	}
}

func goroot(t *testing.T, env []string) string {
	t.Helper()
	return strings.TrimSpace(harness.Must(t, "", env, "go", "env", "GOROOT"))
}

// TestCrossBuild: one compile on Linux serves the other systems on amd64.
func TestCrossBuild(t *testing.T) {
	t.Parallel()
	dir := kernelModule(t, nil)
	for _, goos := range []string{"darwin", "freebsd", "windows", "openbsd"} {
		t.Run(goos, func(t *testing.T) {
			env := []string{"GOOS=" + goos, "GOARCH=amd64", "CGO_ENABLED=0"}
			out := filepath.Join(t.TempDir(), "prog")
			harness.Must(t, dir, env, "go", "build", "-o", out, "./prog")
			harness.Must(t, dir, env, "go", append([]string{"vet"}, dotSlash(kernels)...)...)
			info, err := os.Stat(out)
			harness.Check(t, err)
			t.Logf("%d bytes", info.Size())
		})
	}
	t.Run("riscv64 takes the Go in their place", func(t *testing.T) {
		harness.Must(t, dir, []string{"GOARCH=riscv64", "CGO_ENABLED=0"}, "go", append([]string{"build"}, dotSlash(kernels)...)...)
	})
}

func dotSlash(paths []string) (out []string) {
	for _, p := range paths {
		out = append(out, "./"+p)
	}
	return out
}

// TestVendored: a package that arrives by go mod vendor needs nothing else.
func TestVendored(t *testing.T) {
	t.Parallel()
	lib := kernelModule(t, nil)
	dir := harness.Module(t, "-- go.mod --\nmodule example.com/user\n\ngo 1.23\n\nrequire "+module+" v0.0.0\n\nreplace "+module+" => "+lib+"\n")
	writeProgram(t, dir, "prog", "")
	harness.Must(t, dir, nil, "go", "mod", "vendor")
	harness.Check(t, os.RemoveAll(filepath.Join(lib, "gostubs")))
	out := filepath.Join(t.TempDir(), "prog")
	harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-mod=vendor", "-o", out, "./prog")
	runProgram(t, out)
	t.Log(slices.Sorted(maps.Keys(harness.Snapshot(t, filepath.Join(dir, "vendor", module)))))
}
