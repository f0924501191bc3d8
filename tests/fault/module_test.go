// Package fault shows that faults, traces and profiles go through C as they
// go through Go.
//
// The tests write a module into a temporary folder: copies of the repository's
// kernels, the packages of testdata and the programs of testdata/cmd over them,
// with files that the tool generates anew. Programs are built by each supported
// version of Go; with -short only by the one that runs the tests.
package fault

import (
	"bufio"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const module = "github.com/nearcall/nearcall"

// packages are those that nearcall writes files for, by their folder in the
// module and on the import path.
var packages = []string{"gostubs/increment", "gostubs/sum", "gostubs/xxh3", "gostubs/edwards25519", "fault/deep", "fault/faults"}

// dalek is Rust. Its generated file is the repository's: who runs the tests need
// not have Rust's compiler.
const dalek = "gostubs/edwards25519/dalek"

// variant is a way to compile the C: the zero one is what the packages ask
// for, with the compiler of the environment.
type variant struct{ cc, level string }

func (v variant) String() string {
	if v == (variant{}) {
		return "as committed"
	}
	return strings.TrimSpace(v.cc + " " + v.level)
}

func (v variant) env() []string {
	if v.cc == "" {
		return nil
	}
	return []string{"CC=" + v.cc}
}

// scratch outlives the single test: modules and programs are shared.
var scratch string

func TestMain(m *testing.M) {
	var err error
	scratch, err = os.MkdirTemp("", "nearcall-fault")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	os.RemoveAll(scratch)
	os.Exit(status)
}

// shared gives each key its value, made by the first test that asks. If that
// fails, the others fail as well.
type shared struct {
	mu  sync.Mutex
	all map[string]*made
}

type made struct {
	once  sync.Once
	value string
}

func (s *shared) get(t testing.TB, key string, make func() string) string {
	t.Helper()
	s.mu.Lock()
	if s.all == nil {
		s.all = map[string]*made{}
	}
	m := s.all[key]
	if m == nil {
		m = &made{}
		s.all[key] = m
	}
	s.mu.Unlock()
	m.once.Do(func() { m.value = make() })
	if m.value == "" {
		t.Fatalf("%s could not be made; see the test that tried", key)
	}
	return m.value
}

var modules, programs shared

// moduleOf returns the folder of a module with all packages in one variant.
func moduleOf(t testing.TB, v variant) string {
	t.Helper()
	return modules.get(t, v.String(), func() string {
		dir := filepath.Join(scratch, strings.ReplaceAll(v.String(), " ", "_"))
		harness.CopyTree(t, dir, "go.mod", "csrc/nearcall.h", "csrc/increment", "csrc/sum", "csrc/xxh3", "csrc/edwards25519")
		harness.CopyTree(t, dir, packages[:4]...)
		for _, name := range []string{"nearcall_amd64.s", "nearcall_amd64.go"} { // they belong together
			harness.Write(t, dir, filepath.Join(dalek, name), harness.Read(t, harness.Root(t), dalek, name))
		}
		copyTestdata(t, filepath.Join(dir, "fault"))
		simplify(t, filepath.Join(dir, "gostubs/xxh3/xxh3_amd64.go"), v)
		for _, p := range packages {
			// at -O0, XXH3 calls by pointers that it keeps in memory: the tool refuses that; at -Os functions of
			// its share a symbol
			if v.level != "" && (p != "gostubs/xxh3" || v.level != "-O0" && v.level != "-Os") {
				setLevel(t, filepath.Join(dir, p), v.level)
			}
		}
		harness.MustNearcall(t, dir, v.env(), append([]string{"build"}, packages...)...)
		return dir
	})
}

var (
	cpuLine     = regexp.MustCompile(`(?m)^//nearcall:cpu .*\n`)
	sourceFlags = regexp.MustCompile(`(?m)^(//nearcall:source)( -\S+)+`)
)

// simplify leaves a package the lowest level of the CPU, as inputs reach the code of one level only. Its flags about
// frame pointers are for clang, whose code has no other use for rbp then.
func simplify(t testing.TB, file string, v variant) {
	t.Helper()
	text := harness.Read(t, file)
	if !cpuLine.MatchString(text) || !sourceFlags.MatchString(text) {
		t.Fatalf("%s: no levels, or no flags for a source", file)
	}
	text = cpuLine.ReplaceAllString(text, "")
	if v.cc == "gcc" {
		text = sourceFlags.ReplaceAllString(text, "$1")
	}
	harness.Check(t, os.WriteFile(file, []byte(text), 0o644))
}

func copyTestdata(t testing.TB, dir string) {
	t.Helper()
	from := filepath.Join(harness.Root(t), "tests", "fault", "testdata")
	harness.Check(t, filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		harness.Write(t, dir, rel, harness.Read(t, path))
		return err
	}))
}

var levelFlag = regexp.MustCompile(`(?m)^(//nearcall:cflags .*)-O\S+|^(//nearcall:source .*)$`)

