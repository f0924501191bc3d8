package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// The planted code base: what upstream released, and the stub for it.
const (
	upstream = "uint64_t twice(uint64_t x) { return 2 * x; }\n"

	stubGo = `// Package p is the double of a number.
package p

//nearcall:source up/twice.c
//nearcall:cflags -O3

//nearcall:func twice
func Twice(x uint64) uint64
`
	stubTest = `package p

import (
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "Go", 2000, func(r check.Rand) string {
		if x := r.Uint64(); Twice(x) != 2*x {
			return "another number"
		}
		return ""
	})
}
`
)

// released is a tar file with one C file.
func released(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	text = "#include <stdint.h>\n" + text
	harness.Check(t, w.WriteHeader(&tar.Header{Name: "twice-1.0/twice.c", Mode: 0o644, Size: int64(len(text))}))
	_, err := w.Write([]byte(text))
	harness.Check(t, errors.Join(err, w.Close()))
	return b.Bytes()
}

// plant lays out a registry with one code base.
func plant(t *testing.T, text, stub, test string) (runner, codebase) {
	t.Helper()
	file := released(t, text)
	clients["planted"] = func(_, dir string, c codebase) (string, error) {
		if c.pkg != "twice" {
			return "", unavailable{"no such package"}
		}
		path := filepath.Join(dir, c.file)
		return path, os.WriteFile(path, file, 0o644)
	}
	dir := t.TempDir()
	harness.Write(t, dir, "stubs/twice/p.go", stub)
	harness.Write(t, dir, "stubs/twice/p_test.go", test)
	r := runner{root: harness.Root(t), stubs: filepath.Join(dir, "stubs"), cache: filepath.Join(dir, "cache"), tool: harness.Tool(t)}
	harness.Check(t, os.MkdirAll(r.cache, 0o755))
	return r, codebase{name: "twice", kind: "planted", pkg: "twice", version: "1.0", file: "twice-1.0.tar",
		sha256: fmt.Sprintf("%x", sha256.Sum256(file)), licence: "none"}
}

func wantError(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("error %v, want %q", err, text)
	}
}

func TestGood(t *testing.T) {
	r, c := plant(t, upstream, stubGo, stubTest)
	res, err := r.run(c)
	harness.Check(t, err)
	if res.outcome != asIs || res.what != "the double of a number." || len(res.checks) != 1 || res.checks[0] != "Go (2000)" {
		t.Errorf("%+v", res)
	}
	// what is cached is good enough, while it is what the list says
	clients["planted"] = func(string, string, codebase) (string, error) { return "", errors.New("fetched twice") }
	if _, err := r.run(c); err != nil {
		t.Error(err)
	}
}

func TestWrongSum(t *testing.T) {
	r, c := plant(t, upstream, stubGo, stubTest)
	good := c.sha256
	c.sha256 = strings.Repeat("0", 64)
	_, err := r.run(c)
	wantError(t, err, "has the SHA-256 "+good)

	// a file that was changed after it was fetched
	c.sha256 = good
	_, err = r.run(c)
	harness.Check(t, err)
	path := filepath.Join(r.cache, "files", c.file)
	harness.Check(t, os.WriteFile(path, append(released(t, upstream), 0), 0o644))
	_, err = r.run(c)
	wantError(t, err, "and the list says "+good)
}

func TestGone(t *testing.T) {
	r, c := plant(t, upstream, stubGo, stubTest)
	c.pkg = "thrice"
	_, err := r.run(c)
	var gone unavailable
	if !errors.As(err, &gone) {
		t.Errorf("%v", err)
	}
	if _, failed := r.all([]codebase{c}, true); failed != 0 {
		t.Error("the short form does not skip what cannot be fetched")
	}
	if _, failed := r.all([]codebase{c}, false); failed != 1 {
		t.Error("the long form skips what cannot be fetched")
	}
}

