package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/nearcall/nearcall/bench/calls/report"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

// A place says which of the programs that are the same but for their layout is
// run, and how deep on the stack.
type place struct{ layout, depth int }

// An entry is one benchmark, and how it is run n times at one place. Programs
// without layouts are the same in all.
type entry struct {
	name string
	run  func(at place, n int) (time.Duration, uint64, error)
	n    int // calls in a round; 0: to be found out
}

// A suite is everything to be measured.
type suite struct {
	entries  []*entry
	layouts  int
	programs []*serve.Program
}

// add starts the programs whose names match the pattern, one for each layout,
// for the benchmarks of those names.
func (s *suite) add(pattern string, names ...string) error {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("there is no %s: run build.sh", pattern)
	}
	s.layouts = max(s.layouts, len(paths))
	var programs []*serve.Program
	for _, path := range paths {
		p, err := serve.Start(path)
		if err != nil {
			return err
		}
		programs = append(programs, p)
	}
	s.programs = append(s.programs, programs...)
	for _, name := range names {
		s.entries = append(s.entries, &entry{name: name, run: func(at place, n int) (time.Duration, uint64, error) {
			return programs[at.layout%len(programs)].Run(name, n, at.depth)
		}})
	}
	return nil
}

// addStart adds the time from starting a program to having seen its end.
func (s *suite) addStart(name, path string) {
	s.entries = append(s.entries, &entry{name: name, n: 1, run: func(place, int) (time.Duration, uint64, error) {
		start := time.Now()
		err := exec.Command(path).Run()
		return time.Since(start), 0, err
	}})
}

func (s *suite) close() {
	for _, p := range s.programs {
		p.Close()
	}
}

// calibrate finds out how many calls take about as long as slot.
func (s *suite) calibrate(slot time.Duration) error {
	for _, e := range s.entries {
		if e.n != 0 {
			continue
		}
		for n := 1; e.n == 0; n *= 4 {
			took, _, err := e.run(place{}, n)
			if err != nil {
				return err
			}
			if took >= slot/5 {
				e.n = max(1, int(float64(n)*float64(slot)/float64(took)))
			}
		}
	}
	return nil
}

// verify checks that the ways of one thing have the same result in all layouts.
func (s *suite) verify() error {
	type answer struct {
		name   string
		result uint64
	}
	first := map[string]answer{}
	for _, e := range s.entries {
		what, _ := report.Split(e.name)
		for layout := range s.layouts {
			_, result, err := e.run(place{layout: layout}, 57)
			if err != nil {
				return err
			}
			if _, ok := first[what]; !ok {
				first[what] = answer{e.name, result}
			}
			if a := first[what]; result != a.result {
				return fmt.Errorf("%s results in %d, %s in %d", e.name, result, a.name, a.result)
			}
		}
	}
	return nil
}

// measure runs rounds of all entries until the time is over, and each layout has
// had as many rounds as the others. One round is at one place, in shuffled order.
func (s *suite) measure(out *bufio.Writer, total time.Duration, progress func(done float64, rounds int)) error {
	start := time.Now()
	order := rand.Perm(len(s.entries))
	for round := 0; round%s.layouts != 0 || time.Since(start) < total; round++ {
		at := place{round % s.layouts, round / s.layouts % serve.Depths}
		fmt.Fprintf(out, "# round %d layout %d depth %d\n", round, at.layout, at.depth)
		rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := s.entries[i]
			took, _, err := e.run(at, e.n)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "Benchmark%s %d %.4f ns/op\n", e.name, e.n, float64(took.Nanoseconds())/float64(e.n))
		}
		progress(min(1, float64(time.Since(start))/float64(total)), round+1)
	}
	return nil
}
