package fault

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// variants are other ways to compile the same C. Only soundness is asked of
// them: Go's tables are right, or the place is listed.
func variants() []variant {
	if testing.Short() {
		return []variant{{"gcc", "-O2"}, {"clang", "-Os"}}
	}
	var all []variant
	for _, cc := range []string{"clang", "gcc"} {
		for _, level := range []string{"-O0", "-O1", "-O2", "-O3", "-Os"} {
			all = append(all, variant{cc, level})
		}
	}
	return all
}

// packages are those that a variant differs in.
func (v variant) packages() []string {
	if v == (variant{}) {
		return append(slices.Clone(packages), dalek)
	}
	return packages
}

// limit is how much of the code that is committed may be inexact, in percent.
const limit = 2

// tally counts the instructions of functions.
type tally struct {
	all, inexact, memory, needless int
	wrong                          []string // not listed, but the table is wrong
	listedMemory                   []string
	lostRBP                        []string // where frame pointers lead astray, or past a caller
}

func (c *tally) percent() float64 { return 100 * float64(c.inexact) / float64(max(c.all, 1)) }

func (c *tally) String() string {
	return fmt.Sprintf("%6d instructions, %4d inexact (%.2f %%), %d of them without need", c.all, c.inexact, c.percent(), c.needless)
}

// Go's table of the stack's depth is compared with a walk over the machine
// code, at every instruction that the code can reach and at every return
// address, in the linked program. On the same walk, rbp is the head of a chain of
// frame pointers that no caller is missing from.
func TestTables(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		checkTables(t, variant{}, goEnv, limit)
	})
	for _, v := range variants() {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			checkTables(t, v, []string{"GOTOOLCHAIN=local"}, 100)
		})
	}
}

func checkTables(t *testing.T, v variant, goEnv []string, limit float64) {
	t.Helper()
	path := program(t, v, goEnv, "brute")
	img := loadImage(t, moduleOf(t, v), path, v.packages()...)
	tab := loadPclntab(t, path)
	var total tally
	tallies := tallyTables(t, img, tab)
	for _, pkg := range slices.Sorted(maps.Keys(tallies)) {
		c := tallies[pkg]
		t.Logf("%-26s %s", pkg, c)
		total.all += c.all
		total.inexact += c.inexact
		complain(t, pkg+": not listed", c.wrong)
		complain(t, pkg+": a load or store is listed as inexact", c.listedMemory)
		complain(t, pkg+": frame pointers", c.lostRBP)
	}
	if total.percent() >= limit {
		t.Errorf("%.2f %% of all instructions are inexact, want under %.0f %%", total.percent(), limit)
	}
}

// complain makes errors of what is wrong: all are counted, some are shown.
func complain(t *testing.T, what string, wrong []string) {
	t.Helper()
	for i, words := range wrong {
		if i == 5 {
			t.Errorf("%s: %d more", what, len(wrong)-i)
			return
		}
		t.Errorf("%s: %s", what, words)
	}
}

// tallyTables goes over all functions, by package.
func tallyTables(t *testing.T, img *image, tab *pclntab) map[string]*tally {
	t.Helper()
	all := map[string]*tally{}
	for _, f := range img.functions {
		c := all[f.pkg]
		if c == nil {
			c = &tally{}
			all[f.pkg] = c
		}
		w := walkFunction(t, img, f)
		for _, words := range w.odd {
			t.Errorf("not understood: %s", words)
		}
		c.add(f, w, tab)
	}
	return all
}

func (c *tally) add(f *function, w *walk, tab *pclntab) {
	lost := map[pointer]int{}
	first := ""
	for _, at := range slices.Sorted(maps.Keys(w.at)) {
		s, in := w.at[at], &f.insns[f.at[at]]
		c.all++
		words := compare(f, w, tab, in, s)
		switch {
		case f.inexact[at]:
			c.inexact++
			if words == "" {
				c.needless++
			}
			if in.memory() {
				c.listedMemory = append(c.listedMemory, f.where(at))
			}
		case words != "":
			c.wrong = append(c.wrong, words)
		}
		if in.op == "call" && s.rbp == callers && !runsGo(w, in) {
			c.lostRBP = append(c.lostRBP, f.where(at)+": calls without a frame pointer of its own: its caller is passed over")
		}
		if s.rbp == data || s.rbp == skewed {
			if lost[s.rbp]++; first == "" {
				first = f.where(at)
			}
		}
	}
	if n := lost[data] + lost[skewed]; n > 0 {
		c.lostRBP = append(c.lostRBP, fmt.Sprintf("%s: rbp holds data at %d instructions and points to a wrong return address at %d, first at %s",
			f, lost[data], lost[skewed], first))
	}
}

// runsGo tells whether a call is one of Go's own, to have the stack grown.
func runsGo(w *walk, call *insn) bool {
	_, isC := w.calls[call.next]
	return !isC
}

// compare says what is wrong with Go's opinion of an instruction; nothing, if
// it is right. While a call runs, Go asks for its return address.
func compare(f *function, w *walk, tab *pclntab, in *insn, s state) string {
	places := []uint64{in.at}
	if in.op == "call" {
		places = append(places, in.next)
	}
	var wrong []string
	for _, pc := range places {
		depth, entry, ok := tab.depth(pc)
		switch {
		case !ok || entry != f.start:
			wrong = append(wrong, fmt.Sprintf("%s: for %#x, Go finds the function at %#x", f.where(in.at), pc, entry))
		case s.depth == unknown:
			wrong = append(wrong, fmt.Sprintf("%s: Go says %d, but the depth depends on the path or on alignment", f.where(in.at), depth))
		case int(depth) != s.depth:
			wrong = append(wrong, fmt.Sprintf("%s: depth %d, but Go says %d at %#x", f.where(in.at), s.depth, depth, pc-f.start))
		}
	}
	return strings.Join(wrong, "; ")
}
