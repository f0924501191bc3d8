// Package turns times two forms of the same functions in turns.
package turns

import (
	"flag"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"time"
)

// slice is how long one timing takes, and depths are the timings of one round.
const (
	slice  = 20 * time.Microsecond
	depths = 8
)

// A Contest is a function in its two forms: each calls it n times.
type Contest struct {
	Name        string
	Ours, Other func(n int)
}

// Main prints a line for each round of each contest: its name, and the nanoseconds of a call of either form.
func Main(contests []Contest) {
	rounds := flag.Int("rounds", 1000, "how often to time each form")
	only, run := flag.String("only", "", "measure what matches"), flag.String("run", "", "and matches this")
	flag.Parse()
	runtime.LockOSThread()
	debug.SetGCPercent(-1)
	first, second := regexp.MustCompile(*only), regexp.MustCompile(*run)
	for _, c := range contests {
		if first.MatchString(c.Name) && second.MatchString(c.Name) {
			c.measure(*rounds)
		}
	}
}

// A round times the forms at several depths of the stack, as a call of a few nanoseconds depends on that; at every
// second depth the stack ends at an odd multiple of eight bytes, which a trampoline may have to correct. The forms
// come first in turn.
func (c *Contest) measure(rounds int) {
	n := 1
	for timed(c.Ours, n) < slice && n < 1<<20 {
		n *= 2
	}
	c.Other(n)
	for range rounds {
		var a, b time.Duration
		for depth := range depths {
			deeper(depth, func() {
				if depth/2%2 == 0 {
					a += timed(c.Ours, n)
					b += timed(c.Other, n)
				} else {
					b += timed(c.Other, n)
					a += timed(c.Ours, n)
				}
			})
		}
		fmt.Printf("%s\t%g\t%g\n", c.Name, float64(a)/float64(depths*n), float64(b)/float64(depths*n))
	}
}

// deeper calls f below n frames, of an odd number of words.
//
//go:noinline
func deeper(n int, f func()) {
	if n == 0 {
		f()
		return
	}
	var words [3]uint64
	use(&words)
	deeper(n-1, f)
	use(&words)
}

//go:noinline
func use(words *[3]uint64) { words[0]++ }

func timed(f func(int), n int) time.Duration {
	start := time.Now()
	f(n)
	return time.Since(start)
}
