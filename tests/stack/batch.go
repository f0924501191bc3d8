package stack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// csmithBatch makes n programs from the first on and tests them.
func (c *Config) csmithBatch(ctx context.Context, first, n int, result *Result) error {
	dir, err := os.MkdirTemp(c.tmp, "batch")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var programs []*program
	cpu := c.machine.cpuOf(first / c.Batch)
	for i := first; i < first+n; i++ {
		p, err := c.newProgram(ctx, dir, i)
		if err != nil {
			return err
		}
		if p.globals != nil {
			p.globals.slot = i - first
		}
		if err := c.compile(ctx, dir, p, cpu); err != nil {
			return err
		}
		if len(p.entries) > 0 {
			programs = append(programs, p)
		}
	}
	result.addPrograms(n)
	return c.test(ctx, dir, cpu, programs, result)
}

// test proves programs and runs what is accepted. The tool takes or refuses a
// package as a whole, so a refused one is taken apart: those that are named in
// the refusal go alone, function by function in the end.
func (c *Config) test(ctx context.Context, objects, cpu string, programs []*program, result *Result) error {
	dir, err := os.MkdirTemp(c.tmp, "package")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := writePackage(dir, objects, cpu, programs); err != nil {
		return err
	}
	r, img, err := c.prove(ctx, dir)
	var no *refused
	switch {
	case errors.As(err, &no):
		for _, part := range no.split(programs) {
			if err := c.test(ctx, objects, cpu, part, result); err != nil {
				return err
			}
		}
		if p := programs[0]; len(programs) == 1 && len(p.entries) == 1 {
			result.add(Function{Program: p, Entry: p.entries[0], CPU: cpu, Refusal: no.reason(), Words: no.stderr})
		}
		return nil
	case err != nil:
		return err
	}
	jobs, err := c.jobs(dir, r, img, programs)
	if err != nil {
		return err
	}
	runs, err := c.painted(ctx, c.program, jobs)
	if err != nil {
		return err
	}
	references, err := c.refer(ctx, dir, objects, programs, jobs)
	if err != nil {
		return err
	}
	return c.judge(r, runs, references, programs, cpu, result)
}

// generic are names that differ from one refusal to the next.
var generic = regexp.MustCompile(`\b[ptPT]\d+_?\w+(\.\w+)*|[0-9a-f]{5,}|\b\d+\b`)

// split takes a refused list of programs apart. Nothing is left of a program
// with one function.
func (r *refused) split(programs []*program) [][]*program {
	if len(programs) == 1 {
		return r.splitProgram(programs[0])
	}
	blamed, rest := partition(programs, func(p *program) bool { return r.names(p.name) })
	if len(blamed) == 0 {
		return [][]*program{rest[:len(rest)/2], rest[len(rest)/2:]}
	}
	var parts [][]*program
	for _, p := range blamed {
		parts = append(parts, []*program{p})
	}
	if len(rest) > 0 {
		parts = append(parts, rest)
	}
	return parts
}

func (r *refused) splitProgram(p *program) [][]*program {
	if len(p.entries) == 1 {
		return nil
	}
	var parts [][]*program
	with := func(entries ...entry) {
		some := *p
		some.entries = entries
		parts = append(parts, []*program{&some})
	}
	// functions that only reach a blamed one are found out when they are alone
	blamed, rest := partition(p.entries, func(e entry) bool { return r.names(e.c) })
	if len(blamed) == 0 {
		blamed, rest = rest, nil
	}
	for _, e := range blamed {
		with(e)
	}
	if len(rest) > 0 {
		with(rest...)
	}
	return parts
}

// names tells whether a complaint is about a name or one that begins with it.
func (r *refused) names(name string) bool {
	is := regexp.MustCompile(`\b` + name + `(\b|_)`)
	return slices.ContainsFunc(strings.Split(r.stderr, "\n"), func(line string) bool {
		_, what, ok := strings.Cut(line, "error: ")
		return ok && is.MatchString(what)
	})
}

func partition[T any](all []T, is func(T) bool) (yes, no []T) {
	for _, x := range all {
		if is(x) {
			yes = append(yes, x)
		} else {
			no = append(no, x)
		}
	}
	return yes, no
}

// judge compares bounds with depths, and results with those of the ordinary program.
func (c *Config) judge(r *report, runs, references map[string][]run, programs []*program, cpu string, result *Result) error {
	for _, p := range programs {
		for _, e := range p.entries {
			i := slices.IndexFunc(r.Entries, func(x reportEntry) bool { return x.Function == e.c })
			if i < 0 || len(runs[e.c]) == 0 {
				return fmt.Errorf("%s was not reported or not run", e.c)
			}
			f := Function{Program: p, Entry: e, CPU: cpu, Bound: r.Entries[i].Total, Runs: runs[e.c], Path: r.Entries[i].Deepest,
				References: references[e.c]}
			if f.Bound < c.Shrink {
				f.Bound = 0
			} else {
				f.Bound -= c.Shrink
			}
			if f.Violated() || f.Differs() {
				if err := c.keep(f); err != nil {
					return err
				}
			}
			result.add(f)
		}
	}
	return nil
}

// keep saves the program of a violation.
func (c *Config) keep(f Function) error {
	if c.Keep == "" {
		return nil
	}
	if err := os.MkdirAll(c.Keep, 0o755); err != nil {
		return err
	}
	head := fmt.Sprintf("/* %s */\n", f)
	return os.WriteFile(filepath.Join(c.Keep, f.Program.name+".c"), []byte(head+f.Program.text), 0o644)
}
