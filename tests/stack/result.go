package stack

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Function is one function that was proven and run, or refused.
type Function struct {
	Program    *program
	Entry      entry
	CPU        string
	Bound      uint64
	Path       []string // a deepest path, as the tool tells it
	Runs       []run
	References []run  // of the ordinary program; none: not compared
	Refusal    string // the kind of refusal; "": accepted
	Words      string // of a refusal, in full
}

// deepest is the most that any run wrote to.
func (f Function) deepest() uint64 {
	var d uint64
	for _, r := range f.Runs {
		d = max(d, r.depth)
	}
	return d
}

// Violated tells whether the function wrote below its bound.
func (f Function) Violated() bool { return f.Refusal == "" && f.deepest() > f.Bound }

// compared are the runs that have a counterpart in the ordinary program.
func (f Function) compared() (equal, differ int) {
	for i, r := range f.Runs {
		if i >= len(f.References) || r.end != "ok" || f.References[i].end != "ok" {
			continue
		}
		if r.result == f.References[i].result {
			equal++
		} else {
			differ++
		}
	}
	return equal, differ
}

// Differs tells whether the function gave something else than the same C in an ordinary program.
func (f Function) Differs() bool {
	_, differ := f.compared()
	return differ > 0
}

func (f Function) String() string {
	s := fmt.Sprintf("%s (program %d, %s, %s", f.Entry.c, f.Program.id, f.Program.config, f.CPU)
	for _, flag := range []struct {
		on   bool
		text string
	}{{f.Program.config.framePointer, "frame pointer"}, {f.Program.config.noinline, "noinline"}} {
		if flag.on {
			s += ", " + flag.text
		}
	}
	if f.Refusal != "" {
		return s + "): " + f.Refusal
	}
	return fmt.Sprintf("%s): bound %d, deepest write %d, path %s", s, f.Bound, f.deepest(), strings.Join(f.Path, " > "))
}

// Result gathers what became of the functions.
type Result struct {
	mu        sync.Mutex
	Programs  int
	Functions []Function
}

func newResult() *Result { return &Result{} }

func (r *Result) addPrograms(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Programs += n
}

func (r *Result) add(f Function) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Functions = append(r.Functions, f)
}

func (r *Result) count(is func(Function) bool) int {
	n := 0
	for _, f := range r.Functions {
		if is(f) {
			n++
		}
	}
	return n
}

// Violations are the functions that wrote below their bounds.
func (r *Result) Violations() []Function {
	return slices.DeleteFunc(slices.Clone(r.Functions), func(f Function) bool { return !f.Violated() })
}

// Accepted is the share of accepted functions among those that have neither
// recursion, nor calls through pointers from outside, nor alloca, in percent.
// What a function has is known from how it was made, not from a refusal.
func (r *Result) Accepted() float64 {
	fair := r.count(func(f Function) bool { return !f.Entry.trait.exempt() })
	yes := r.count(func(f Function) bool { return !f.Entry.trait.exempt() && f.Refusal == "" })
	if fair == 0 {
		return 0
	}
	return 100 * float64(yes) / float64(fair)
}

// Ratios are bound/depth of each run that executed a deepest path, sorted.
// With calls, only of functions whose deepest path has a call.
func (r *Result) Ratios(calls bool) []float64 {
	var list []float64
	for _, f := range r.Functions {
		for _, run := range f.Runs {
			if run.deepest && run.depth > 0 && (!calls || len(f.Path) > 1) {
				list = append(list, float64(f.Bound)/float64(run.depth))
			}
		}
	}
	slices.Sort(list)
	return list
}

func median(sorted []float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}

// Failures says what the result falls short of; see issue 4.
func (r *Result) Failures() []string {
	var list []string
	for _, f := range r.Violations() {
		list = append(list, "wrote below its bound: "+f.String())
	}
	for _, f := range r.Functions {
		if f.Differs() {
			list = append(list, "gives something else than in an ordinary program: "+f.String())
		}
	}
	if a := r.Accepted(); a < 95 {
		list = append(list, fmt.Sprintf("%.1f %% accepted, want at least 95", a))
	}
	if m := median(r.Ratios(false)); m > 1.1 || m == 0 {
		list = append(list, fmt.Sprintf("median of bound/depth %.3f, want at most 1.1", m))
	}
	return list
}

