package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is all that a run has measured. Times are in seconds, in the order of the ways.
type report struct {
	loadavg      string
	n, rounds    int
	slot         time.Duration
	alone, empty [][]float64 // turn by turn
	beside       []sample
}

// quantile wants sorted values.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// tail is the median and what few are above, in ms.
func tail(values []float64) string {
	slices.Sort(values)
	return fmt.Sprintf("%.2f, %.1f, %.1f", 1e3*quantile(values, 0.5), 1e3*quantile(values, 0.99), 1e3*quantile(values, 0.999))
}

func median(values []float64) float64 { return quantile(slices.Sorted(slices.Values(values)), 0.5) }

// ratios compares turn by turn.
func ratios(a, b []float64) []float64 {
	r := make([]float64, len(a))
	for i := range a {
		r[i] = a[i] / b[i]
	}
	slices.Sort(r)
	return r
}

func spread(sorted []float64) string {
	return fmt.Sprintf("%.3g (%.3g to %.3g)", quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75))
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}

func cpu() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	if m := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return "unknown"
}

func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "- go: %s\n- cpu: %s\n- cores: %d\n- load average when it began: %s\n- date: %s\n- numbers a call: %d\n- turns: %d of %v for each way\n\n",
		strings.TrimPrefix(runtime.Version(), "go version "), cpu(), runtime.NumCPU(), r.loadavg, time.Now().Format(time.DateOnly), r.n, r.rounds, r.slot)
	b.WriteString("| way | stopping the world: p50, p99, p99.9 (ms) | stops | timer of 1 ms, late: p50, p99, p99.9 (ms) | ticks | a call meanwhile (ms) | alone (ms) | to plain |\n" +
		"|---|---|---|---|---|---|---|---|\n")
	for i, w := range ways {
		s := r.beside[i]
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %d | %.0f | %.0f | %.3f |\n", w.name, tail(s.Pauses), len(s.Pauses), tail(s.Late), len(s.Late),
			1e3*median(s.Calls), 1e3*median(r.alone[i]), quantile(ratios(r.alone[i], r.alone[plain]), 0.5))
	}
	b.WriteString("\nA call that has nothing to do; ratios are of the same turn, the median and the quartiles:\n\n" +
		"| way | ns | Go calls |\n|---|---|---|\n")
	for i, w := range ways {
		fmt.Fprintf(&b, "| %s | %.1f | %s |\n", w.name, 1e9*median(r.empty[i])/many, spread(ratios(r.empty[i], r.empty[byGo])))
	}
	fmt.Fprintf(&b, "\nBlocking takes %s of cgo, and yield %s of plain.\n",
		spread(ratios(r.empty[blocking], r.empty[byCgo])), spread(ratios(r.empty[yield], r.empty[plain])))
	return b.String()
}

// The lines of the page between which the tables are.
const (
	begin = "<!-- begin: written by make bench-longcalls -->\n"
	end   = "<!-- end: written by make bench-longcalls -->\n"
)

// page is what stands around the table.
type page struct{ name, before, after string }

func readPage(name string) (*page, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return nil, fmt.Errorf("%s: no place for the table: %q", name, begin+end)
	}
	return &page{name, before, after}, nil
}

func (p *page) write(table string) error {
	return os.WriteFile(p.name, []byte(p.before+begin+"\n"+table+"\n"+end+p.after), 0o666)
}
