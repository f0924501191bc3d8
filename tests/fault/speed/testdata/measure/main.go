// Measure times two forms of the same kernels in turns. See tests/fault/speed.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
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

// slice is how long one timing takes.
const slice = 100 * time.Microsecond

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
	fmt.Printf("%-24s %12s %12s   now/opaque: median (quartiles)\n", "", "now, ns", "opaque, ns")
	worst := 0.0
	for _, c := range contests() {
		if want.MatchString(c.name) {
			worst = max(worst, c.measure())
		}
	}
	fmt.Printf("the worst median is %.4f\n", worst)
}

// measure prints the median of the ratios of one round's timings, in which either
// form comes first in turn.
func (c *contest) measure() float64 {
	n := 1
	for timed(c.now, n) < slice && n < 1<<20 {
		n *= 2
	}
	c.opaque(n)
	var now, opaque, ratios []float64
	for i := range *rounds {
		var a, b time.Duration
		if i%2 == 0 {
			a = timed(c.now, n)
			b = timed(c.opaque, n)
		} else {
			b = timed(c.opaque, n)
			a = timed(c.now, n)
		}
		now = append(now, float64(a)/float64(n))
		opaque = append(opaque, float64(b)/float64(n))
		ratios = append(ratios, float64(a)/float64(b))
		if i%100 == 0 {
			fmt.Fprintf(os.Stderr, "%-24s %d of %d\r", c.name, i, *rounds)
		}
	}
	slices.Sort(ratios)
	q := func(all []float64, part float64) float64 { return all[int(part*float64(len(all)-1))] }
	slices.Sort(now)
	slices.Sort(opaque)
	fmt.Printf("%-24s %12.2f %12.2f   %.4f (%.4f to %.4f)\n", c.name, q(now, .5), q(opaque, .5), q(ratios, .5), q(ratios, .25), q(ratios, .75))
	return q(ratios, .5)
}

func timed(f func(int), n int) time.Duration {
	start := time.Now()
	f(n)
	return time.Since(start)
}

// contests are the kernels, with inputs of several sizes. The loops are written
// out: a call through a function value would be timed as well.
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
					sink += sum.Sum(xs)
				}
			},
			func(n int) {
				for range n {
					sink += sumOpaque.Sum(xs)
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
				sink += xxh3.Sum64(b)
			}
		},
		func(n int) {
			for range n {
				sink += xxh3Opaque.Sum64(b)
			}
		})
	add("xxh3.Sum64Seed/"+size,
		func(n int) {
			for range n {
				sink += xxh3.Sum64Seed(b, 7)
			}
		},
		func(n int) {
			for range n {
				sink += xxh3Opaque.Sum64Seed(b, 7)
			}
		})
	add("xxh3.Sum128/"+size,
		func(n int) {
			for range n {
				sink += xxh3.Sum128(b).Lo
			}
		},
		func(n int) {
			for range n {
				sink += xxh3Opaque.Sum128(b).Lo
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
