package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// subject is the module that all cells build, laid out in several ways.
type subject struct {
	dir string // has a folder for each layout
}

// folder is where the go command runs for a layout.
func (s subject) folder(layout string) string {
	if layout == "" {
		layout = "plain"
	}
	return filepath.Join(s.dir, layout, "subject")
}

func (s subject) profile() string { return filepath.Join(s.dir, "cpu.pprof") }

// layOut copies the subject to dir, has nearcall write its files, and makes the other layouts of it.
func layOut(testdata, dir, tool string) (subject, error) {
	s := subject{dir}
	if err := os.RemoveAll(dir); err != nil {
		return s, err
	}
	plain := filepath.Join(dir, "plain")
	if err := copyTree(testdata, plain); err != nil {
		return s, err
	}
	for _, m := range []string{"two1", "two2", "subject"} {
		if err := inFolder(filepath.Join(plain, m), tool, "build", "-arch", "amd64,arm64", "./..."); err != nil {
			return s, err
		}
	}
	if err := s.layOutVendored(plain); err != nil {
		return s, err
	}
	if err := s.layOutWorkspace(plain); err != nil {
		return s, err
	}
	return s, inFolder(s.folder(""), "go", "test", "-run=NONE", "-bench=Mix", "-benchtime=200ms", "-o", filepath.Join(dir, "profiled.test"),
		"-cpuprofile="+s.profile(), "./kern")
}

// layOutVendored leaves of the other modules what go mod vendor has copied.
func (s subject) layOutVendored(plain string) error {
	to := filepath.Join(s.dir, "vendored")
	if err := copyTree(plain, to); err != nil {
		return err
	}
	if err := inFolder(filepath.Join(to, "subject"), "go", "mod", "vendor"); err != nil {
		return err
	}
	for _, m := range []string{"two1", "two2"} {
		if err := os.RemoveAll(filepath.Join(to, m)); err != nil {
			return err
		}
	}
	return nil
}

// layOutWorkspace takes the replacements out of go.mod: a go.work says where the modules are.
func (s subject) layOutWorkspace(plain string) error {
	to := filepath.Join(s.dir, "workspace")
	if err := copyTree(plain, to); err != nil {
		return err
	}
	mod := filepath.Join(to, "subject", "go.mod")
	text, err := os.ReadFile(mod)
	if err != nil {
		return err
	}
	head, _, ok := strings.Cut(string(text), "replace (")
	if !ok {
		return fmt.Errorf("%s replaces nothing", mod)
	}
	if err := os.WriteFile(mod, []byte(head), 0o644); err != nil {
		return err
	}
	work := "go 1.23\n\nuse (\n\t./subject\n\t./two1\n\t./two2\n)\n"
	return os.WriteFile(filepath.Join(to, "go.work"), []byte(work), 0o644)
}

// copyTree copies files; go.mod.txt becomes go.mod.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		out := filepath.Join(to, strings.TrimSuffix(rel, ".txt"))
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
			return err
		}
		return os.WriteFile(out, text, 0o644)
	})
}

func inFolder(dir, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("in %s: %s %s: %v\n%s", dir, program, strings.Join(args, " "), err, out)
	}
	return nil
}