// setLevel makes the Go files of a package ask for another level; where none is
// asked for, it is added.
func setLevel(t testing.TB, dir, level string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	harness.Check(t, err)
	for _, file := range files {
		text := harness.Read(t, file)
		asked := strings.Contains(text, "//nearcall:cflags ")
		text = levelFlag.ReplaceAllStringFunc(text, func(line string) string {
			m := levelFlag.FindStringSubmatch(line)
			switch {
			case m[1] != "":
				return m[1] + level
			case asked:
				return line
			}
			return line + "\n//nearcall:cflags " + level
		})
		harness.Check(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

// program returns the path of a program of testdata/cmd.
func program(t testing.TB, v variant, goEnv []string, name string) string {
	t.Helper()
	key := v.String() + " " + strings.Join(goEnv, " ") + " " + name
	return programs.get(t, key, func() string {
		return buildProgram(t, moduleOf(t, v), goEnv, name)
	})
}

func buildProgram(t testing.TB, dir string, goEnv []string, name string) string {
	t.Helper()
	out := filepath.Join(dir, "bin", strings.ReplaceAll(strings.Join(append(goEnv, name), "_"), "=", "_"))
	env := append([]string{"CGO_ENABLED=0"}, goEnv...)
	harness.Must(t, dir, env, "go", "build", "-o", out, "./fault/cmd/"+name)
	return out
}

// isBefore compares the version of Go that the environment chooses.
func isBefore(t *testing.T, goEnv []string, want string) bool {
	t.Helper()
	has := strings.TrimSpace(harness.Must(t, t.TempDir(), goEnv, "go", "env", "GOVERSION"))
	return version.Compare(has, want) < 0
}

// forTracer is the environment for programs that trace faults. Before Go 1.26, stacks
// must not move meanwhile: see mayMove in testdata/cmd/brute. Collections would
// make them smaller.
func forTracer(t *testing.T, goEnv []string) []string {
	t.Helper()
	if isBefore(t, goEnv, "go1.26") {
		return []string{"GODEBUG=gcshrinkstackoff=1"}
	}
	return nil
}

// progressed runs a program and passes on its progress: lines of its standard
// output that begin with "# ". It returns the others.
func progressed(t *testing.T, path string, args ...string) string {
	t.Helper()
	cmd := exec.Command(path, args...)
	var stderr, rest strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	harness.Check(t, err)
	harness.Check(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if words, ok := strings.CutPrefix(lines.Text(), "# "); ok {
			t.Log(words)
		} else {
			rest.WriteString(lines.Text() + "\n")
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(path), strings.Join(args, " "), err, rest.String(), stderr.String())
	}
	return rest.String()
}

// symbol is a function as the generated file has it.
type symbol struct {
	name      string   // in Go traces, without the package
	stub      bool     // of Go's: it calls C, or the body of C is in it
	registers bool     // a stub that is entered by registers
	body      uint64   // where it begins, behind what never runs
	inexact   []uint64 // offsets at which the tool says so
}

// textLine is the head of a function. A stub has the name that Go knows, or is an
// entry by registers, which tells the Go declaration like one. A C function that is splittable has a
// prologue of Go's, which never runs, in the 64 bytes before its body.
var textLine = regexp.MustCompile(`^TEXT ·([^\s<(]+)(<>)?\(SB\), (\S+), \$`)

// generated reads the functions out of a package's generated file.
func generated(t testing.TB, dir, pkg string) []symbol {
	t.Helper()
	var all []symbol
	var comment string
	for _, line := range strings.Split(harness.Read(t, dir, pkg, "nearcall_amd64.s"), "\n") {
		if m := textLine.FindStringSubmatch(line); m != nil && !strings.HasPrefix(comment, " constants of several functions") {
			s := symbol{name: strings.NewReplacer("·", ".", "∕", "/").Replace(m[1]), stub: m[2] == "" || strings.HasPrefix(comment, " func ")}
			s.registers = s.stub && m[2] != ""
			if !s.stub && m[3] == "0" {
				s.body = 64
			}
			s.inexact = offsets(t, comment)
			all = append(all, s)
		}
		// the list may go over several lines of the comment
		if words, ok := strings.CutPrefix(line, "//"); ok {
			comment += words
		} else if !strings.HasPrefix(line, "#line ") {
			comment = ""
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s: no function is in nearcall_amd64.s", pkg)
	}
	return all
}

func offsets(t testing.TB, comment string) (all []uint64) {
	t.Helper()
	_, list, ok := strings.Cut(comment, "Unwinding is inexact at ")
	if !ok {
		return nil
	}
	for _, word := range strings.Fields(strings.TrimSuffix(strings.TrimSpace(list), ".")) {
		var at uint64
		if _, err := fmt.Sscanf(strings.TrimSuffix(word, ","), "+0x%x", &at); err != nil {
			t.Fatalf("the list of inexact places has %q", word)
		}
		all = append(all, at)
	}
	if len(all) == 0 {
		t.Fatalf("no inexact place is in %q", comment)
	}
	return all
}
