package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// runner runs cells, and says of each how it went.
type runner struct {
	subject subject
	work    string
	o       options
	store   *results
	cache   string // GOCACHE of the cells; "" is the usual one
	level   string // the best that this machine has
	start   time.Time

	mu             sync.Mutex
	n, failed, all int
	rowDone        func() // after each row: a run may be stopped
}

func newRunner(s subject, work string, o options, store *results) *runner {
	r := &runner{subject: s, work: work, o: o, store: store, level: machineLevel(), start: time.Now(), rowDone: func() {}}
	if !o.short {
		r.cache = filepath.Join(work, "gocache")
	}
	return r
}

// machineLevel is the highest of the levels 1, 3 and 4 of this machine, as Linux tells it.
func machineLevel() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	_, flags, _ := strings.Cut(string(text), "\nflags")
	flags, _, _ = strings.Cut(flags, "\n")
	has := func(names string) bool {
		for _, name := range strings.Fields(names) {
			if !strings.Contains(flags+" ", " "+name+" ") {
				return false
			}
		}
		return true
	}
	switch {
	case !has("avx avx2 bmi1 bmi2 f16c fma abm movbe osxsave") && !has("avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"):
		return "1"
	case !has("avx512f avx512bw avx512cd avx512dq avx512vl"):
		return "3"
	}
	return "4"
}

// run runs the cells row by row, several rows at once: the cells of a row share what Go compiles. It returns how
// many failed.
func (r *runner) run(cells []cell, only *regexp.Regexp) int {
	var rows [][]cell
	for _, c := range cells {
		if !only.MatchString(c.name()) {
			continue
		}
		r.all++
		if n := len(rows); n > 0 && sameRow(rows[n-1][0], c) {
			rows[n-1] = append(rows[n-1], c)
		} else {
			rows = append(rows, []cell{c})
		}
	}
	fmt.Printf("1..%d\n", r.all)
	todo := make(chan []cell)
	var wg sync.WaitGroup
	for range max(1, r.o.workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for row := range todo {
				for _, c := range row {
					r.one(c)
				}
				r.rowDone()
			}
		}()
	}
	for _, row := range rows {
		todo <- row
	}
	close(todo)
	wg.Wait()
	if r.cache != "" && r.o.only == "" {
		os.RemoveAll(r.cache)
	}
	return r.failed
}

func sameRow(a, b cell) bool {
	return a.release.name == b.release.name && a.arch == b.arch && a.table == b.table && a.row() == b.row()
}

// one runs a cell, unless an earlier run has, or the time is up.
func (r *runner) one(c cell) {
	got, known := r.store.get(c.name())
	if !known || got.Status == statusFailed {
		if r.o.limit > 0 && time.Since(r.start) > r.o.limit {
			r.say(c, result{statusSkipped, notRun}, 0)
			return
		}
		start := time.Now()
		got = r.judge(c)
		if err := r.store.put(c.name(), got); err != nil {
			got = result{statusFailed, err.Error()}
		}
		r.say(c, got, time.Since(start))
		return
	}
	r.say(c, got, 0)
}

// judge tries a cell, and if that goes wrong the same without nearcall.
func (r *runner) judge(c cell) result {
	if c.skip != "" {
		return result{statusSkipped, c.skip}
	}
	out, err := os.MkdirTemp(r.work, "cell-")
	if err != nil {
		return result{statusFailed, err.Error()}
	}
	defer os.RemoveAll(out)
	f := attempt{r, c, false, filepath.Join(out, "near")}.try()
	if f == nil {
		return result{Status: statusGood}
	}
	control := attempt{r, c, true, filepath.Join(out, "control")}.try()
	if control == nil || control.step != f.step {
		return result{statusFailed, f.Error()}
	}
	return result{statusSkipped, "so without nearcall: " + firstTelling(control.words)}
}

func (r *runner) say(c cell, got result, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	switch got.Status {
	case statusGood:
		fmt.Printf("ok %d - %s, %v\n", r.n, c.name(), took.Round(100*time.Millisecond))
	case statusSkipped:
		fmt.Printf("ok %d - %s # SKIP %s\n", r.n, c.name(), got.Note)
	default:
		r.failed++
		fmt.Printf("not ok %d - %s\n# %s\n", r.n, c.name(), strings.ReplaceAll(shortened(got.Note), "\n", "\n# "))
	}
}

// shortened keeps of a long text where it begins and where it ends.
func shortened(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > 60 {
		lines = append(append(lines[:40:40], "..."), lines[len(lines)-15:]...)
	}
	return strings.Join(lines, "\n")
}