// Print writes the tables.
func (r *Result) Print(w io.Writer) {
	fmt.Fprintf(w, "\n%-10s %9s %9s %9s %8s %9s %8s\n", "", "functions", "accepted", "runs", "deepest", "stack>0", "median")
	groups := map[string]*Result{}
	for _, f := range r.Functions {
		for _, key := range []string{"all", f.Program.config.String(), f.CPU} {
			if groups[key] == nil {
				groups[key] = newResult()
			}
			groups[key].add(f)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) // "all" comes last
	}) {
		g := groups[key]
		fmt.Fprintf(w, "%-10s %9d %8.2f%% %9d %8d %9d %8.3f\n", key, len(g.Functions), g.Accepted(),
			g.runs(func(run) bool { return true }), g.runs(func(x run) bool { return x.deepest }), len(g.Ratios(false)),
			median(g.Ratios(false)))
	}
	r.printRatios(w)
	r.printRefusals(w)
	r.printCompared(w)
	fmt.Fprintf(w, "\nviolations: %d\n", len(r.Violations()))
}

// compared counts the runs that gave the same as an ordinary program, and the others.
func (r *Result) compared() (equal, differ int) {
	for _, f := range r.Functions {
		e, d := f.compared()
		equal, differ = equal+e, differ+d
	}
	return equal, differ
}

func (r *Result) printCompared(w io.Writer) {
	equal, differ := r.compared()
	if equal+differ > 0 {
		fmt.Fprintf(w, "\nresults as in an ordinary program: %d, others: %d\n", equal, differ)
	}
}

func (r *Result) runs(is func(run) bool) int {
	n := 0
	for _, f := range r.Functions {
		for _, x := range f.Runs {
			if is(x) {
				n++
			}
		}
	}
	return n
}

func (r *Result) printRatios(w io.Writer) {
	fmt.Fprintf(w, "\nprograms %d; runs that ended by a fault %d, by the time limit %d; functions without stack %d\n", r.Programs,
		r.runs(func(x run) bool { return x.end == "fault" }), r.runs(func(x run) bool { return x.end == "time" }),
		r.count(func(f Function) bool { return f.Refusal == "" && f.Bound == 0 }))
	for _, part := range []struct {
		what  string
		calls bool
	}{{"all", false}, {"path with a call", true}} {
		if l := r.Ratios(part.calls); len(l) > 0 {
			fmt.Fprintf(w, "bound/depth where the deepest path was executed, %s: %d runs, median %.3f, 90 %% below %.3f, maximum %.3f\n",
				part.what, len(l), median(l), l[len(l)*9/10], l[len(l)-1])
		}
	}
	var worst Function
	ratio := 0.0
	for _, f := range r.Functions {
		for _, x := range f.Runs {
			if q := float64(f.Bound) / float64(x.depth); x.deepest && x.depth > 0 && q > ratio {
				worst, ratio = f, q
			}
		}
	}
	if ratio > 0 {
		fmt.Fprintf(w, "the maximum is of %s\n", worst)
	}
}

func (r *Result) printRefusals(w io.Writer) {
	reasons := map[string]int{}
	example := map[string]Function{}
	for _, f := range r.Functions {
		if f.Refusal != "" {
			key := f.Entry.trait.String() + ": " + f.Refusal
			reasons[key]++
			if old, ok := example[key]; !ok || len(f.Program.text) < len(old.Program.text) {
				example[key] = f
			}
		}
	}
	fmt.Fprintf(w, "\nrefused: %d\n", r.count(func(f Function) bool { return f.Refusal != "" }))
	for _, key := range slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		return cmp.Or(reasons[b]-reasons[a], cmp.Compare(a, b))
	}) {
		fmt.Fprintf(w, "%6d  %s\n        for instance %s\n", reasons[key], key, example[key])
	}
}
