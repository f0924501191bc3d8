// Speed compares the C of gostubs/ in two forms: as functions that Go knows, and
// as the one opaque symbol that nearcall wrote up to commit 72a6950. Both are
// linked into one program, which times them in turns: testdata/measure.
//
// Usage, from the repository's root:
//
//	go run ./tests/fault/speed [-commit HASH | -opaque DIR] [-rounds N] [-run REGEXP]
//
// DIR has a gostubs/ with other opaque files, for instance of the same compiler
// flags. The present form is that of the working tree.
package main

import (
	"bytes"
	"flag"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var (
	commit = flag.String("commit", "72a6950", "take the opaque files from this commit")
	opaque = flag.String("opaque", "", "take them from this folder instead")
	rounds = flag.String("rounds", "1000", "measure this many times")
	run    = flag.String("run", "", "measure only what matches")
)

var kernels = []string{"increment", "sum", "xxh3", "edwards25519"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("speed: ")
	flag.Parse()
	dir, err := os.MkdirTemp("", "nearcall-speed")
	check(err)
	defer os.RemoveAll(dir)
	writeModule(dir)
	program := filepath.Join(dir, "bin")
	command(dir, "go", "build", "-o", program, "./measure")
	command(dir, program, "-rounds", *rounds, "-run", *run)
}

// writeModule puts the packages below now/ and opaque/. Their internal packages
// come along, under the one name that both import.
func writeModule(dir string) {
	root := strings.TrimSpace(output("", "git", "rev-parse", "--show-toplevel"))
	copyFile(filepath.Join(root, "go.mod"), filepath.Join(dir, "go.mod"))
	files := strings.Fields(output(root, "git", "ls-files", "gostubs"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/dalek/") || strings.Contains(file, "/testdata/") {
			continue
		}
		rel := strings.TrimPrefix(file, "gostubs/")
		if strings.Contains(file, "/internal/") {
			// only packages below gostubs/edwards25519 may import it
			for _, form := range []string{"now", "opaque"} {
				copyFile(filepath.Join(root, file), filepath.Join(dir, form, rel))
			}
			continue
		}
		copyFile(filepath.Join(root, file), filepath.Join(dir, "now", rel))
		if !strings.HasSuffix(file, "nearcall_amd64.s") {
			copyFile(filepath.Join(root, file), filepath.Join(dir, "opaque", rel))
		}
	}
	for _, k := range kernels {
		name := filepath.Join("gostubs", k, "nearcall_amd64.s")
		var text []byte
		if *opaque != "" {
			var err error
			text, err = os.ReadFile(filepath.Join(*opaque, name))
			check(err)
		} else {
			text = []byte(output(root, "git", "show", *commit+":"+name))
		}
		if !bytes.Contains(text, []byte("TEXT image<>")) {
			log.Fatalf("%s is not opaque there", name)
		}
		check(os.WriteFile(filepath.Join(dir, "opaque", k, "nearcall_amd64.s"), text, 0o644))
	}
	for _, form := range []string{"now", "opaque"} {
		rename(filepath.Join(dir, form), form)
	}
	copyFile(filepath.Join(root, "tests/fault/speed/testdata/measure/main.go"), filepath.Join(dir, "measure/main.go"))
}

// rename makes the import paths of a form's packages its own.
func rename(dir, form string) {
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		check(err)
		return os.WriteFile(path, bytes.ReplaceAll(text, []byte("nearcall/gostubs/"), []byte("nearcall/"+form+"/")), 0o644)
	})
	check(err)
}

func copyFile(from, to string) {
	text, err := os.ReadFile(from)
	check(err)
	check(os.MkdirAll(filepath.Dir(to), 0o755))
	check(os.WriteFile(to, text, 0o644))
}

func output(dir, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	check(err)
	return string(out)
}

func command(dir, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	check(cmd.Run())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
