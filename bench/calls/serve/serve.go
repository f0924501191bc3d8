// Package serve lets a program run its loops on demand: the driver of make
// bench starts several such programs and has them take turns.
//
// It reads lines "NAME N DEPTH" and answers each with "NANOSECONDS RESULT",
// where RESULT is what the loop of that case returned after N calls. DEPTH says
// where on the stack: stores that cross the border of a cache line are slow, and
// whether there are any must not be left to chance. csrc/fromc.c answers in the
// same way.
package serve

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

// A Case is a loop of calls. Its result must be the same for all ways of the
// same kind.
type Case struct {
	Name  string // of the benchmark, without "Benchmark"
	Bytes int64  // per call, if that means something
	Loop  func(n int) uint64
}

// Lengths leads a slice from each length to the next: 1, 2, ... 8, 1.
var Lengths = [8]uint64{2, 3, 4, 5, 6, 7, 8, 1}

// Zero is 0, which no compiler knows.
var Zero uint64

// Depths is how many places on the stack there are.
const Depths = 8

// Loop answers requests until there are no more.
func Loop(r io.Reader, w io.Writer, cases []Case) error {
	loops := map[string]func(int) uint64{}
	for _, c := range cases {
		loops[c.Name] = c.Loop
	}
	for in := bufio.NewScanner(r); in.Scan(); {
		var name string
		var n, depth int
		if _, err := fmt.Sscanf(in.Text(), "%s %d %d", &name, &n, &depth); err != nil {
			return fmt.Errorf("request %q: %w", in.Text(), err)
		}
		loop, ok := loops[name]
		if !ok {
			return fmt.Errorf("there is no case %s", name)
		}
		took, x := at(depth, loop, n)
		if _, err := fmt.Fprintf(w, "%d %d\n", took.Nanoseconds(), x); err != nil {
			return err
		}
	}
	return nil
}

// at runs the loop that many frames below. A frame has an odd number of words,
// so that Depths of them come to all words of a cache line (see the test).
//
//go:noinline
func at(depth int, loop func(int) uint64, n int) (time.Duration, uint64) {
	if depth > 0 {
		return at(depth-1, loop, n)
	}
	// The caches and predictors have seen other programs since the last request.
	loop(1 + n/10)
	start := time.Now()
	x := loop(n)
	return time.Since(start), x
}
