package stack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// report is what nearcall stack -json says of a package.
type report struct {
	Entries   []reportEntry
	Functions []proven
}

type reportEntry struct {
	Function string
	Total    uint64
	Deepest  []string // function names
}

type proven struct {
	Name         string
	Frame, Total uint64
	Calls        []struct {
		Function string
		Depth    uint64
		Tail     bool
	}
}

// refused is the tool's no, in its words.
type refused struct{ stderr string }

func (r *refused) Error() string { return r.stderr }

// writePackage writes a Go package of the entries of some programs, whose
// objects are in objects.
func writePackage(dir, objects, cpu string, programs []*program) error {
	var b strings.Builder
	b.WriteString("package m\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n\n")
	fmt.Fprintf(&b, "//nearcall:cpu %s\n", cpu)
	for _, p := range programs {
		fmt.Fprintf(&b, "//nearcall:archive %s.o\n", p.name)
		object, err := os.ReadFile(filepath.Join(objects, p.name+".o"))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, p.name+".o"), object, 0o644); err != nil {
			return err
		}
	}
	for _, p := range programs {
		for _, e := range p.entries {
			fmt.Fprintf(&b, "\n//nearcall:func %s\n//go:noescape\n%s\n", e.c, e.goDecl)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "m.go"), []byte(b.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n\ngo 1.23\n"), 0o644)
}

// nearcall runs the tool; its refusal is an error of type *refused.
func (c *Config) nearcall(ctx context.Context, dir string, args ...string) ([]byte, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, c.Tool, args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+c.tmp)
	if os.Getenv("NEARCALL_CSRC") == "" {
		cmd.Env = append(cmd.Env, "NEARCALL_CSRC="+filepath.Join(c.Root, "csrc"))
	}
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, &refused{stderr.String()}
	}
	if err != nil {
		return nil, fmt.Errorf("nearcall %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout.Bytes(), nil
}

// prove returns the tool's report on a package and the image that it ships.
func (c *Config) prove(ctx context.Context, dir string) (*report, *image, error) {
	text, err := c.nearcall(ctx, dir, "stack", "-arch", c.Arch, "-json", ".")
	if err != nil {
		return nil, nil, err
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, nil, fmt.Errorf("nearcall stack -json: %v", err)
	}
	if _, err := c.nearcall(ctx, dir, "archive", "-arch", c.Arch, "-o", "m.a", "."); err != nil {
		return nil, nil, err
	}
	img, err := readImage(filepath.Join(dir, "m.a"), c.Arch)
	return &r, img, err
}

// reason is the first complaint of a refusal without its place and the
// function's name, so that like ones add up.
func (r *refused) reason() string {
	for _, line := range strings.Split(r.stderr, "\n") {
		if _, what, ok := strings.Cut(line, "error: "); ok {
			_, rest, ok := strings.Cut(what, " ")
			if ok {
				return generic.ReplaceAllString(rest, "(...)")
			}
			return what
		}
	}
	return strings.TrimSpace(r.stderr)
}
