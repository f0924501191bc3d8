package links

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// dataModule is a package with constants that hold addresses and with variables,
// and programs that use it.
func dataModule(t *testing.T, env []string) string {
	t.Helper()
	dir := t.TempDir()
	from := func(name string) string { return harness.Read(t, harness.Root(t), "tests/links/testdata/"+name) }
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	harness.Write(t, dir, "data/data.go", from("data.go.txt"))
	harness.Write(t, dir, "data/csrc/data.c", from("data.c"))
	harness.Write(t, dir, "prog/main.go", from("dataprog.go.txt"))
	harness.Write(t, dir, "progcgo/main.go", from("dataprog.go.txt"))
	harness.Write(t, dir, "progcgo/imports.go", "package main\n\nimport (\n\t_ \"net\"\n\t_ \"os/user\"\n)\n")
	harness.Write(t, dir, "shared/main.go", "package main\n\nimport (\n\t\"C\"\n\n\t\"example.com/m/data\"\n)\n\n"+
		"//export dataCheck\nfunc dataCheck() C.int { return C.int(len(data.Check())) }\n\nfunc main() {}\n")
	harness.Write(t, dir, "plug/main.go", "package main\n\nimport \"example.com/m/data\"\n\nfunc Check() string { return data.Check() }\n")
	harness.Write(t, dir, "loader/main.go", "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"plugin\"\n)\n\nfunc main() {\n"+
		"\tp, err := plugin.Open(os.Args[1])\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tf, err := p.Lookup(\"Check\")\n"+
		"\tif err != nil {\n\t\tpanic(err)\n\t}\n\tif wrong := f.(func() string)(); wrong != \"\" {\n\t\tpanic(wrong)\n\t}\n"+
		"\tfmt.Println(\"all good\")\n}\n")
	harness.Write(t, dir, "load.c", "#include <dlfcn.h>\n#include <stdio.h>\nint main(int c, char **v)\n{\n"+
		"\tvoid *h = c > 1 ? dlopen(v[1], RTLD_NOW) : 0;\n\tint (*f)(void) = h ? (int (*)(void))dlsym(h, \"dataCheck\") : 0;\n"+
		"\tif (!f || f())\n\t\treturn 1;\n\tputs(\"all good\");\n\treturn 0;\n}\n")
	harness.MustNearcall(t, dir, env, "build", "./data")
	return dir
}

// runData runs the program, and sees that its constants are constant.
func runData(t *testing.T, path string) {
	t.Helper()
	runProgram(t, path)
	r := harness.Run(t, "", nil, path, "spoil")
	if r.Status == 0 || strings.Contains(r.Stdout, "written") || !strings.Contains(r.Stderr, "unexpected fault address") {
		t.Errorf("a table of addresses can be written to: status %d, %s%s", r.Status, r.Stdout, r.Stderr)
	}
}

// TestData: the same link modes for a package whose data Go's linker has to place.
func TestData(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, env []string) {
		dir := dataModule(t, env)
		harness.Must(t, dir, env, "go", "vet", "./data")
		for _, m := range modes {
			t.Run(m.String(), func(t *testing.T) {
				t.Parallel()
				out := filepath.Join(t.TempDir(), "prog")
				pkg := map[bool]string{false: "./prog", true: "./progcgo"}[m.cgo]
				r := harness.Run(t, dir, append(m.env(), env...), "go", m.args(out, pkg)...)
				skipUnlinkable(t, m, r)
				r.Want(t, 0, "go", m.args(out, pkg)...)
				runData(t, out)
				checkStatic(t, out, m)
			})
		}
		cgo := append([]string{"CGO_ENABLED=1"}, env...)
		t.Run("c-shared", func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			harness.Must(t, dir, cgo, "go", "build", "-buildmode=c-shared", "-o", out+"/data.so", "./shared")
			harness.Must(t, dir, nil, "gcc", "-o", out+"/load", "load.c", "-ldl")
			if got := harness.Must(t, dir, nil, out+"/load", out+"/data.so"); got != "all good\n" {
				t.Error(got)
			}
		})
		t.Run("plugin", func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			harness.Must(t, dir, cgo, "go", "build", "-buildmode=plugin", "-o", out+"/data.so", "./plug")
			harness.Must(t, dir, cgo, "go", "build", "-o", out+"/loader", "./loader")
			if got := harness.Must(t, dir, nil, out+"/loader", out+"/data.so"); got != "all good\n" {
				t.Error(got)
			}
		})
	})
}

// TestDataCrossBuild: the other systems' linkers take the data, too.
func TestDataCrossBuild(t *testing.T) {
	t.Parallel()
	dir := dataModule(t, nil)
	for _, goos := range []string{"darwin", "freebsd", "windows", "openbsd"} {
		t.Run(goos, func(t *testing.T) {
			env := []string{"GOOS=" + goos, "GOARCH=amd64", "CGO_ENABLED=0"}
			harness.Must(t, dir, env, "go", "build", "-o", filepath.Join(t.TempDir(), "prog"), "./prog")
			harness.Must(t, dir, env, "go", "vet", "./data")
		})
	}
}
