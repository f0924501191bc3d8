// Package inject lets calls of the C library fail, one at a time, in runs of the tool: allocations, and all that
// asks the system for something. Whichever it is, the tool has to do its work all the same, or to say in words
// that something has failed (status 3), with the files as they were or all new, and nothing left over.
//
// inject.so, from the C files here, counts and fails. NEARCALL_INJECT says how much is tried: nothing, so many
// points of all that a test takes some seconds; "all" for one of each way to get to a call, and every point of a
// build (make inject); SCENARIO[/KIND] for one of each way of that; SCENARIO/KIND/N[/on] for one, told in full.
package inject

import (
	"fmt"
	"maps"
	"math/rand"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

var kinds = []string{"memory", "calls", "interrupts"}

// A plain test has so many runs, of so many scenarios.
const (
	shortRuns      = 90
	shortScenarios = 3
)

// subject is a scenario that is ready to be run.
type subject struct {
	scenario
	before map[string]string // the files
	known  map[string]string // the same, as judge sees them
	want   result            // without failures
}

func (s scenario) prepare(t *testing.T) *subject {
	p := newPlace(t)
	p.reset(t, s.files)
	for _, args := range s.first {
		if r := p.run(t, s.env(p), harness.Tool(t), args...); r.status != 0 {
			t.Fatalf("%s: %v: %s", s.name, args, r.stderr)
		}
	}
	sub := &subject{scenario: s, before: filesOf(t, p.dir)}
	for name, text := range s.then {
		sub.before[name] = text
	}
	sub.known = s.result(result{files: maps.Clone(sub.before)}).files
	p.reset(t, sub.before)
	sub.want = s.result(p.run(t, s.env(p), harness.Tool(t), s.args...))
	if sub.want.status != s.status || len(sub.want.left) > 0 {
		t.Fatalf("%s: status %d, left %v: %s", s.name, sub.want.status, sub.want.left, sub.want.stderr)
	}
	return sub
}

// inject runs the tool with an injection: which point it was, and the result.
func (s *subject) inject(t *testing.T, p place, so string, i injection) ([]point, result) {
	p.reset(t, s.before)
	r := p.run(t, append(s.env(p), i.env(so, p.log)...), harness.Tool(t), s.args...)
	return readPoints(t, p.log), s.result(r)
}

// A trial is one run to make.
type trial struct {
	*subject
	injection
}

// chosen are the trials that the environment asks for.
func chosen(t *testing.T, so string) []trial {
	var all []trial
	asked := os.Getenv("NEARCALL_INJECT")
	p := newPlace(t)
	rng := random(t)
	for i, at := range rng.Perm(len(scenarios)) {
		s := scenarios[at]
		if asked == "" && i >= shortScenarios {
			break
		}
		if asked != "" && asked != "all" && !strings.HasPrefix(asked+"/", s.name+"/") {
			continue
		}
		sub := s.prepare(t)
		for _, kind := range kinds {
			points, r := sub.inject(t, p, so, injection{kind: kind})
			if wrong := judge(sub.known, sub.want, r, nil); wrong != "" {
				t.Fatalf("%s with nothing that fails: %s: %s", s.name, wrong, r.stderr)
			}
			some := distinct(points)
			t.Logf("%s, %s: %d points, %d of them distinct", s.name, kind, len(points), len(some))
			if asked == "all" && s.every {
				some = points
			}
			for _, at := range some {
				all = append(all, trial{sub, injection{kind, at.n, false}})
			}
			for _, at := range distinct(points) {
				if kind != "interrupts" {
					all = append(all, trial{sub, injection{kind, at.n, true}})
				}
			}
		}
	}
	return only(t, rng, asked, all)
}

// random numbers, again the same ones with NEARCALL_SEED.
func random(t *testing.T) *rand.Rand {
	seed := time.Now().UnixNano()
	if s, err := strconv.ParseInt(os.Getenv("NEARCALL_SEED"), 10, 64); err == nil {
		seed = s
	}
	t.Logf("NEARCALL_SEED=%d", seed)
	return rand.New(rand.NewSource(seed))
}

func only(t *testing.T, rng *rand.Rand, asked string, all []trial) []trial {
	switch asked {
	case "all":
		return all
	case "":
		step := max(len(all)/shortRuns, 1)
		at := rng.Intn(step)
		t.Logf("every %dth of %d, from %d on", step, len(all), at)
		var some []trial
		for ; at < len(all); at += step {
			some = append(some, all[at])
		}
		return some
	}
	parts := strings.Split(asked, "/")
	all = slices.DeleteFunc(all, func(tr trial) bool { return len(parts) > 1 && tr.kind != parts[1] })
	if len(all) == 0 {
		t.Fatalf("NEARCALL_INJECT=%s: there is no such point", asked)
	}
	if len(parts) < 3 {
		return all
	}
	n, err := strconv.Atoi(parts[2])
	harness.Check(t, err)
	return []trial{{all[0].subject, injection{parts[1], n, len(parts) > 3}}}
}

// verdicts gathers what is wrong: many points show one mistake.
type verdicts struct {
	sync.Mutex
	of map[string][]string
}

func (v *verdicts) add(what, example string) {
	v.Lock()
	defer v.Unlock()
	v.of[what] = append(v.of[what], example)
}

// TestInject: see above.
func TestInject(t *testing.T) {
	so, syms := library(t), readSymbols(t, harness.Tool(t))
	trials := chosen(t, so)
	wrong := verdicts{of: map[string][]string{}}
	queue := make(chan trial)
	var workers sync.WaitGroup
	outcomes := map[int]int{}
	var mutex sync.Mutex
	for range runtime.NumCPU() {
		p := newPlace(t)
		workers.Add(1)
		go func() {
			defer workers.Done()
			for tr := range queue {
				points, r := tr.inject(t, p, so, tr.injection)
				where, stack := "not reached", []string(nil)
				if len(points) > 0 {
					where, stack = syms.where(points[0]), append(syms.names(points[0]), points[0].call)
				}
				mutex.Lock()
				outcomes[r.status]++
				mutex.Unlock()
				if what := tr.judge(r, stack); what != "" {
					wrong.add(what+"\n\t"+where, fmt.Sprintf("%s/%v\n\t%s", tr.name, tr.injection,
						strings.ReplaceAll(strings.TrimSpace(r.stderr), "\n", "\n\t")))
				}
				if len(trials) == 1 {
					t.Logf("%s\nstatus %d\n%s%s", where, r.status, r.stdout, r.stderr)
				}
			}
		}()
	}
	for _, tr := range trials {
		queue <- tr
	}
	close(queue)
	workers.Wait()
	t.Logf("%d runs; by status: %v", len(trials), outcomes)
	for what, examples := range wrong.of {
		slices.Sort(examples)
		t.Errorf("%s\n\t%d times, as NEARCALL_INJECT=%s", what, len(examples), examples[0])
	}
}

// judge judges a trial. Where all calls fail from one on, those fail, too, that put
// things right.
func (tr trial) judge(r result, stack []string) string {
	before := tr.known
	if tr.on && r.status == 3 {
		if tr.kind == "calls" {
			r.left = nil
			before = r.files
			if r.stderr != "" {
				return ""
			}
		}
	}
	return judge(before, tr.want, r, stack)
}
