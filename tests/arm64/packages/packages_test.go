// Package packages runs the packages of gostubs as arm64 has them, by qemu-user,
// and compares what they are on other systems.
package packages

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const (
	qemu = "qemu-aarch64"
	gcc  = "aarch64-linux-gnu-gcc"
	libs = "/usr/aarch64-linux-gnu"
)

// slow are the packages whose tests take long when emulated.
var slow = map[string]bool{"edwards25519": true}

// packages are those that have machine code for arm64.
func packages(t *testing.T) (names []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(harness.Root(t), "gostubs", "*", "nearcall_arm64.s"))
	harness.Check(t, err)
	for _, f := range found {
		names = append(names, filepath.Base(filepath.Dir(f)))
	}
	if len(names) < 4 {
		t.Fatalf("%d packages for arm64: %v", len(names), names)
	}
	return names
}

// ways are those in which a test program is linked.
var ways = []struct {
	name      string
	env, args []string
}{
	{"exe", []string{"CGO_ENABLED=0"}, nil},
	{"PIE", []string{"CGO_ENABLED=0"}, []string{"-buildmode=pie"}},
	{"external", []string{"CGO_ENABLED=1", "CC=" + gcc}, []string{"-ldflags=-linkmode=external"}},
}

// TestUnderQemu: the packages' own tests pass on arm64, however they are linked, and go vet has nothing to say.
func TestUnderQemu(t *testing.T) {
	for _, program := range []string{qemu, gcc} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: tests/setup.sh tests", program)
		}
	}
	harness.EachGo(t, func(t *testing.T, env []string) {
		for _, p := range packages(t) {
			if slow[p] && testing.Short() {
				t.Logf("%s takes a minute and a half here: the long form runs it", p)
				continue
			}
			dir := filepath.Join(harness.Root(t), "gostubs", p)
			env := append([]string{"GOARCH=arm64"}, env...)
			harness.Must(t, dir, append(env, "CGO_ENABLED=0"), "go", "vet", ".")
			for _, w := range ways {
				if testing.Short() && w.name != "exe" && p != "xxh3" {
					continue
				}
				args := append([]string{"test", "-count=1", "-short", "-exec", qemu + " -L " + libs}, w.args...)
				out := harness.Must(t, dir, append(env, w.env...), "go", append(args, ".")...)
				t.Logf("%s, %s: %s", p, w.name, strings.TrimSpace(out))
			}
		}
	})
}

// word is an instruction in go tool objdump's words: address, four bytes, text.
var word = regexp.MustCompile(`(?m)^\s+(\S+):\d+\s+0x[0-9a-f]+\s+([0-9a-f]+)\s+(\S.*)$`)

// code is the instructions of the package's functions in a program, but for
// those that other symbols' places go into: calls, and the two that take an address.
func code(t *testing.T, prog, pkg string) (all []string) {
	t.Helper()
	text := harness.Must(t, "", nil, "go", "tool", "objdump", "-s", regexp.QuoteMeta("/gostubs/"+pkg+"."), prog)
	address := false
	for _, m := range word.FindAllStringSubmatch(text, -1) {
		if !strings.HasSuffix(m[1], ".c") && !strings.HasSuffix(m[1], ".h") && !strings.HasSuffix(m[1], ".s") {
			continue // Go's own, which its compiler may write otherwise
		}
		places := address || strings.HasPrefix(m[3], "CALL ") || strings.HasPrefix(m[3], "JMP ") || strings.HasPrefix(m[3], "ADRP ")
		address = strings.HasPrefix(m[3], "ADRP ")
		if !places {
			all = append(all, m[2])
		}
	}
	return all
}

// kept names of each package what a program has to call for all its C to be in it.
var kept = map[string]string{
	"base64":           "base64.Encode, base64.Decode",
	"blake3":           "blake3.Sum256, blake3.New, (*blake3.Hasher).Output",
	"chacha20poly1305": "chacha20poly1305.New",
	"crc":              "crc.Castagnoli, crc.ECMA, crc.ISO",
	"gf256":            "gf256.New, (*gf256.Code).Encode",
	"sha256":           "sha256.Sum256, sha256.New",
	"streamvbyte":      "streamvbyte.Append, streamvbyte.AppendDelta, streamvbyte.Decode, streamvbyte.DecodeDelta",
	"utf8":             "utf8.Valid, utf8.ValidString",
	"vector":           "vector.Dot, vector.L2, vector.Cosine, vector.DotInt8",
	"edwards25519":     "edwards25519.ScalarBaseMult, edwards25519.ScalarReduce, edwards25519.ScalarMulAdd",
	"increment":        "increment.Increment",
	"sum":              "sum.Sum",
	"xxh3":             "xxh3.Sum64, xxh3.Sum64Seed, xxh3.Sum128",
}