// What is wrong with a code base, or with its stub, is said.
func TestWrong(t *testing.T) {
	for _, c := range []struct{ name, text, stub, test, want string }{
		{"result", strings.Replace(upstream, "2 * x", "2 * x + (x % 50 == 0)", 1), stubGo, stubTest, "another number"},
		{"refused", "static uint64_t n;\n" + strings.Replace(upstream, "2 * x", "n++ + 2 * x", 1), stubGo, stubTest, "writable"},
		{"few inputs", upstream, stubGo, strings.Replace(stubTest, "2000", "20", 1), "only 20 inputs"},
		{"no test", upstream, stubGo, "package p\n", "only 0 inputs"},
		{"no words", upstream, strings.Replace(stubGo, "// Package p is the double of a number.\n", "", 1), stubTest, "no comment says"},
		{"vet", upstream, strings.Replace(stubGo, "package p\n", "package p\n\nimport \"fmt\"\n\nfunc F() { fmt.Printf(\"%d\", \"x\") }\n", 1), stubTest, "go vet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, base := plant(t, c.text, c.stub, c.test)
			_, err := r.run(base)
			wantError(t, err, c.want)
		})
	}
}

func TestRefused(t *testing.T) {
	text := "uint64_t n;\n" + strings.Replace(upstream, "2 * x", "n++ + 2 * x", 1)
	r, c := plant(t, text, stubGo, stubTest)
	harness.Write(t, r.stubs, "twice/refused", "n is writable global data\n")
	res, err := r.run(c)
	harness.Check(t, err)
	if res.outcome != refused {
		t.Errorf("%+v", res)
	}
	harness.Write(t, r.stubs, "twice/refused", "n is a mystery\n")
	_, err = r.run(c)
	wantError(t, err, `but not with "n is a mystery"`)

	r, c = plant(t, upstream, stubGo, stubTest)
	harness.Write(t, r.stubs, "twice/refused", "n is writable global data\n")
	_, err = r.run(c)
	wantError(t, err, "is to be refused, and nearcall ends with status 0")
}

func TestAids(t *testing.T) {
	r, c := plant(t, upstream, strings.Replace(stubGo, "-O3", "-O3 -DX=1 -I up", 1)+"\n//nearcall:cpu x86-64-v3\n", stubTest)
	harness.Write(t, r.stubs, "twice/csrc/shim.c", "")
	res, err := r.run(c)
	harness.Check(t, err)
	if got, want := strings.Join(res.aids, ", "), "`-DX=1`, `cpu x86-64-v3`, an own shim.c"; res.outcome != aided || got != want {
		t.Errorf("%s: %s, want %s", res.outcome, got, want)
	}
	page := tableOf([]result{res})
	for _, want := range []string{"1 code bases: 0 work as they are, 1 with directives", "| twice (twice 1.0, none) | the double", want(res)} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q:\n%s", want, page)
		}
	}
}

func want(res result) string { return "| " + strings.Join(res.aids, ", ") + " | Go (2000) |" }

func TestList(t *testing.T) {
	good := "a deb a/bookworm 1 a.tar " + strings.Repeat("0", 64) + " MIT short\n"
	if all, err := parseList("# words\n\n" + good); err != nil || len(all) != 1 || !all[0].short || all[0].pkg != "a/bookworm" {
		t.Errorf("%+v, %v", all, err)
	}
	for _, c := range []struct{ text, want string }{
		{good + good, "line 2: a is there twice"},
		{strings.Replace(good, "deb", "rpm", 1), "there is no kind rpm"},
		{strings.Replace(good, "000 ", "00 ", 1), "is no SHA-256"},
		{strings.Replace(good, "short", "long", 1), "line 1: want NAME KIND"},
		{"a deb\n", "line 1: want NAME KIND"},
	} {
		_, err := parseList(c.text)
		wantError(t, err, c.want)
	}
}

// The list and the folders belong together.
func TestFolders(t *testing.T) {
	here := filepath.Join(harness.Root(t), "tests/foreign")
	list, err := readList(filepath.Join(here, "list.txt"))
	harness.Check(t, err)
	names, short := map[string]bool{}, 0
	for _, c := range list {
		names[c.name] = true
		if c.short {
			short++
			if c.kind != "deb" {
				t.Errorf("%s of the short form is no package of Debian's", c.name)
			}
		}
		if _, err := os.Stat(filepath.Join(here, "testdata", c.name, "p.go")); err != nil {
			t.Error(err)
		}
	}
	if short != 6 {
		t.Errorf("the short form has %d code bases", short)
	}
	folders, err := os.ReadDir(filepath.Join(here, "testdata"))
	harness.Check(t, err)
	for _, f := range folders {
		if !names[f.Name()] {
			t.Errorf("testdata/%s is not in the list", f.Name())
		}
	}
}
