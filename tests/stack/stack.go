// Package stack tests the promise that nearcall's bound holds: random C
// functions run on painted stacks and must not write below what was proven.
//
// A round takes one program of csmith, makes it freestanding (csmith.go), and
// compiles it with one of gcc and clang at one of five levels (compile.go).
// Programs are proven and packed in batches (batch.go, tool.go). What runs is
// the image out of the Go archive, byte for byte what ships (image.go); the
// program testdata/painted.c runs it and looks at the stack (measure.go).
//
// Depths are counted like nearcall's bounds: in bytes below the return address
// of the function called. A deepest path counts as executed when its functions
// were entered, each from the one before; what they did in there is not asked,
// so the ratio of bound to depth is, if anything, too high.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Config says what to run.
type Config struct {
	Root     string // the repository
	Arch     string // amd64 (the default) or arm64, under qemu-user
	Tool     string // the nearcall binary; nearcall-godecl stands beside it
	N        int    // csmith programs
	Seed     int64  // of everything
	Workers  int
	Batch    int           // programs per Go package
	PerFile  int           // functions called per program
	Limit    time.Duration // CPU time of one call
	Deadline time.Time     // no batch starts later; zero: none
	Shrink   uint64        // bytes to take off each bound: a calibrated failure
	Keep     string        // folder for the programs of violations; "": nowhere
	Log      io.Writer     // progress; nil: none

	spoil        func(code []byte) // plants mistakes in the code that is run; nil: none
	machine      *machine
	tmp, program string // program: painted, for the machine
}

// ErrNoCsmith says why nothing was run.
var ErrNoCsmith = errors.New("csmith is not installed (apt install csmith libcsmith-dev)")

// RepoRoot is the repository that this package was compiled from.
func RepoRoot() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}

// setup fills in defaults and builds painted.
func (c *Config) setup() (cleanup func(), err error) {
	if c.Root == "" {
		c.Root = RepoRoot()
	}
	if c.Arch == "" {
		c.Arch = "amd64"
	}
	if c.machine = machines[c.Arch]; c.machine == nil {
		return nil, fmt.Errorf("no machine %s", c.Arch)
	}
	if lack := c.machine.lacks(); lack != "" {
		return nil, errors.New(lack)
	}
	if c.Tool == "" {
		c.Tool = filepath.Join(c.Root, "build", "nearcall")
	}
	if c.Tool, err = filepath.Abs(c.Tool); err != nil {
		return nil, err
	}
	for _, d := range []struct {
		field *int
		value int
	}{{&c.Workers, runtime.NumCPU()}, {&c.Batch, 20}, {&c.PerFile, 3}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if c.Limit == 0 {
		c.Limit = 200 * time.Millisecond
		if c.machine.emulator != nil {
			c.Limit *= 5
		}
	}
	if c.tmp, err = os.MkdirTemp("", "stack"); err != nil {
		return nil, err
	}
	c.program = filepath.Join(c.tmp, "painted")
	cc := append(slices.Clone(c.machine.cc), "-O2", "-Wall", "-Wextra", "-o", c.program, c.paintedSource())
	if err := command(context.Background(), cc...); err != nil {
		os.RemoveAll(c.tmp)
		return nil, err
	}
	return func() { os.RemoveAll(c.tmp) }, nil
}

func (c *Config) paintedSource() string {
	return filepath.Join(c.Root, "tests", "stack", "testdata", "painted.c")
}

// Run makes, proves and runs c.N programs of csmith.
func Run(ctx context.Context, c Config) (*Result, error) {
	if _, err := exec.LookPath("csmith"); err != nil {
		return nil, ErrNoCsmith
	}
	if csmithInclude() == "" {
		return nil, ErrNoCsmith
	}
	done, err := c.setup()
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	result := newResult()
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range c.Workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for first := range jobs {
				if err := c.csmithBatch(ctx, first, min(c.Batch, c.N-first), result); err != nil {
					cancel(err)
				}
				c.progress(result)
			}
		}()
	}
	for first := 0; first < c.N && ctx.Err() == nil; first += c.Batch {
		if !c.Deadline.IsZero() && time.Now().After(c.Deadline) {
			break
		}
		select {
		case jobs <- first:
		case <-ctx.Done():
		}
	}
	close(jobs)
	wg.Wait()
	return result, context.Cause(ctx)
}

// Templates proves and runs the functions of templates.go whose names begin
// with a prefix, compiled by both compilers at the levels named by their
// places in levels.
func Templates(ctx context.Context, c Config, prefix string, at ...int) (*Result, error) {
	done, err := c.setup()
	if err != nil {
		return nil, err
	}
	defer done()
	result := newResult()
	for _, level := range at {
		for cc := range compilers {
			if err := c.templateBatch(ctx, level*len(compilers)+cc, prefix, result); err != nil {
				return result, err
			}
		}
	}
	return result, nil
}

func (c *Config) progress(r *Result) {
	if c.Log != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		fmt.Fprintf(c.Log, "%d programs, %d functions, %d refused, %d violations\n",
			r.Programs, len(r.Functions), r.count(func(f Function) bool { return f.Refusal != "" }), len(r.Violations()))
	}
}