// program writes a program that has all C of these packages, and returns its folder.
func program(t *testing.T, names []string) string {
	t.Helper()
	const module = "github.com/nearcall/nearcall"
	dir, imports, values := t.TempDir(), "", ""
	for _, p := range names {
		if kept[p] == "" {
			t.Fatalf("this test does not know what to call of %s", p)
		}
		imports += fmt.Sprintf("\t%q\n", module+"/gostubs/"+p)
		values += "\t" + kept[p] + ",\n"
	}
	harness.Write(t, dir, "main.go", "package main\n\nimport (\n"+imports+")\n\nvar kept = []any{\n"+values+"}\n\nfunc main() { println(len(kept)) }\n")
	harness.Write(t, dir, "go.mod", fmt.Sprintf("module m\n\ngo 1.23\n\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", module, harness.Root(t)))
	return dir
}

// TestSystems: the packages build for each system on both architectures, and
// what C became for arm64 is the same on all of them.
func TestSystems(t *testing.T) {
	names, systems := packages(t), []string{"linux", "darwin", "windows", "freebsd", "openbsd"}
	if testing.Short() { // edwards25519 imports much of the standard library, which has to be built for each
		names = []string{"increment", "sum", "xxh3"}
		t.Log("the long form has edwards25519 too")
	}
	dir := program(t, names)
	want := map[string][]string{}
	for _, system := range systems {
		for _, arch := range []string{"amd64", "arm64"} {
			env := []string{"GOOS=" + system, "GOARCH=" + arch, "CGO_ENABLED=0"}
			prog := filepath.Join(t.TempDir(), "prog")
			harness.Must(t, dir, env, "go", "build", "-o", prog, ".")
			if arch == "amd64" {
				continue // places of other symbols are within instructions there; tests/links has it
			}
			for _, p := range names {
				got := code(t, prog, p)
				if system == "linux" {
					want[p] = got
					t.Logf("%s: %d instructions", p, len(got))
				}
				if len(got) < 4 || fmt.Sprint(got) != fmt.Sprint(want[p]) {
					t.Errorf("%s: %d instructions on %s, %d on linux, and not the same", p, len(got), system, len(want[p]))
				}
			}
		}
	}
}

// TestSystemsControl: an instruction that is another one is seen.
func TestSystemsControl(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gostubs", "increment")
	harness.Check(t, os.CopyFS(dir, os.DirFS(filepath.Join(harness.Root(t), "gostubs", "increment"))))
	harness.Write(t, filepath.Dir(filepath.Dir(dir)), "go.mod", "module m\n\ngo 1.23\n")
	harness.Write(t, filepath.Dir(filepath.Dir(dir)), "main.go",
		"package main\n\nimport \"m/gostubs/increment\"\n\nfunc main() { println(increment.Increment(1)) }\n")
	build := func() []string {
		prog := filepath.Join(t.TempDir(), "prog")
		harness.Must(t, filepath.Dir(filepath.Dir(dir)), []string{"GOARCH=arm64", "CGO_ENABLED=0"}, "go", "build", "-o", prog, ".")
		return code(t, prog, "increment")
	}
	before := build()
	path := filepath.Join(dir, "nearcall_arm64.s")
	text, err := os.ReadFile(path)
	harness.Check(t, err)
	changed := strings.Replace(string(text), "$0x91000400", "$0x91000800", 1) // add x0, x0, #2
	if changed == string(text) {
		t.Fatal("the instruction to change is not there")
	}
	harness.Check(t, os.WriteFile(path, []byte(changed), 0o644))
	if after := build(); fmt.Sprint(before) == fmt.Sprint(after) {
		t.Errorf("%d instructions, and the change is not seen", len(after))
	}
}
