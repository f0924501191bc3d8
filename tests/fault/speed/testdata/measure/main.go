// Measure times two forms of the same kernels in turns. See tests/fault/speed.
package main

import (
	"flag"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"time"

	ed "github.com/nearcall/nearcall/now/edwards25519"
	"github.com/nearcall/nearcall/now/increment"
	"github.com/nearcall/nearcall/now/sum"
	"github.com/nearcall/nearcall/now/xxh3"
	edOpaque "github.com/nearcall/nearcall/opaque/edwards25519"
	incrementOpaque "github.com/nearcall/nearcall/opaque/increment"
	sumOpaque "github.com/nearcall/nearcall/opaque/sum"
	xxh3Opaque "github.com/nearcall/nearcall/opaque/xxh3"
)

var (
	rounds = flag.Int("rounds", 1000, "how often to time each form")
	only   = flag.String("run", "", "measure only what matches")
)

// slice is how long one timing takes, and depths are the timings of one round.
const (
	slice  = 20 * time.Microsecond
	depths = 8
)

// contest is a kernel in its two forms: each calls it n times.
type contest struct {
	name        string
	now, opaque func(n int)
}

var sink uint64

func main() {
	flag.Parse()
	runtime.LockOSThread()
	debug.SetGCPercent(-1)
	want := regexp.MustCompile(*only)
	for _, c := range contests() {
		if want.MatchString(c.name) {
			c.measure()
		}
	}
}

// measure prints a line for each round: the kernel, and the nanoseconds of a call
// of either form. A round times them at several depths of the stack, as a call of a
// few nanoseconds depends on that; at every second depth the stack ends at an odd
// multiple of eight bytes, which a trampoline may have to correct. The forms come
// first in turn.
func (c *contest) measure() {
	n := 1
	for timed(c.now, n) < slice && n < 1<<20 {
		n *= 2
	}
	c.opaque(n)
	for range *rounds {
		var a, b time.Duration
		for depth := range depths {
			deeper(depth, func() {
				if depth/2%2 == 0 {
					a += timed(c.now, n)
					b += timed(c.opaque, n)
				} else {
					b += timed(c.opaque, n)
					a += timed(c.now, n)
				}
			})
		}
		fmt.Printf("%s\t%g\t%g\n", c.name, float64(a)/float64(depths*n), float64(b)/float64(depths*n))
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

// contests are the kernels, with inputs of several sizes. The loops are written
// out: a call through a function value would be timed as well. They store what
// they get and add nothing up: how long a sum takes to get through memory depends
// on how soon it is wanted, so that a shorter call could seem to take longer.
func contests() (all []contest) {
	add := func(name string, now, opaque func(int)) { all = append(all, contest{name, now, opaque}) }
	add("increment",
		func(n int) {
			x := sink
			for range n {
				x = increment.Increment(x)
			}
			sink = x
		},
		func(n int) {
			x := sink
			for range n {
				x = incrementOpaque.Increment(x)
			}
			sink = x
		})
	words := make([]uint64, 1<<17)
	for _, size := range []int{0, 1, 8, 64, 1024, 1 << 17} {
		xs := words[:size]
		add(fmt.Sprint("sum/", size),
			func(n int) {
				for range n {
					sink = sum.Sum(xs)
				}
			},
			func(n int) {
				for range n {
					sink = sumOpaque.Sum(xs)
				}
			})
	}
	bytes := make([]byte, 1<<20)
	for _, size := range []int{0, 3, 8, 16, 64, 200, 256, 1024, 64 << 10, 1 << 20} {
		addHashes(add, fmt.Sprint(size), bytes[:size])
	}
	return append(all, curve()...)
}

func addHashes(add func(string, func(int), func(int)), size string, b []byte) {
	add("xxh3.Sum64/"+size,
		func(n int) {
			for range n {
				sink = xxh3.Sum64(b)
			}
		},
		func(n int) {
			for range n {
				sink = xxh3Opaque.Sum64(b)
			}
		})
	add("xxh3.Sum64Seed/"+size,
		func(n int) {
			for range n {
				sink = xxh3.Sum64Seed(b, 7)
			}
		},
		func(n int) {
			for range n {
				sink = xxh3Opaque.Sum64Seed(b, 7)
			}
		})
	add("xxh3.Sum128/"+size,
		func(n int) {
			for range n {
				sink = xxh3.Sum128(b).Lo
			}
		},
		func(n int) {
			for range n {
				sink = xxh3Opaque.Sum128(b).Lo
			}
		})
}

func curve() []contest {
	a, b, c, wide := [32]byte{1, 2, 3}, [32]byte{31: 7}, [32]byte{5}, [64]byte{60: 9}
	return []contest{
		{"ScalarBaseMult",
			func(n int) {
				for range n {
					ed.ScalarBaseMult(&a, &a)
				}
			},
			func(n int) {
				for range n {
					edOpaque.ScalarBaseMult(&a, &a)
				}
			}},
		{"ScalarReduce",
			func(n int) {
				for range n {
					ed.ScalarReduce(&b, &wide)
				}
			},
			func(n int) {
				for range n {
					edOpaque.ScalarReduce(&b, &wide)
				}
			}},
		{"ScalarMulAdd",
			func(n int) {
				for range n {
					ed.ScalarMulAdd(&c, &a, &b, &c)
				}
			},
			func(n int) {
				for range n {
					edOpaque.ScalarMulAdd(&c, &a, &b, &c)
				}
			}},
	}
}
