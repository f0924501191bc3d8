package conformance

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// Suite is a run of many functions in some configurations.
type Suite struct {
	Tool    *Tool
	Seed    uint64
	N       int // functions for each configuration
	Batch   int // functions in a program
	Workers int
	Configs []Config
	Out     io.Writer
	Shrink  int  // failures that are made small; the others are only counted
	Bare    bool // keep each bare __int128; see adapt
	NoCache bool // compile into a cache that is thrown away
}

// Count is what came of a configuration.
type Count struct {
	Config             string
	Done, Failed, Both int
	Calls              int
	GCs                uint32
	Took               time.Duration // of all its batches, one after the other
	verdicts           map[Verdict]int
}

// NewTool finds the program under test: NEARCALL, or build/nearcall.
func NewTool() (*Tool, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return nil, fmt.Errorf("runtime.Caller does not know this file")
	}
	t := &Tool{Root: filepath.Dir(filepath.Dir(filepath.Dir(file)))}
	t.Csrc = os.Getenv("NEARCALL_CSRC")
	if t.Csrc == "" {
		t.Csrc = filepath.Join(t.Root, "csrc")
	}
	t.Nearcall = os.Getenv("NEARCALL")
	if t.Nearcall == "" {
		t.Nearcall = filepath.Join(t.Root, "build", "nearcall")
	}
	abs, err := filepath.Abs(t.Nearcall)
	if err != nil {
		return nil, err
	}
	t.Nearcall = abs
	if _, err := os.Stat(t.Nearcall); err != nil {
		return nil, fmt.Errorf("%w: run make first", err)
	}
	return t, nil
}

type job struct{ config, batch int }

// progress guards the counts and the output.
type progress struct {
	sync.Mutex
	suite  *Suite
	counts []Count
	shrunk int
	err    error
}

// Run runs the suite. The configurations take turns, so that all of them get
// as far if it is stopped.
func (s *Suite) Run() ([]Count, error) {
	p := &progress{suite: s, counts: make([]Count, len(s.Configs))}
	departing := make([]bool, len(s.Configs))
	for i, c := range s.Configs {
		p.counts[i] = Count{Config: c.Name, verdicts: map[Verdict]int{}}
		departing[i] = !s.Bare && departs(c.CC)
	}
	if s.NoCache {
		cache, err := os.MkdirTemp("", "conformance-cache")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(cache)
		s.Tool.Env = append(s.Tool.Env, "GOCACHE="+cache)
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	for range max(1, s.Workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs {
				p.do(j, departing[j.config])
			}
		}()
	}
	for batch := 0; batch*s.Batch < s.N; batch++ {
		for config := range s.Configs {
			jobs <- job{config, batch}
		}
	}
	close(jobs)
	wg.Wait()
	return p.counts, p.err
}

// do evaluates one batch in one configuration.
func (p *progress) do(j job, departing bool) {
	s := p.suite
	funcs := Generate(s.Seed, j.batch, min(s.Batch, s.N-j.batch*s.Batch))
	if departing {
		funcs = adapt(funcs)
	}
	began := time.Now()
	outcomes, sum, err := s.Tool.Evaluate(funcs, s.Configs[j.config], false)
	took := time.Since(began)

	p.Lock()
	c := &p.counts[j.config]
	if err != nil {
		p.err = err
	}
	c.Done += len(funcs)
	c.Calls += sum.Calls
	c.Both += sum.Both
	c.GCs += sum.GCs
	c.Took += took
	var shrink []int
	for i, o := range outcomes {
		if o.Verdict != Passed {
			c.Failed++
			c.verdicts[o.Verdict]++
			if p.shrunk < s.Shrink {
				p.shrunk++
				shrink = append(shrink, i)
			}
		}
	}
	fmt.Fprintf(s.Out, "%-14s %6d/%d  %5.1f/s", c.Config, c.Done, s.N, float64(len(funcs))/took.Seconds())
	if c.Failed > 0 {
		fmt.Fprintf(s.Out, "  FAILED %d", c.Failed)
	}
	fmt.Fprintln(s.Out)
	p.Unlock()
	for _, i := range shrink {
		p.report(j, i, funcs[i], outcomes[i])
	}
}

// report makes a failure small and shows it.
func (p *progress) report(j job, i int, f *Func, o Outcome) {
	c := p.suite.Configs[j.config]
	p.Lock() // at once, since that takes long
	fmt.Fprintf(p.suite.Out, "\n--- %s: %s (seed %d, batch %d, function %d)\n%s\n%s\n", o.Verdict, c.Name, p.suite.Seed,
		j.batch, i, f.Show(), head(o.Detail, 25))
	p.Unlock()
	f, o, err := p.suite.Tool.Shrink(f, c, o)
	p.Lock()
	defer p.Unlock()
	fmt.Fprintf(p.suite.Out, "\n--- made small: %s: %s (seed %d, batch %d, function %d)\n%s\n%s\n", o.Verdict, c.Name,
		p.suite.Seed, j.batch, i, f.Show(), head(o.Detail, 25))
	if err != nil {
		fmt.Fprintf(p.suite.Out, "while shrinking: %v\n", err)
	}
}

// Print writes the final count of a configuration.
func (c *Count) Print(w io.Writer) {
	fmt.Fprintf(w, "%-14s %d functions, %d failed %v; %d calls, %d functions with both stack alignments, %d collections, %.0f s\n",
		c.Config, c.Done, c.Failed, c.verdicts, c.Calls, c.Both, c.GCs, c.Took.Seconds())
}
