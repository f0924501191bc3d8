package levels

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// settings leave at most so high a level.
var settings = []struct{ godebug, most string }{{"", "4"}, {"cpu.avx512f=off", "3"}, {"cpu.all=off", "1"}}

// takes runs a program that prints its level under all settings.
func takes(t *testing.T, dir, best string, command ...string) {
	t.Helper()
	for _, s := range settings {
		got := strings.TrimSpace(harness.Must(t, dir, []string{"GODEBUG=" + s.godebug}, command[0], command[1:]...))
		if want := min(best, s.most); got != want {
			t.Errorf("GODEBUG=%s: level %s, want %s", s.godebug, got, want)
		}
	}
}

// TestLinkModes: however the program is linked, the levels are those of the machine, and the results right. The byte
// that says which is read in each of them, also where data of a program is reached through a table.
func TestLinkModes(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	harness.Write(t, dir, "shared/main.go", `package main

import "C"

import "levels/p"

//export level
func level() C.int { return C.int(p.Level() + 10*int64(p.Pop(7)-3)) }

func main() {}
`)
	harness.Write(t, dir, "plug/main.go", "package main\n\nimport \"levels/p\"\n\nfunc Level() int64 { return p.Level() + 10*int64(p.Pop(7)-3) }\n")
	harness.Write(t, dir, "loader/main.go", `package main

import (
	"fmt"
	"os"
	"plugin"
)

func main() {
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	f, err := p.Lookup("Level")
	if err != nil {
		panic(err)
	}
	fmt.Println(f.(func() int64)())
}
`)
	harness.Write(t, dir, "load/load.c", "#include <dlfcn.h>\n#include <stdio.h>\nint main(int c, char **v)\n{\n"+
		"\tvoid *h = c > 1 ? dlopen(v[1], RTLD_NOW) : 0;\n\tint (*f)(void) = h ? (int (*)(void))dlsym(h, \"level\") : 0;\n"+
		"\tif (!f)\n\t\treturn 1;\n\tprintf(\"%d\\n\", f());\n\treturn 0;\n}\n")
	best := machine(t, dir)
	for _, m := range []struct {
		name, cgo string
		args      []string
	}{
		{"exe", "0", nil},
		{"PIE", "0", []string{"-buildmode=pie"}},
		{"external", "1", []string{"-ldflags=-linkmode=external"}},
		{"external PIE", "1", []string{"-buildmode=pie", "-ldflags=-linkmode=external"}},
		{"race", "1", []string{"-race"}},
		{"race external", "1", []string{"-race", "-ldflags=-linkmode=external"}},
		{"stripped", "0", []string{"-trimpath", "-ldflags=-s -w"}},
	} {
		t.Run(m.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "prog")
			args := append(append([]string{"build"}, m.args...), "-o", out, ".")
			harness.Must(t, dir, []string{"CGO_ENABLED=" + m.cgo}, "go", args...)
			takes(t, dir, best, out)
		})
	}
	cgo := []string{"CGO_ENABLED=1"}
	t.Run("c-shared", func(t *testing.T) {
		out := t.TempDir()
		harness.Must(t, dir, cgo, "go", "build", "-buildmode=c-shared", "-o", out+"/level.so", "./shared")
		harness.Must(t, dir, nil, "gcc", "-o", out+"/load", "load/load.c", "-ldl")
		takes(t, dir, best, out+"/load", out+"/level.so")
	})
	t.Run("plugin", func(t *testing.T) {
		out := t.TempDir()
		harness.Must(t, dir, cgo, "go", "build", "-buildmode=plugin", "-o", out+"/level.so", "./plug")
		harness.Must(t, dir, cgo, "go", "build", "-o", out+"/loader", "./loader")
		takes(t, dir, best, out+"/loader", out+"/level.so")
	})
	t.Run("other systems", func(t *testing.T) {
		for _, goos := range []string{"darwin", "windows"} {
			env := []string{"GOOS=" + goos, "CGO_ENABLED=0"}
			harness.Must(t, dir, env, "go", "build", "-o", filepath.Join(t.TempDir(), "prog"), ".")
			harness.Must(t, dir, env, "go", "vet", "./p")
		}
	})
}
